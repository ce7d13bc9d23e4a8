import {
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql'

/** The whole API as one page of Markdown: root fields first, then each type by its name. Made from the schema alone. */
export function documentSchema(schema: GraphQLSchema): string {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => !!type)
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
    .filter((type) => !roots.some((root) => root.name === type.name))
    // By code points, as everywhere else: the same on every machine.
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return [
    '# The API, field by field',
    '',
    'Made from the schema by `npm run schema`; how to use it stands in [guide/api.md](guide/api.md).',
    '',
    ...roots.flatMap((root) => sectionOf(root)),
    ...types.flatMap((type) => sectionOf(type)),
  ].join('\n')
}

function sectionOf(type: GraphQLNamedType): string[] {
  return [`## ${type.name}`, '', `${kindOf(type)} ${type.description ?? ''}`.trim(), '', ...membersOf(type)]
}

function kindOf(type: GraphQLNamedType): string {
  if (isScalarType(type)) return '*Scalar.*'
  if (isEnumType(type)) return '*Enum.*'
  if (isInputObjectType(type)) return '*Input.*'
  if (isUnionType(type)) return `*One of ${type.getTypes().map(linkTo).join(', ')}.*`
  if (isInterfaceType(type)) return '*Interface.*'
  const interfaces = isObjectType(type) ? type.getInterfaces() : []
  return interfaces.length > 0 ? `*Is a ${interfaces.map(linkTo).join(', ')}.*` : ''
}

function membersOf(type: GraphQLNamedType): string[] {
  if (isEnumType(type)) return valuesOf(type)
  if (isInputObjectType(type)) return inputFieldsOf(type)
  if (isObjectType(type) || isInterfaceType(type)) return Object.values(type.getFields()).flatMap(fieldOf).concat('')
  return []
}

function valuesOf(type: GraphQLEnumType): string[] {
  return [...type.getValues().map((value) => `- \`${value.name}\`: ${described(value)}`), '']
}

function inputFieldsOf(type: GraphQLInputObjectType): string[] {
  return [
    ...Object.values(type.getFields()).map((field) => `- \`${field.name}\` ${typed(field)}: ${described(field)}`),
    '',
  ]
}

function fieldOf(field: GraphQLField<unknown, unknown>): string[] {
  return [`- \`${field.name}\` ${typed(field)}: ${described(field)}`, ...field.args.map(argumentOf)]
}

function argumentOf(argument: GraphQLArgument): string {
  return `  - \`${argument.name}\` ${typed(argument)}: ${described(argument)}`
}

/** The type as it is written, with a link to where it is described. */
function typed({ type }: Pick<GraphQLField<unknown, unknown>, 'type'> | Pick<GraphQLArgument, 'type'>): string {
  const named = getNamedType(type)
  const written = `\`${String(type)}\``
  return isSpecifiedScalarType(named) ? written : `[${written}](#${named.name.toLowerCase()})`
}

function linkTo(type: GraphQLNamedType): string {
  return `[\`${type.name}\`](#${type.name.toLowerCase()})`
}

function described(member: {
  description?: string | null | undefined
  deprecationReason?: string | null | undefined
}): string {
  const deprecated = member.deprecationReason ? ` **Deprecated** ${member.deprecationReason}` : ''
  return `${member.description ?? ''}${deprecated}`
}
