import {
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql'

/** A list of the API that can be exported: every one is, as the schema has it. */
export interface ExportableList {
  /** What it is called in an address, such as `workloads`: its field of the query, or a name of its own. */
  readonly name: string
  /** The field that gives it. */
  readonly field: string
  /** Of a list that belongs to something: the type whose `node(id)` it is a field of. */
  readonly of: string | undefined
  readonly row: GraphQLObjectType | GraphQLInterfaceType
  /** Names of the input types of its filter and order. */
  readonly filter: string
  readonly orderBy: string
}

/** Lists that only something has, and never all. */
const OWNED: Readonly<Record<string, { readonly of: string; readonly field: string }>> = {
  taskItems: { of: 'Task', field: 'items' },
  history: { of: 'Asset', field: 'history' },
}

/** All lists of `schema` by their names. */
export function exportableLists(schema: GraphQLSchema): ReadonlyMap<string, ExportableList> {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
    const list = listOf(field.name, field, undefined)
    return list ? [list] : []
  })
  const owned = Object.entries(OWNED).flatMap(([name, { of, field }]) => {
    const type = schema.getType(of)
    const given = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field] : undefined
    const list = given && listOf(name, given, of)
    return list ? [list] : []
  })
  return new Map([...roots, ...owned].map((list) => [list.name, list]))
}

function listOf(
  name: string,
  field: GraphQLField<unknown, unknown>,
  of: string | undefined,
): ExportableList | undefined {
  const connection = getNamedType(field.type)
  if (!isObjectType(connection) || !connection.name.endsWith('Connection')) return undefined
  const row = getNamedType(connection.getFields()['nodes']?.type)
  if (!isObjectType(row) && !isInterfaceType(row)) return undefined
  return { name, field: field.name, of, row, filter: `${row.name}Filter`, orderBy: `${row.name}Order` }
}
