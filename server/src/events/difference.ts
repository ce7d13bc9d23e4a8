import type { NewChange } from '@breakwater/drizzle/changes.ts'

/** How rows of one table appear in the outbox. */
export interface ChangeShape<Row> {
  /** GraphQL type, such as `Task`. */
  readonly type: string
  /** Natural key of a row. */
  readonly node: (row: Row) => string
  /** Filterable columns: what a past state is rebuilt from. */
  readonly columns: readonly (keyof Row & string)[]
}

interface Scoped {
  readonly cluster: string
  readonly namespace: string
  readonly registry: string
}

/**
 * The outbox's row for what became of a row; `before` undefined: it is new, `after` undefined: it is gone. Undefined when
 * no filterable column differs.
 */
export function difference<Row extends Scoped>(
  shape: ChangeShape<Row>,
  before: Row | undefined,
  after: Row | undefined,
): NewChange | undefined {
  const row = after ?? before
  if (!row) return undefined
  const columns =
    before && after ? shape.columns.filter((column) => !sameValue(before[column], after[column])) : shape.columns
  if (columns.length === 0) return undefined
  return {
    type: shape.type,
    node: shape.node(row),
    operation: !before ? 'ADDED' : !after ? 'REMOVED' : 'MODIFIED',
    cluster: row.cluster,
    namespace: row.namespace,
    registry: row.registry,
    old: before && pick(before, columns),
    new: after && pick(after, columns),
  }
}

/** The differences that there are, without the undefined ones. */
export function differences<Row extends Scoped>(
  shape: ChangeShape<Row>,
  pairs: Iterable<readonly [before: Row | undefined, after: Row | undefined]>,
): NewChange[] {
  return Array.from(pairs, ([before, after]) => difference(shape, before, after)).filter(
    (change) => change !== undefined,
  )
}

function pick<Row>(row: Row, columns: readonly (keyof Row & string)[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column, row[column]]))
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
