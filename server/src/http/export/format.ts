import { Readable } from 'node:stream'
import type { ExportColumn } from '@breakwater/schema/export/columns.ts'
import { valueAt } from '@breakwater/schema/export/columns.ts'
import type { Row } from '@breakwater/schema/export/rows.ts'
import type { DownloadRequest } from '@breakwater/schema/services.ts'
import { stringify } from 'csv-stringify'
import { requestOfSarif, sarifText } from './sarif.ts'

/** How a list is written into a file. */
export type ExportFormat = 'CSV' | 'JSON_LINES' | 'SARIF'

export interface FormatInfo {
  /** What the file's name ends with. */
  readonly ending: string
  readonly contentType: string
}

export const FORMATS: Readonly<Record<ExportFormat, FormatInfo>> = {
  CSV: { ending: 'csv', contentType: 'text/csv; charset=utf-8; header=present' },
  JSON_LINES: { ending: 'jsonl', contentType: 'application/jsonl; charset=utf-8' },
  // Source: OASIS SARIF 2.1.0, appendix on file names and media types.
  SARIF: { ending: 'sarif', contentType: 'application/sarif+json' },
}

/** The request with what its format needs. Throws `RequestError` for a list that the format is not for. */
export function asWritten(request: DownloadRequest): DownloadRequest {
  return request.format === 'SARIF' ? requestOfSarif(request) : request
}

/** Bytes of the file, made of pages as they are taken: no more than a page or two is held at once. Errors of `pages` are the stream's. */
export function fileOf(
  format: ExportFormat,
  columns: readonly ExportColumn[],
  pages: AsyncIterable<readonly Row[]>,
): Readable {
  if (format !== 'CSV') {
    const text = format === 'SARIF' ? sarifText(pages) : jsonLines(pages)
    return Readable.from(text, { objectMode: false, highWaterMark: BUFFER_BYTES })
  }
  const rows = Readable.from(cells(columns, pages), { objectMode: true, highWaterMark: BUFFERED_ROWS })
  const csv = stringify({
    header: true,
    columns: columns.map(({ label }, index) => ({ key: String(index), header: label })),
    record_delimiter: 'windows',
    // An apostrophe before what a spreadsheet would take for a formula: = + - @, tab, carriage return, and their full-width forms.
    escape_formulas: true,
    // A lone carriage return would begin a row for some readers, and the next cell with it.
    quoted_match: /[\r\n]/,
  })
  rows.once('error', (error) => csv.destroy(error))
  csv.once('close', () => rows.destroy())
  return rows.pipe(csv)
}

const BUFFER_BYTES = 64 * 1024
const BUFFERED_ROWS = 100

async function* jsonLines(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  for await (const page of pages) {
    if (page.length > 0) yield `${page.map((row) => JSON.stringify(row)).join('\n')}\n`
  }
}

async function* cells(
  columns: readonly ExportColumn[],
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<readonly string[]> {
  for await (const page of pages) {
    for (const row of page) yield columns.map(({ path }) => cellOf(valueAt(row, path)))
  }
}

/** What is not known is empty; lists of plain values are put in a row, the rest is JSON. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((member) => typeof member !== 'object' || member === null)) {
    return value.map(cellOf).join(', ')
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
