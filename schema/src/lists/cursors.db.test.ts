import { type GraphQLInputType, getNullableType, isEnumType, isInputObjectType, isListType } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { contextOf } from '../../test/api.ts'
import { addFleet } from '../../test/fleet.ts'
import { filterFieldsOf, listTypes, orderFieldsOf, pageOf } from '../../test/listed.ts'
import type { Context } from '../context.ts'
import { schema } from '../schema.ts'

let own: TestDatabase
let context: Context

beforeAll(async () => {
  own = await testDatabase()
  context = contextOf(own.database)
  await addFleet(own.database.db)
})
afterAll(() => own.close())

const REFUSED = 'This cursor belongs to another list, filter or order.'

test.each(listTypes())('a cursor of a list of %s is refused with any other order', async (type) => {
  const [field = '', ...others] = orderFieldsOf(type)
  const orderBy = (name: string, direction: string) => `orderBy: { field: ${name}, direction: ${direction} }`
  const cursor = await cursorOf(type, orderBy(field, 'ASC'))
  const other = [orderBy(field, 'DESC'), ...others.flatMap((name) => [orderBy(name, 'ASC'), orderBy(name, 'DESC')])]
  for (const order of other) {
    await expect(pageOf(context, type, `first: 1, after: "${cursor}", ${order}`), order).rejects.toThrow(REFUSED)
  }
})

test.each(listTypes())('a cursor of a list of %s is refused with any other filter', async (type) => {
  const cursor = await cursorOf(type, '')
  const filter = schema.getType(`${type}Filter`)
  const fields = isInputObjectType(filter) ? filter.getFields() : {}
  expect(Object.keys(fields)).toEqual(filterFieldsOf(type))
  for (const { name, type: input } of Object.values(fields)) {
    const args = `first: 1, after: "${cursor}", filter: { ${name}: ${literalOf(input)} }`
    await expect(pageOf(context, type, args), name).rejects.toThrow(REFUSED)
  }
})

test('a cursor of one list is refused by another of the same filter and order', async () => {
  const cursor = await cursorOf('Pod', '')
  await expect(pageOf(context, 'Container', `first: 1, after: "${cursor}"`)).rejects.toThrow(REFUSED)
})

async function cursorOf(type: string, args: string): Promise<string> {
  const { pageInfo } = await pageOf(context, type, `first: 1, ${args}`)
  if (pageInfo.endCursor === null) throw new Error(`The fleet has no ${type}.`)
  return pageInfo.endCursor
}

/** Some value of an input type, as it stands in a document. */
function literalOf(type: GraphQLInputType): string {
  const given = getNullableType(type)
  if (isListType(given)) return `[${literalOf(given.ofType as GraphQLInputType)}]`
  if (isEnumType(given)) return given.getValues()[0]?.name ?? ''
  if (isInputObjectType(given)) {
    const [field] = Object.values(given.getFields())
    return field ? `{ ${field.name}: ${literalOf(field.type)} }` : '{}'
  }
  const literals: Readonly<Record<string, string>> = {
    Boolean: 'true',
    Int: '1',
    DateTime: '"2026-01-01T00:00:00.000Z"',
    Digest: `"sha256:${'a'.repeat(64)}"`,
  }
  return literals[given.name] ?? '"x"'
}
