/** The row that a non-null field points at. Throws when it vanished between two reads, which a client may try again. */
export function required<Row>(row: Row | null | undefined, name: string): Row {
  if (row === null || row === undefined) throw new Error(`The ${name} that this row points at is no longer there.`)
  return row
}
