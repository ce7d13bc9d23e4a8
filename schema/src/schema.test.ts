import { readFileSync } from 'node:fs'
import {
  type GraphQLField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  printSchema,
} from 'graphql'
import { expect, test } from 'vitest'
import { schema } from './schema.ts'

const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__'))
const objects = types.filter(isObjectType)
const fields: { readonly path: string; readonly field: GraphQLField<unknown, unknown> }[] = types
  .filter((type) => isObjectType(type) || isInterfaceType(type))
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ path: `${type.name}.${field.name}`, field })))
const BUILT_IN = ['String', 'Int', 'Float', 'Boolean', 'ID']

test('the committed schema.graphql is what the code prints', () => {
  const committed = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')
  expect(committed).toBe(`${printSchema(schema)}\n`)
})

test('every type, field, argument, input field and enum value is described', () => {
  expect(types.flatMap(undescribed)).toEqual([])
})

function undescribed(type: GraphQLNamedType): string[] {
  const missing = (path: string, described: { readonly description?: string | null | undefined }) =>
    described.description ? [] : [path]
  const own = missing(type.name, type)
  if (isEnumType(type))
    return [...own, ...type.getValues().flatMap((value) => missing(`${type.name}.${value.name}`, value))]
  if (isInputObjectType(type)) {
    return [...own, ...Object.values(type.getFields()).flatMap((field) => missing(`${type.name}.${field.name}`, field))]
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return own
  const ofFields = Object.values(type.getFields()).flatMap((field) => [
    ...missing(`${type.name}.${field.name}`, field),
    ...field.args.flatMap((argument) => missing(`${type.name}.${field.name}(${argument.name})`, argument)),
  ])
  return [...own, ...ofFields]
}

test('every connection has edges, nodes, pageInfo and totalCount, none of them nullable', () => {
  const connections = objects.filter((type) => type.name.endsWith('Connection'))
  expect(connections.length).toBeGreaterThan(10)
  for (const connection of connections) {
    const row = connection.name.replace(/Connection$/, '')
    const shape = Object.fromEntries(
      Object.values(connection.getFields()).map((field) => [field.name, String(field.type)]),
    )
    expect(shape).toEqual({
      edges: `[${row}Edge!]!`,
      nodes: `[${row}!]!`,
      pageInfo: 'PageInfo!',
      totalCount: 'Int!',
    })
  }
})

test('every field that is a list takes first, after, last, before, filter and orderBy', () => {
  const lists = fields.filter(({ field }) => String(field.type).endsWith('Connection!'))
  expect(lists.length).toBeGreaterThan(25)
  for (const { path, field } of lists) {
    const row = String(field.type).replace(/Connection!$/, '')
    const args = Object.fromEntries(field.args.map((argument) => [argument.name, String(argument.type)]))
    expect({ path, args }).toEqual({
      path,
      args: {
        first: 'Int',
        after: 'String',
        last: 'Int',
        before: 'String',
        filter: `${row}Filter`,
        orderBy: `${row}Order`,
      },
    })
  }
})

test('an order is a field and a direction, both required', () => {
  const orders = types.filter((type) => isInputObjectType(type)).filter((type) => type.name.endsWith('Order'))
  expect(orders.length).toBeGreaterThan(10)
  for (const order of orders) {
    const shape = Object.values(order.getFields()).map((field) => `${field.name}: ${field.type}`)
    expect(shape.toSorted()).toEqual(['direction: OrderDirection!', `field: ${order.name}Field!`])
  }
})

test('every mutation takes one input and returns a payload with clientMutationId and userErrors', () => {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const name = field.name.charAt(0).toUpperCase() + field.name.slice(1)
    expect(field.args.map((argument) => `${argument.name}: ${argument.type}`)).toEqual([`input: ${name}Input!`])
    expect(String(field.type)).toBe(`${name}Payload!`)
    const payload = schema.getType(`${name}Payload`)
    const shape = isObjectType(payload) ? payload.getFields() : {}
    expect(String(shape['userErrors']?.type)).toBe('[UserError!]!')
    expect(String(shape['clientMutationId']?.type)).toBe('String')
    expect(Object.keys(shape).length).toBeGreaterThan(2)
  }
})

test('a list is never nullable, nor are its members, but where a missing row stands for itself', () => {
  const nullable = fields
    .filter(({ field }) => {
      const list = isNonNullType(field.type) ? field.type.ofType : field.type
      return isListType(list) && (!isNonNullType(field.type) || !isNonNullType(list.ofType))
    })
    .map(({ path }) => path)
  expect(nullable.toSorted()).toEqual(['Query.nodes', 'UserError.field'])
})

test('everything with an opaque id is a Node', () => {
  const withId = objects.filter((type) => 'id' in type.getFields())
  const notNodes = withId.filter((type) => !type.getInterfaces().some((implemented) => implemented.name === 'Node'))
  expect(notNodes.map((type) => type.name)).toEqual([])
})

test('enum values are in upper snake case', () => {
  const values = types.filter(isEnumType).flatMap((type) => type.getValues().map((value) => value.name))
  expect(values.filter((value) => !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(value))).toEqual([])
})

test('the scalars are those that are named, and JSON is none of them', () => {
  const scalars = types.filter(isScalarType).map((type) => type.name)
  expect(scalars.filter((name) => !BUILT_IN.includes(name)).toSorted()).toEqual([
    'CIDR',
    'DateTime',
    'Digest',
    'PURL',
    'URL',
  ])
})
