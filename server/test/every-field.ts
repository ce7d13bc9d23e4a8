import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'

/**
 * Values of arguments that a field cannot be asked without, or is asked with on purpose, by `Type.field`, as they stand in a document.
 * Lists need none: they get `first`.
 */
export type Arguments = Readonly<Record<string, string>>

/** One operation, and the fields of object types that it asks for, as `Type.field`. */
export interface Operation {
  readonly field: string
  readonly document: string
  readonly asked: ReadonlySet<string>
}

/** An operation for each field of the root type, made from the schema: it asks for all that is reachable from there. */
export function operationsOf(
  schema: GraphQLSchema,
  kind: 'query' | 'subscription',
  values: Arguments,
): readonly Operation[] {
  const root = kind === 'query' ? schema.getQueryType() : schema.getSubscriptionType()
  if (!root) throw new Error(`The schema has no ${kind}.`)
  return Object.values(root.getFields()).map((field) => operation(schema, kind, root, field, values))
}

/** A selection of all that is reachable from a type, such as a mutation's payload; what it asks for is added to `asked`. */
export function selectionOf(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  values: Arguments,
  asked: Set<string>,
): string {
  return selection({ schema, values, asked, expanded: new Map() }, type, 1)
}

/** All fields of the object types that can be reached, but for introspection's. */
export function fieldsOf(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .filter((type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
}

interface Walk {
  readonly schema: GraphQLSchema
  readonly values: Arguments
  readonly asked: Set<string>
  /** Fields that were asked for with what is below, by the level: each once a document, or again further up. */
  readonly expanded: Map<string, number>
}

/** Levels below the root that are asked for whole; deeper ones are those of other roots. */
const DEPTH = 4

function operation(
  schema: GraphQLSchema,
  kind: string,
  root: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  values: Arguments,
): Operation {
  const walk: Walk = { schema, values, asked: new Set(), expanded: new Map() }
  return { field: field.name, document: `${kind} { ${asked(walk, root, field, 0)} }`, asked: walk.asked }
}

function selection(walk: Walk, type: GraphQLNamedType, level: number): string {
  if (isAbstractType(type)) {
    const fragments = walk.schema
      .getPossibleTypes(type)
      .map((possible) => `... on ${possible.name} ${selection(walk, possible, level)}`)
    return `{ __typename ${fragments.join(' ')} }`
  }
  if (!isObjectType(type)) return ''
  const fields = Object.values(type.getFields()).flatMap((field) => asked(walk, type, field, level))
  return `{ __typename ${fields.join(' ')} }`
}

/** A field under a name of its type's own: types that stand for one interface have fields of one name that differ. */
function asked(walk: Walk, type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, level: number): string {
  const path = `${type.name}.${field.name}`
  walk.asked.add(path)
  const below = getNamedType(field.type)
  const call = `${type.name}_${field.name}: ${field.name}${argumentsOf(walk.values, path, field.args)}`
  if (!isCompositeType(below)) return call
  if (level >= (walk.expanded.get(path) ?? DEPTH)) return `${call} ${shallow(walk, below)}`
  walk.expanded.set(path, level)
  return `${call} ${selection(walk, below, level + 1)}`
}

/** The fields that hold a value, and a connection's rows with theirs. */
function shallow(walk: Walk, type: GraphQLNamedType): string {
  if (!isObjectType(type)) return '{ __typename }'
  const plain = Object.values(type.getFields()).flatMap((field) => {
    const below = getNamedType(field.type)
    if (!isCompositeType(below)) return [`${type.name}_${field.name}: ${field.name}`]
    return type.name.endsWith('Connection') ? [`${type.name}_${field.name}: ${field.name} ${shallow(walk, below)}`] : []
  })
  return `{ __typename ${plain.join(' ')} }`
}

function argumentsOf(values: Arguments, path: string, args: readonly GraphQLArgument[]): string {
  const given = values[path]
  if (given !== undefined) return given === '' ? '' : `(${given})`
  if (args.some((argument) => argument.name === 'first') && args.some((argument) => argument.name === 'last')) {
    return '(first: 100)'
  }
  const missing = args.filter(isRequiredArgument)
  if (missing.length === 0) return ''
  throw new Error(`Give ${path} a value for ${missing.map(({ name }) => name).join(', ')} in the test's table.`)
}
