/** What choosing needs to know of a column. */
interface Choosable {
  readonly key: string
  readonly title: string
  readonly isActions?: boolean | undefined
  readonly isAside?: boolean | undefined
  readonly data?: string | readonly string[] | undefined
}

/**
 * The columns that are shown, in the chosen order; buttons stay at the end. Keys that the page does not have are passed over. While
 * nothing is chosen those that stand aside are left out.
 */
export function shownColumns<Column extends Choosable>(
  columns: readonly Column[],
  chosen: readonly string[] | null,
): readonly Column[] {
  const own = columns.filter((column) => !column.isActions)
  const found = (chosen ?? []).flatMap((key) => own.find((column) => column.key === key) ?? [])
  if (found.length === 0) return columns.filter((column) => !column.isAside)
  return [...found, ...columns.filter((column) => column.isActions)]
}

/** Another column is shown or hidden; the last one that is shown stays. A new one comes last. */
export function toggled(shown: readonly string[], key: string): readonly string[] {
  if (!shown.includes(key)) return [...shown, key]
  return shown.length === 1 ? shown : shown.filter((each) => each !== key)
}

/** A column moves one place. */
export function moved(shown: readonly string[], key: string, by: -1 | 1): readonly string[] {
  const at = shown.indexOf(key)
  const to = at + by
  if (at < 0 || to < 0 || to >= shown.length) return shown
  const others = shown.filter((each) => each !== key)
  return others.toSpliced(to, 0, key)
}

export interface FileColumn {
  readonly field: string
  readonly label: string
}

/** What a file has of the columns: the fields that they show. One that shows several says of each which it is. */
export function fileColumns(columns: readonly Choosable[]): FileColumn[] {
  return columns
    .filter((column) => !column.isActions)
    .flatMap(({ key, title, data }) => {
      const fields = data === undefined ? [key] : typeof data === 'string' ? [data] : data
      const [only, ...others] = fields
      if (only !== undefined && others.length === 0) return [{ field: only, label: title }]
      return fields.map((field) => ({ field, label: `${title}: ${field.split('.').at(-1) ?? field}` }))
    })
}
