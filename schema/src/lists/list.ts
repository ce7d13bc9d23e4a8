import type { FieldKind } from '@pothos/core'
import type { SQL } from 'drizzle-orm'
import { requireRole } from '../access.ts'
import type { Types } from '../builder.ts'
import type { Context } from '../context.ts'
import { canonical, decodeCursor, encodeCursor, ownerHash } from '../cursor.ts'
import { loadersOf } from '../loaders.ts'
import type { ConnectionShape, Direction, EdgeShape, ListDefinition, OrderShape, PageInfoShape } from './definition.ts'
import { type Page, type PageQuery, pageLoader, type TotalQuery, totalLoader } from './fetch.ts'
import { placeOf } from './order.ts'
import { type PageArguments, type PageRequest, pageRequest } from './page-arguments.ts'

/** Columns of the list's table, by their names there, and what they hold for one parent. */
export type Within = Readonly<Record<string, string>>

export interface ListFieldOptions<Parent> {
  readonly description: string
  /** Of a nested list: which rows belong to the parent. The lists of all parents of a page are read at once. `type` is the parent's GraphQL type. */
  readonly within?: (parent: Parent, type: string) => Within
  /** A further condition, for a parent that never stands in a list itself. */
  readonly where?: (parent: Parent) => SQL | undefined
  /** What tells the lists of such parents apart, so that a cursor of one is none of another. */
  readonly named?: (parent: Parent) => readonly string[]
}

/** What a list is asked for. */
export interface ListArguments<Filter, Field extends string> extends PageArguments {
  readonly filter?: Filter | null | undefined
  readonly orderBy?: OrderShape<Field> | null | undefined
}

/** A field that is a list: the only way to make one, so that paging, visibility and limits are the same everywhere. */
export function list<Parent, Kind extends FieldKind, Row extends object, Filter extends object, Field extends string>(
  t: PothosSchemaTypes.RootFieldBuilder<Types, Parent, Kind>,
  definition: ListDefinition<Row, Filter, Field>,
  options: ListFieldOptions<Parent>,
) {
  // Types of a field with arguments cannot be told for a kind of builder that is not known yet; an object's stands for all.
  const fields = t as unknown as PothosSchemaTypes.ObjectFieldBuilder<Types, Parent>
  return fields.field({
    type: definition.connection,
    description: options.description,
    args: {
      first: t.arg.int({
        description: 'How many rows from the start, or after `after`: 1 to 100. Give this or `last`.',
      }),
      after: t.arg.string({ description: 'The cursor behind which the page begins; with `first`.' }),
      last: t.arg.int({
        description: 'How many rows from the end, or before `before`: 1 to 100. Give this or `first`.',
      }),
      before: t.arg.string({ description: 'The cursor before which the page ends; with `last`.' }),
      filter: t.arg({
        type: definition.filter,
        description: `Which ${definition.plural}; all visible ones when not given.`,
      }),
      orderBy: t.arg({ type: definition.orderBy, description: `How the ${definition.plural} are sorted.` }),
    },
    resolve: (parent, args, context, info) =>
      connection(definition, args as ListArguments<Filter, Field>, context, {
        within: options.within?.(parent as Parent, info.parentType.name),
        where: options.where?.(parent as Parent),
        named: options.named?.(parent as Parent),
      }),
  })
}

/** One page of a list, and its total; read when selected. Throws a GraphQLError at once for wrong arguments, or when the viewer may not read it. */
export function connection<Row extends object, Filter extends object, Field extends string>(
  definition: ListDefinition<Row, Filter, Field>,
  args: ListArguments<Filter, Field>,
  context: Context,
  place: {
    readonly within?: Within | undefined
    readonly where?: SQL | undefined
    readonly named?: readonly string[] | undefined
  } = {},
): ConnectionShape<Row> {
  const { readers } = definition
  if (readers) requireRole(context.viewer, readers.role, readers.what)
  const request = pageRequest(args)
  const order = args.orderBy ?? definition.defaultOrder
  const filter = args.filter ?? ({} as Filter)
  const { by, join } = definition.orders[order.field]
  const keys = [...by, ...definition.key]
  const within = place.within ?? {}
  const owner = ownerHash({
    list: definition.name,
    filter,
    order: `${order.field} ${order.direction}`,
    within: [...Object.values(within), ...(place.named ?? [])],
  })
  const cursor = request.cursor === undefined ? undefined : decodeCursor(opened(request.cursor), owner, keys.length)
  const conditions = [definition.visible(context.viewer), ...definition.where(filter, context), place.where]
  const having = definition.having?.(filter) ?? []
  const query: PageQuery = {
    definition,
    conditions,
    having,
    keys,
    join: join?.(context.viewer),
    ascending: isAscending(order.direction, request),
    size: request.size,
  }
  const total: TotalQuery = { definition, conditions, having, filter, narrowed: place.where !== undefined }
  // A list inside a list: pages with the same arguments are read together. A condition of the parent's own sets it apart.
  const shared = place.where === undefined ? canonical([definition.name, Object.keys(within), args]) : undefined

  let page: Promise<Page<Row>> | undefined
  const loadPage = () => (page ??= pageLoader<Row>(loadersOf(context), shared, query, context).load({ within, cursor }))
  const edges = async () => rowsOf(await loadPage(), request).map((row) => edge(row, keys, owner))
  return {
    get edges() {
      return edges()
    },
    get pageInfo() {
      return loadPage().then(async ({ more }) => pageInfo(await edges(), more, request))
    },
    totalCount: () => totalLoader(loadersOf(context), shared, total, context).load(within),
  }

  function edge(row: Row, sortKeys: typeof keys, owner: string): EdgeShape<Row> {
    const cursor = encodeCursor(placeOf(row, sortKeys), owner)
    return { cursor: definition.cursors === 'sealed' ? context.services.cursors.seal(cursor) : cursor, node: row }
  }

  /** What is not ours is left as it is, for `decodeCursor` to refuse. */
  function opened(cursor: string): string {
    return definition.cursors === 'sealed' ? (context.services.cursors.open(cursor) ?? '') : cursor
  }
}

function isAscending(direction: Direction, request: PageRequest): boolean {
  return (direction === 'ASC') !== request.backwards
}

function rowsOf<Row>(page: Page<Row>, request: PageRequest): readonly Row[] {
  return request.backwards ? page.rows.toReversed() : page.rows
}

/** What lies on the far side of a cursor is known to be there; what lies ahead was looked for with one row more. */
function pageInfo(edges: readonly EdgeShape<unknown>[], more: boolean, request: PageRequest): PageInfoShape {
  const behind = request.cursor !== undefined
  return {
    hasNextPage: request.backwards ? behind : more,
    hasPreviousPage: request.backwards ? more : behind,
    startCursor: edges.at(0)?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  }
}
