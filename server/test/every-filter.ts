import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql'

/** A list of the query type, asked in one way. */
export interface ListQuestion {
  readonly list: string
  readonly document: string
}

/** What texts, names and ids to look for; ids by the type that they are of. */
export interface Sought {
  readonly texts: readonly string[]
  readonly ids: Readonly<Record<string, readonly string[]>>
}

const PAGE = '{ totalCount pageInfo { hasNextPage startCursor endCursor } edges { cursor node { __typename } } }'

/** Every list of the schema by each of its orders and with each field of its filter, in a few values that could tell something. */
export function listQuestions(schema: GraphQLSchema, sought: Sought): readonly ListQuestion[] {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {})
  return fields
    .filter((field) => String(field.type).endsWith('Connection!'))
    .flatMap((field) => {
      const input = (name: string) => getNamedType(field.args.find((argument) => argument.name === name)?.type)
      const order = input('orderBy')
      const filter = input('filter')
      if (!isInputObjectType(order) || !isInputObjectType(filter)) throw new Error(`${field.name} is no list.`)
      const orderField = getNamedType(order.getFields()['field']?.type)
      const orders = isEnumType(orderField) ? orderField.getValues() : []
      const filters = Object.values(filter.getFields()).flatMap(({ name, type }) =>
        valuesOf(type, sought).map((value) => `filter: { ${name}: ${value} }`),
      )
      return [...orders.map(({ name }) => `orderBy: { field: ${name}, direction: DESC }`), ...filters].map(
        (argument) => ({
          list: field.name,
          document: `{ ${field.name}(first: 100, ${argument}) ${PAGE} }`,
        }),
      )
    })
}

function valuesOf(type: GraphQLInputType, { texts, ids }: Sought): readonly string[] {
  const named = getNamedType(type)
  const strings = `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`
  if (isEnumType(named)) return named.getValues().map(({ name }) => (isListType(type) ? `[${name}]` : name))
  switch (named.name) {
    case 'Boolean':
      return ['true', 'false']
    case 'String':
      return isListType(type) ? [strings] : texts.map((text) => JSON.stringify(text))
    case 'ID':
      return Object.values(ids).map((list) => JSON.stringify(list))
    case 'Digest':
      return [`["sha256:${'e'.repeat(64)}"]`]
    case 'DateTime':
      return ['"2026-02-01T00:00:00Z"']
    case 'Int':
      return ['[1, 80, 443]']
    case 'IntRange':
      return ['{ min: 100 }', '{ max: 99 }', '{ min: 1000000 }']
    case 'DateTimeRange':
      return ['{ from: "2026-02-01T00:00:00Z" }', '{ before: "2027-01-01T00:00:00Z" }']
    case 'LabelFilter':
      return texts.map((text) => `[{ key: ${JSON.stringify(text)} }]`)
    case 'ScopeInput':
      return [
        `{ clusters: ${JSON.stringify(ids['Cluster'] ?? [])} }`,
        `{ namespaces: ${strings} }`,
        `{ regions: ${strings} }`,
        `{ registries: ${strings} }`,
      ]
    default:
      throw new Error(`The test knows no value of a filter of the type ${named.name}.`)
  }
}
