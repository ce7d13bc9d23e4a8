/** A page of a connection, as every list document selects it under the alias `list`. */
export interface Page<Row> {
  readonly nodes: readonly Row[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: number
}

export type Direction = 'ASC' | 'DESC'

export interface Order<Field extends string> {
  readonly field: Field
  readonly direction: Direction
}

export interface PageVariables<Filter, Field extends string> {
  first?: number | null | undefined
  after?: string | null | undefined
  last?: number | null | undefined
  before?: string | null | undefined
  filter?: Filter | null | undefined
  orderBy?: Order<Field> | null | undefined
}

export const PAGE_SIZE = 50

/** Where in a list the reader is: after a cursor, before one, or at its beginning. */
export interface Position {
  readonly after: string | null
  readonly before: string | null
}

/** Exactly one of `first` and `last`, as the API demands. */
export function pageArguments(position: Position, size: number = PAGE_SIZE) {
  return position.before === null ? { first: size, after: position.after } : { last: size, before: position.before }
}

/**
 * Whether there is a page in each direction. Read backwards, a server may tell only of what lies further back; what the
 * reader came from is there in any case.
 */
export function neighbors(position: Position, info: Page<unknown>['pageInfo']) {
  return {
    hasNext: info.hasNextPage || position.before !== null,
    hasPrevious: info.hasPreviousPage || position.after !== null,
  }
}
