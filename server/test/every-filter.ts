import { type GraphQLSchema, getNamedType, isEnumType, isInputObjectType } from 'graphql'
import { filterValues, type Sought } from '../../schema/test/filter-values.ts'

/** A list of the query type, asked in one way. */
export interface ListQuestion {
  readonly list: string
  readonly document: string
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
        filterValues(type, sought).map((value) => `filter: { ${name}: ${value} }`),
      )
      return [...orders.map(({ name }) => `orderBy: { field: ${name}, direction: DESC }`), ...filters].map(
        (argument) => ({
          list: field.name,
          document: `{ ${field.name}(first: 100, ${argument}) ${PAGE} }`,
        }),
      )
    })
}
