import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { schema } from '@breakwater/schema/schema.ts'
import { type DocumentNode, Kind, parse, visit } from 'graphql'
import { expect, test } from 'vitest'
import { costOf } from './cost.ts'
import { MOST_NODES } from './cost-limit.ts'

const nodes = (document: string, variables: Record<string, unknown> = {}) =>
  costOf(schema, parse(document), undefined, variables).nodeCount

test('what reads no list costs one point and no rows', () => {
  expect(costOf(schema, parse('{ viewer { name } }'), undefined, {})).toEqual({ nodeCount: 0, points: 1 })
})

test('pages of nested lists multiply', () => {
  const document =
    '{ clusters(first: 10) { nodes { workloads(first: 20) { nodes { pods(first: 5) { nodes { id } } } } } } }'
  expect(nodes(document)).toBe(10 + 10 * 20 + 10 * 20 * 5)
})

test('`last` counts as `first` does, and both are added up', () => {
  expect(nodes('{ pods(last: 30) { nodes { id } } }')).toBe(30)
  expect(nodes('{ pods(first: 1, last: 100) { nodes { id } } }')).toBe(101)
  expect(nodes('{ clusters(first: 1, last: 99) { nodes { pods(last: 100, first: 1) { nodes { id } } } } }')).toBe(
    10_200,
  )
})

test('a variable counts with its value, and with its default when it is not given', () => {
  const document = 'query ($first: Int = 40) { pods(first: $first) { nodes { id } } }'
  expect(nodes(document, { first: 7 })).toBe(7)
  expect(nodes(document)).toBe(40)
  expect(nodes(document, { first: null })).toBe(0)
})

test('a field counts as often as it is written, with an alias or without', () => {
  expect(nodes('{ a: pods(first: 10) { nodes { id } } b: pods(first: 10) { nodes { id } } }')).toBe(20)
  expect(nodes('{ pods(first: 10) { nodes { id } } pods(first: 10) { nodes { id } } }')).toBe(20)
  expect(
    nodes(
      '{ clusters(first: 2) { nodes { pods(first: 3) { nodes { id } } } edges { node { pods(first: 3) { nodes { id } } } } } }',
    ),
  ).toBe(14)
})

test('a fragment counts as often as it is spread, inline ones too', () => {
  const page = 'fragment Page on Query { pods(first: 10) { nodes { id } } }'
  expect(nodes(`{ ...Page ...Page ... on Query { pods(first: 1) { nodes { id } } } } ${page}`)).toBe(21)
})

test('a fragment that doubles itself forty times is counted at once', () => {
  const levels = Array.from({ length: 40 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)
  const document = `{ ...F0 } ${levels.join(' ')} fragment F40 on Query { pods(first: 1) { nodes { id } } }`
  const startMs = performance.now()
  expect(nodes(document)).toBe(2 ** 40)
  expect(performance.now() - startMs).toBeLessThan(100)
})

test('what is skipped costs nothing', () => {
  const document = 'query ($no: Boolean!) { pods(first: 9) @include(if: $no) { nodes { id } } viewer { name } }'
  expect(nodes(document, { no: false })).toBe(0)
  expect(nodes(document, { no: true })).toBe(9)
})

test('lists behind ids count once an id, and behind a short list once a member', () => {
  expect(nodes('{ nodes(ids: ["a", "b"]) { ... on Cluster { pods(first: 10) { nodes { id } } } } }')).toBe(22)
  expect(nodes('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] })).toBe(3)
  expect(nodes('{ kubeconfigContexts { connectedAs { pods(first: 10) { nodes { id } } } } }')).toBe(100)
})

test('a hundred rows are a point', () => {
  const points = (first: number) =>
    costOf(schema, parse(`{ clusters(first: ${first}) { nodes { id } } }`), undefined, {}).points
  expect([points(1), points(100), points(101)]).toEqual([1, 1, 2])
})

test('no operation of the dashboard costs more than twenty points with the largest pages, or needs half of what is allowed', () => {
  const all = dashboardDocuments()
  const fragments = all.flatMap(({ definitions }) =>
    definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION),
  )
  const operations = all.flatMap(({ definitions }) =>
    definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION),
  )
  expect(operations.length).toBeGreaterThan(30)
  for (const operation of operations) {
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] }
    const ids = Array.from({ length: 100 }, () => 'id')
    const { nodeCount, points } = costOf(schema, document, undefined, { first: 100, ids })
    expect(points).toBeLessThanOrEqual(20)
    expect(nodeCount).toBeLessThan(MOST_NODES / 2)
  }
})

test('every list of the schema is counted', () => {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {})
  const lists = fields.filter(({ type }) => String(type).endsWith('Connection!'))
  expect(lists.length).toBeGreaterThan(10)
  for (const { name } of lists)
    expect([name, nodes(`{ ${name}(first: 3) { nodes { __typename } } }`)]).toEqual([name, 3])
})

/** The documents in the sources of the dashboard, as they are written there. */
function dashboardDocuments(): DocumentNode[] {
  const folder = fileURLToPath(new URL('../../../web/src', import.meta.url))
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.'))
    .flatMap((path) => [...readFileSync(join(folder, path), 'utf8').matchAll(/graphql\(\s*`([^`]*)`/g)])
    .map(([, source = '']) => visit(parse(source), { Directive: () => null }))
}
