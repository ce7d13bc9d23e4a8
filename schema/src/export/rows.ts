import { type DocumentNode, execute, GraphQLError, type GraphQLSchema, getVariableValues, Kind, parse } from 'graphql'
import type { Context } from '../context.ts'
import { MAX_PAGE_SIZE } from '../lists/page-arguments.ts'
import { RequestError } from '../services.ts'
import { type AskedColumn, type ExportColumn, exportColumns } from './columns.ts'
import { exportableLists } from './lists.ts'

/** What is to be exported. */
export interface ExportRequest {
  /** Name of the list, such as `workloads`. */
  readonly list: string
  /** Global id of what the list belongs to, for lists that only something has. */
  readonly of?: string | undefined
  /** As the list takes it. */
  readonly filter?: unknown
  readonly orderBy?: unknown
  /** Undefined: all that a row says of itself. */
  readonly columns?: readonly AskedColumn[] | undefined
}

/** An export that is known to be possible. */
export interface Export {
  readonly columns: readonly ExportColumn[]
  /**
   * All rows, a page at a time, each read when the one before has been taken: as many as the viewer of `context` may see, in the
   * shape of the API. It is the API's own list that is read, so that filter, order and visibility are those of the API. Pages are no
   * snapshot: what is written meanwhile is in it or not. Throws a GraphQLError for what the API refuses, and the reason of the
   * context's signal when that is aborted.
   */
  rows(context: Context): AsyncGenerator<readonly Row[]>
}

export type Row = Readonly<Record<string, unknown>>

/**
 * Checks `request` against the API. Throws `RequestError`: LIST_UNKNOWN, OF_REQUIRED, COLUMN_INVALID, or INVALID for a filter or
 * order that the list does not take.
 */
export function prepareExport(schema: GraphQLSchema, request: ExportRequest): Export {
  const lists = exportableLists(schema)
  const list = lists.get(request.list)
  if (!list) {
    const names = [...lists.keys()].toSorted().join(', ')
    throw new RequestError('LIST_UNKNOWN', `There is no such list. The lists are: ${names}.`, ['list'])
  }
  if (list.of !== undefined && !request.of) {
    const message = `${list.name} belongs to one ${list.of}: give its id as \`of\`.`
    throw new RequestError('OF_REQUIRED', message, ['of'])
  }
  const { columns, selection } = exportColumns(list, request.columns)
  const page = `list: ${list.field}(first: ${MAX_PAGE_SIZE}, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes { ${selection} } pageInfo { hasNextPage endCursor } }`
  const owned = list.of === undefined ? undefined : `owner: node(id: $of) { ... on ${list.of} { ${page} } }`
  const document =
    parse(`query Export($after: String, ${owned ? '$of: ID!, ' : ''}$filter: ${list.filter}, $orderBy: ${list.orderBy}) {
    ${owned ?? page} }`)
  const given: Record<string, unknown> = { filter: request.filter ?? null, orderBy: request.orderBy ?? null }
  if (owned) given['of'] = request.of
  checkVariables(schema, document, given)
  return { columns, rows: (context) => pagesOf(schema, document, given, context) }
}

interface PageShape {
  readonly nodes: readonly Row[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

async function* pagesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  given: Readonly<Record<string, unknown>>,
  context: Context,
): AsyncGenerator<readonly Row[]> {
  for (let after: string | null = null, more = true; more; ) {
    context.signal.throwIfAborted()
    const page: PageShape = await readPage(schema, document, { ...given, after }, context)
    yield page.nodes
    more = page.pageInfo.hasNextPage
    after = page.pageInfo.endCursor
  }
}

async function readPage(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<PageShape> {
  // A context of its own, so that what the loaders of a page remember goes with it.
  const { data, errors } = await execute({ schema, document, variableValues, contextValue: { ...context } })
  const [first] = errors ?? []
  if (first) throw first
  const { list, owner } = (data ?? {}) as { list?: PageShape; owner?: { list?: PageShape } | null }
  const page = list ?? owner?.list
  if (!page) throw new GraphQLError('What the list belongs to is not there.', { extensions: { code: 'NOT_FOUND' } })
  return page
}

function checkVariables(schema: GraphQLSchema, document: DocumentNode, given: Readonly<Record<string, unknown>>): void {
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given)
  const [first] = errors ?? []
  if (!first) return
  const field = first.message.includes('$orderBy') ? 'orderBy' : first.message.includes('$of') ? 'of' : 'filter'
  throw new RequestError('INVALID', first.message, [field])
}
