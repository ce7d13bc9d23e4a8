import type { ASSET_KINDS } from '@breakwater/drizzle/tables/asset.ts'
import type { EnumRef, InputObjectRef, InterfaceRef, ObjectRef } from '@pothos/core'
import type { SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { builder, type Types } from '../builder.ts'
import type { Context } from '../context.ts'
import { OrderDirection } from '../enums/order-direction.ts'
import type { Viewer } from '../viewer.ts'
import type { SortedBy, SortKey } from './order.ts'

/** What a list is: its rows, filter, orders and SQL, in one place for the root field, nested fields and exports alike. */
export interface ListOptions<Row extends object, Filter extends object, Field extends string> {
  /** The GraphQL type of its rows, such as `Workload`; names its connection, edge, filter and order. */
  readonly name: string
  /** The rows in words, such as `workloads`. */
  readonly plural: string
  readonly row: ObjectRef<Types, Row> | InterfaceRef<Types, Row>
  readonly table: PgTable
  /** Makes the rows from the conditions when they are not simply the table's; named as the table is. */
  readonly source?: (conditions: SQL | undefined) => SQL
  /** Conditions of a filter on the rows that `source` makes, such as on sums. */
  having?(filter: Filter): readonly (SQL | undefined)[]
  readonly filter: InputObjectRef<Types, Filter>
  /** Conditions of a filter; undefined ones ask for nothing. */
  where(filter: Filter, context: Context): readonly (SQL | undefined)[]
  /** Who may read it at all; everybody when not given. */
  readonly readers?: ListReaders
  /** Which rows a viewer may see. */
  visible(viewer: Viewer): SQL | undefined
  readonly orders: Readonly<Record<Field, SortOrder>>
  readonly defaultOrder: { readonly field: NoInfer<Field>; readonly direction: Direction }
  /** What tells any two rows apart; follows the sort keys. */
  readonly key: readonly SortKey[]
  /** `sealed` where the keys tell more than the rows do, such as numbers that count what is written anywhere. */
  readonly cursors?: 'sealed'
  /** Where the total stands when the filter asks for no more than scope and presence. */
  readonly rollUp?: (typeof ASSET_KINDS)[number]
}

export interface ListReaders {
  readonly role: Viewer['role']
  /** What they do, to end the sentence "Only an administrator may …". */
  readonly what: string
}

export type Direction = 'ASC' | 'DESC'

export interface SortOrder extends SortedBy {
  readonly description: string
}

export interface OrderShape<Field extends string> {
  readonly field: Field
  readonly direction: Direction
}

/** A list with the GraphQL types that it made. */
export interface ListDefinition<Row extends object, Filter extends object, Field extends string>
  extends ListOptions<Row, Filter, Field> {
  readonly orderBy: InputObjectRef<Types, OrderShape<Field>>
  readonly connection: ObjectRef<Types, ConnectionShape<Row>>
}

/** What a connection resolves from. Lazy: nothing is read that nobody selects. */
export interface ConnectionShape<Row> {
  readonly edges: readonly EdgeShape<Row>[] | Promise<readonly EdgeShape<Row>[]>
  readonly pageInfo: PageInfoShape | Promise<PageInfoShape>
  readonly totalCount: () => Promise<number>
}

export interface EdgeShape<Row> {
  readonly cursor: string
  readonly node: Row
}

export interface PageInfoShape {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly startCursor: string | null
  readonly endCursor: string | null
}

/** Declares a list: makes its connection, edge, order and order field. */
export function defineList<Row extends object, Filter extends object, Field extends string>(
  options: ListOptions<Row, Filter, Field>,
): ListDefinition<Row, Filter, Field> {
  return { ...options, orderBy: orderInput(options), connection: connectionType(options) }
}

function orderInput<Field extends string>(
  list: Pick<ListOptions<object, object, Field>, 'name' | 'plural' | 'orders' | 'defaultOrder'>,
): InputObjectRef<Types, OrderShape<Field>> {
  const fields = Object.entries<SortOrder>(list.orders).map(([field, order]) => [
    field,
    { description: order.description },
  ])
  const Field = builder.enumType(`${list.name}OrderField`, {
    description: `What ${list.plural} can be sorted by.`,
    values: Object.fromEntries(fields) as Record<Field, { description: string }>,
  }) as EnumRef<Types, Field>
  const { field, direction } = list.defaultOrder
  return builder.inputType(`${list.name}Order`, {
    description: `How ${list.plural} are sorted; ${field} ${direction} when not given. Rows that are equal in it are sorted by id.`,
    fields: (t) => ({
      field: t.field({ type: Field, required: true, description: 'What to sort by.' }),
      direction: t.field({ type: OrderDirection, required: true, description: 'Which way.' }),
    }),
  }) as unknown as InputObjectRef<Types, OrderShape<Field>>
}

function connectionType<Row extends object>(
  list: Pick<ListOptions<Row, object, string>, 'name' | 'plural' | 'row'>,
): ObjectRef<Types, ConnectionShape<Row>> {
  // The plugin's shape allows for nullable edges and nodes, which this builder does not make.
  return builder.connectionObject(
    { name: `${list.name}Connection`, type: list.row, description: `A page of a list of ${list.plural}.` },
    { name: `${list.name}Edge`, description: `A row of a list of ${list.plural}, and where it stands.` },
  ) as unknown as ObjectRef<Types, ConnectionShape<Row>>
}

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'How many rows the whole list has. Read only when it is selected.',
    resolve: (connection) => connection.totalCount(),
  }),
)
