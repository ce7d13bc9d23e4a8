/** A header line, then rows, tabs between the cells. */
export function asTsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((cells) => `${cells.map(escaped).join('\t')}\n`).join('')
}

/** Columns as wide as their widest cell. */
export function asTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map((column) => column.toUpperCase()), ...rows.map((cells) => cells.map(escaped))]
  const widths = columns.map((_, at) => lines.reduce((most, cells) => Math.max(most, (cells[at] ?? '').length), 0))
  return lines
    .map(
      (cells) =>
        `${cells
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

export function asMarkdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return line(columns) + line(columns.map(() => '---')) + rows.map((cells) => line(cells.map(markdown))).join('')
}

/**
 * A text of others within Markdown: shown as it is, whatever it holds. No markup, no link, nobody mentioned, and no end of the cell of a
 * table.
 */
export function markdown(text: string): string {
  const marked = escaped(text)
    .replaceAll('&', '&amp;')
    .replace(/[\\`*_{}[\]()<>#!|~:$]/g, (found) => `&#${found.charCodeAt(0)};`)
    .replace(/www\./gi, (found) => `${found.slice(0, 3)}&#46;`)
  return marked.replaceAll('@', '@&#8203;')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\\]/g
const NAMED: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' }

/** What would move the cursor, end the line or turn the direction is written as an escape, and so is the backslash. */
function escaped(text: string): string {
  return text.replace(UNPRINTABLE, (found) => NAMED[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
