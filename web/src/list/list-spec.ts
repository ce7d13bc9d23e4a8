import type { TypedDocumentNode } from 'urql'
import type { FilterDefinitions } from './filters.ts'
import type { Order, Page, PageVariables } from './page.ts'

/** All that a list is, apart from how its rows look. One stands beside each kind of asset; every page uses the same parts. */
export interface ListSpec<Row, Filter, Field extends string> {
  /** GraphQL type of its rows: whose changes it watches. Undefined where rows are no nodes. */
  readonly type: string | undefined
  readonly page: TypedDocumentNode<{ list: Page<Row> }, PageVariables<Filter, Field>>
  /** Only the total, to count what is new without showing it. */
  readonly total: TypedDocumentNode<{ list: { totalCount: number } }, { filter?: Filter | null | undefined }>
  /** Visible rows by id; the cache puts what it reads into the list. */
  readonly rows?: TypedDocumentNode<unknown, { ids: string[] }>
  readonly key: (row: Row) => string
  readonly filters: FilterDefinitions
  readonly orderFields: readonly Field[]
  readonly defaultOrder: Order<Field>
}

/** Lets the compiler work out a list's types from its documents. */
export function defineList<Row, Filter, Field extends string>(spec: ListSpec<Row, Filter, Field>) {
  return spec
}
