import { pod } from '@breakwater/drizzle/tables/asset.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { answer, contextOf, errorCodes } from '../../test/api.ts'
import { addCluster, addCount, addPod, addWorkload, idOf } from '../../test/rows.ts'
import type { Context } from '../context.ts'
import { encodeId } from '../ids.ts'

let own: TestDatabase
let context: Context
const names: string[] = []

beforeAll(async () => {
  own = await testDatabase()
  context = contextOf(own.database)
  const { db } = own.database
  await addCluster(db, 'a')
  await addWorkload(db, 'a', 'shop', 'web')
  await addCount(db, 'a', 'shop', 'POD', 25)
  for (let index = 0; index < 25; index++) {
    const name = `pod-${String(index).padStart(2, '0')}`
    names.push(name)
    // Restarts repeat, so that the id has to tell rows apart.
    await addPod(db, 'a', 'shop', name, { restarts: index % 3, workload: idOf('a', 'Workload', 'shop', 'web') })
  }
})
afterAll(() => own.close())

const PAGE = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: PodFilter, $orderBy: PodOrder) {
  pods(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
    edges { cursor node { name } }
    nodes { name }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}`

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly name: string } }[]
  readonly nodes: readonly { readonly name: string }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: number
}

async function page(variables: Record<string, unknown>): Promise<Page> {
  return (await answer(context, PAGE, variables)).pods
}

async function walk(direction: 'forwards' | 'backwards', order: Record<string, unknown> | undefined) {
  const seen: string[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < 20; pages++) {
    const forwards: boolean = direction === 'forwards'
    const place = forwards ? { first: 4, after: cursor } : { last: 4, before: cursor }
    const { nodes, pageInfo } = await page({ ...place, orderBy: order })
    const found = nodes.map((node) => node.name)
    if (forwards) seen.push(...found)
    else seen.unshift(...found)
    if (!(forwards ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return seen
    cursor = forwards ? pageInfo.endCursor : pageInfo.startCursor
  }
  throw new Error('The list has no end.')
}

test.each([
  [undefined],
  [{ field: 'NAME', direction: 'DESC' }],
  [{ field: 'RESTARTS', direction: 'ASC' }],
  [{ field: 'RESTARTS', direction: 'DESC' }],
  [{ field: 'FIRST_SEEN', direction: 'ASC' }],
  [{ field: 'STATUS', direction: 'DESC' }],
])('pages of %j, forwards and backwards, are the whole list in the same order', async (order) => {
  const forwards = await walk('forwards', order)
  expect(forwards.toSorted()).toEqual(names)
  expect(await walk('backwards', order)).toEqual(forwards)
})

test('a descending order is the ascending one turned round', async () => {
  const ascending = await walk('forwards', { field: 'RESTARTS', direction: 'ASC' })
  expect(await walk('forwards', { field: 'RESTARTS', direction: 'DESC' })).toEqual(ascending.toReversed())
})

test('edges and nodes are the same rows, and the ends of the page are its first and last cursor', async () => {
  const { edges, nodes, pageInfo, totalCount } = await page({ first: 3 })
  expect(edges.map((edge) => edge.node)).toEqual(nodes)
  expect(pageInfo).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: edges.at(0)?.cursor,
    endCursor: edges.at(-1)?.cursor,
  })
  expect(totalCount).toBe(25)
})

test('an empty page has no cursors', async () => {
  const { pageInfo, totalCount } = await page({ first: 3, filter: { text: 'nothing like it' } })
  expect({ ...pageInfo, totalCount }).toEqual({
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: null,
    endCursor: null,
    totalCount: 0,
  })
})

test('rows that stay are told once each while others come, go and move between pages', async () => {
  const { db } = own.database
  const orderBy = { field: 'RESTARTS', direction: 'ASC' }
  const seen: string[] = []
  let cursor: string | null = null
  for (let round = 0; ; round++) {
    const { nodes, pageInfo } = await page({ first: 5, after: cursor, orderBy })
    seen.push(...nodes.map((node) => node.name))
    if (!pageInfo.hasNextPage) break
    cursor = pageInfo.endCursor
    await addPod(db, 'a', 'shop', `new-${round}`, { restarts: 0 })
    // The row that the cursor was made of goes: the cursor holds its place, not the row.
    await db.delete(pod).where(eq(pod.name, nodes.at(-1)?.name ?? ''))
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(names.filter((name) => !seen.includes(name))).toEqual([])
})

test('a cursor with another filter, order or parent is a mismatch', async () => {
  const { pageInfo } = await page({ first: 2 })
  const after = pageInfo.endCursor
  expect(await errorCodes(context, PAGE, { first: 2, after, filter: { text: 'pod' } })).toEqual(['CURSOR_MISMATCH'])
  expect(await errorCodes(context, PAGE, { first: 2, after, orderBy: { field: 'NAME', direction: 'DESC' } })).toEqual([
    'CURSOR_MISMATCH',
  ])
  const nested = `query ($id: ID!, $after: String) { node(id: $id) { ... on Workload { pods(first: 2, after: $after) { nodes { name } } } } }`
  const id = encodeId('Workload', idOf('a', 'Workload', 'shop', 'web'))
  expect(await errorCodes(context, nested, { id, after })).toEqual(['CURSOR_MISMATCH'])
})

test('a cursor goes on in a nested list of the same parent', async () => {
  const nested = `query ($id: ID!, $after: String) { node(id: $id) { ... on Workload { pods(first: 100, after: $after) {
    nodes { name } pageInfo { endCursor hasNextPage } edges { cursor } } } } }`
  const id = encodeId('Workload', idOf('a', 'Workload', 'shop', 'web'))
  const whole = (await answer(context, nested, { id })).node.pods
  const rest = (await answer(context, nested, { id, after: whole.edges[2].cursor })).node.pods
  expect(rest.nodes).toEqual(whole.nodes.slice(3))
})

test('what is no cursor is refused', async () => {
  expect(await errorCodes(context, PAGE, { first: 2, after: 'nonsense' })).toEqual(['CURSOR_INVALID'])
})

test('page sizes are bounded and must be given', async () => {
  for (const variables of [{}, { first: 101 }, { last: 0 }, { first: 1, last: 1 }]) {
    expect(await errorCodes(context, PAGE, variables)).toEqual(['PAGE_SIZE'])
  }
})
