import { describedEnum } from './described-enum.ts'

export const DownloadFormat = describedEnum('DownloadFormat', 'How a list is written into a file.', {
  CSV: 'Comma-separated values with a header row, in UTF-8. What a spreadsheet would run as a formula is written as text.',
  JSON_LINES: "A JSON object a line, with the API's field names.",
  SARIF:
    'Of `checkResults` only: the format of static analysis, with what is wrong, and what is exempt as suppressed. Columns are not asked for.',
})
