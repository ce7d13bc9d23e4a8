import { assetCount } from '@breakwater/drizzle/tables/asset.ts'
import { task } from '@breakwater/drizzle/tables/task.ts'
import { eq } from 'drizzle-orm'
import { createSourceEventStream, parse } from 'graphql'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { administrator, answer, contextOf, errorCodes, listen, scoped, sqlOf } from '../../test/api.ts'
import { addCluster, addCount, addPod, addTask, idOf } from '../../test/rows.ts'
import { changeStream } from '../../test/stream.ts'
import { encodeId } from '../ids.ts'
import { schema } from '../schema.ts'
import { RequestError } from '../services.ts'
import type { Viewer } from '../viewer.ts'

let own: TestDatabase
let stream: ReturnType<typeof changeStream>
const open: { stop(): Promise<void> }[] = []

beforeAll(async () => {
  own = await testDatabase()
  await addCluster(own.database.db, 'a', { region: 'eu' })
  await addCluster(own.database.db, 'b', { region: 'us' })
  await addPod(own.database.db, 'a', 'shop', 'web')
})
beforeEach(() => {
  stream = changeStream()
})
afterEach(async () => {
  for (const subscription of open.splice(0)) await subscription.stop()
  await own.database.db.delete(task)
  await own.database.db.delete(assetCount)
})
afterAll(() => own.close())

const contextFor = (viewer: Viewer = administrator) => contextOf(own.database, viewer, { changes: stream.service })

async function subscribed(document: string, variables: Record<string, unknown> = {}, viewer?: Viewer) {
  const subscription = await listen(contextFor(viewer), document, variables)
  open.push(subscription)
  return subscription
}

/** The same after its first batch, which tells where the stream begins. */
async function following(document: string, variables: Record<string, unknown> = {}, viewer?: Viewer) {
  const events = await subscribed(document, variables, viewer)
  await events.next()
  return events
}

const TASKS = `subscription ($kinds: [TaskKind!], $taskId: ID, $after: String) {
  taskChanged(kinds: $kinds, taskId: $taskId, after: $after) { cursor resync removed taskId task { target state progress } }
}`

/** Waits until a subscription reads the stream: what is pushed before that is not missed but not live either. */
const readers = (count: number) => vi.waitFor(() => expect(stream.readers()).toBe(count))

test('taskChanged tells the active tasks first, then what changes', async () => {
  await addTask(own.database.db, 't1', { state: 'RUNNING' })
  await addTask(own.database.db, 'ended', { state: 'SUCCEEDED' })
  const events = await subscribed(TASKS)
  expect((await events.next()).taskChanged).toMatchObject({ task: { target: 't1', progress: 0 }, resync: false })
  const next = events.next()
  await readers(1)
  await own.database.db.update(task).set({ progress: 40 }).where(eq(task.id, 't1'))
  stream.push({ type: 'Task', node: 't1' })
  expect((await next).taskChanged).toMatchObject({ cursor: 'c1', task: { progress: 40 } })
})

test('one task that is asked for is told at first even when it has ended, and others are not', async () => {
  await addTask(own.database.db, 't1', { state: 'SUCCEEDED' })
  await addTask(own.database.db, 't2', { state: 'RUNNING' })
  const events = await subscribed(TASKS, { taskId: encodeId('Task', 't1') })
  expect((await events.next()).taskChanged.task).toMatchObject({ target: 't1', state: 'SUCCEEDED' })
  const next = events.next()
  await readers(1)
  stream.push({ type: 'Task', node: 't2' }, { type: 'Task', node: 't1' })
  expect((await next).taskChanged).toMatchObject({ cursor: 'c2', taskId: encodeId('Task', 't1') })
})

test('with a cursor what was missed is told, a task once, and not the present state again', async () => {
  await addTask(own.database.db, 't1', { state: 'RUNNING' })
  await addTask(own.database.db, 't2', { state: 'RUNNING' })
  stream.push({ type: 'Task', node: 't2' })
  stream.push({ type: 'Task', node: 't1' }, { type: 'Task', node: 't2' }, { type: 'Task', node: 't1' })
  const events = await subscribed(TASKS, { after: 'c1' })
  expect((await events.next()).taskChanged).toMatchObject({ cursor: 'c3', task: { target: 't2' } })
  expect((await events.next()).taskChanged).toMatchObject({ cursor: 'c4', task: { target: 't1' } })
})

test('kinds leave out tasks of other kinds', async () => {
  await addTask(own.database.db, 't1', { kind: 'BACKUP' })
  await addTask(own.database.db, 't2')
  const events = await subscribed(TASKS, { kinds: ['CONTAINER_ASSET_SYNC'] })
  expect((await events.next()).taskChanged.task.target).toBe('t2')
})

test('a task that is no longer kept is told as removed', async () => {
  const events = await subscribed(TASKS)
  const next = events.next()
  await readers(1)
  stream.push({ type: 'Task', node: 'old', operation: 'REMOVED' })
  expect((await next).taskChanged).toMatchObject({ removed: true, task: null, taskId: encodeId('Task', 'old') })
})

test('a resync tells the present state anew, and says so even when there is none', async () => {
  const events = await subscribed(TASKS)
  let next = events.next()
  await readers(1)
  stream.resync()
  expect((await next).taskChanged).toMatchObject({ resync: true, task: null })
  await addTask(own.database.db, 't1')
  next = events.next()
  await readers(1)
  stream.resync()
  expect((await next).taskChanged).toMatchObject({ resync: true, task: { target: 't1' } })
})

test('the present state after a resync is one: only its first task says resync', async () => {
  const events = await subscribed(TASKS)
  const next = events.next()
  await readers(1)
  await addTask(own.database.db, 't1')
  await addTask(own.database.db, 't2')
  stream.resync()
  expect((await next).taskChanged).toMatchObject({ resync: true, task: { target: 't1' } })
  expect((await events.next()).taskChanged).toMatchObject({ resync: false, task: { target: 't2' } })
})

test('after a resync the stream goes on from there', async () => {
  const events = await following(CHANGES)
  let next = events.next()
  await readers(1)
  stream.resync()
  expect((await next).changes.resync).toBe(true)
  next = events.next()
  await readers(1)
  stream.push({ type: 'RegionGroup', node: 'g1' })
  expect((await next).changes).toMatchObject({ resync: false, changes: [{ nodeId: encodeId('RegionGroup', 'g1') }] })
})

test('what is no cursor is refused by name, in queries and in subscriptions', async () => {
  const refuse = (): never => {
    throw new RequestError('CURSOR_INVALID', 'This is not a cursor.', ['after'])
  }
  const changes = { read: async () => refuse(), subscribe: refuse }
  const context = contextOf(own.database, administrator, { changes })
  expect(await errorCodes(context, '{ changes(after: "x") { cursor } }')).toEqual(['CURSOR_INVALID'])
  for (const field of ['changes', 'taskChanged']) {
    await expect(listen(context, `subscription { ${field}(after: "x") { cursor } }`)).rejects.toThrow('CURSOR_INVALID')
  }
})

test('equal subscribers are handed the same event, so that it is answered once', async () => {
  await addTask(own.database.db, 't1')
  const events = async (document: string) => {
    const source = await createSourceEventStream({
      schema,
      document: parse(document),
      contextValue: { ...contextFor() },
    })
    if (!(Symbol.asyncIterator in source)) throw new Error(JSON.stringify(source.errors))
    const iterator = source[Symbol.asyncIterator]()
    open.push({ stop: async () => void (await iterator.return?.()) })
    await iterator.next()
    return iterator.next()
  }
  for (const document of ['subscription { changes { cursor } }', 'subscription { taskChanged { cursor } }']) {
    const waiting = [events(document), events(document)]
    await vi.waitFor(() => expect(stream.readers()).toBeGreaterThanOrEqual(2))
    stream.push({ type: 'Task', node: 't1' })
    const [first, second] = await Promise.all(waiting)
    expect(first?.value).toBeDefined()
    expect(first?.value).toBe(second?.value)
    for (const subscription of open.splice(0)) await subscription.stop()
  }
})

test('many subscribers read the tasks of a batch once', async () => {
  await addTask(own.database.db, 't1', { state: 'SUCCEEDED' })
  const many = await Promise.all(Array.from({ length: 20 }, () => subscribed(TASKS)))
  const next = many.map((events) => events.next())
  await readers(20)
  const sent = await sqlOf(own.database, async () => {
    stream.push({ type: 'Task', node: 't1' })
    await Promise.all(next)
  })
  expect(sent).toHaveLength(1)
})

test('a viewer is told of the tasks of their clusters only', async () => {
  await addTask(own.database.db, 'ta', { cluster: 'a' })
  await addTask(own.database.db, 'tb', { cluster: 'b' })
  const events = await subscribed(TASKS, {}, scoped({ clusters: ['b'] }))
  expect((await events.next()).taskChanged.task.target).toBe('tb')
  const next = events.next()
  await readers(1)
  stream.push({ type: 'Task', node: 'ta', cluster: 'a' }, { type: 'Task', node: 'tb', cluster: 'b' })
  expect((await next).taskChanged.cursor).toBe('c2')
})

const CHANGES = `subscription ($after: String, $filter: ChangeFilter) {
  changes(after: $after, filter: $filter) {
    cursor resync changes { cursor type nodeId operation cluster namespace fields { name old new } node { id } }
  }
}`

test('without a cursor the first batch is empty and tells where the stream begins', async () => {
  stream.push({ type: 'RegionGroup', node: 'before' })
  const events = await subscribed(CHANGES)
  expect((await events.next()).changes).toEqual({ cursor: 'c1', resync: false, changes: [] })
})

test('what happens after the first batch is told, even before the stream is read again', async () => {
  const events = await following(CHANGES)
  stream.push({ type: 'RegionGroup', node: 'g1' })
  expect((await events.next()).changes).toMatchObject({ changes: [{ nodeId: encodeId('RegionGroup', 'g1') }] })
})

test('with the cursor of the first batch nothing is missed, and no empty batch comes before it', async () => {
  const first = await subscribed(CHANGES)
  const { cursor } = (await first.next()).changes
  await first.stop()
  stream.push({ type: 'RegionGroup', node: 'g1' })
  const events = await subscribed(CHANGES, { after: cursor })
  expect((await events.next()).changes).toMatchObject({ changes: [{ nodeId: encodeId('RegionGroup', 'g1') }] })
})

test('changes are told with their fields before and after, and with the row as it is now', async () => {
  const events = await following(CHANGES)
  const next = events.next()
  await readers(1)
  const node = idOf('a', 'Pod', 'shop', 'web')
  stream.push({
    type: 'Pod',
    node,
    cluster: 'a',
    namespace: 'shop',
    old: { restarts: 1, node: null },
    new: { restarts: 2, node: 'n1' },
  })
  expect((await next).changes).toEqual({
    cursor: 'c1',
    resync: false,
    changes: [
      {
        cursor: 'c1',
        type: 'Pod',
        nodeId: encodeId('Pod', node),
        operation: 'MODIFIED',
        cluster: encodeId('Cluster', 'a'),
        namespace: 'shop',
        fields: [
          { name: 'node', old: null, new: 'n1' },
          { name: 'restarts', old: '1', new: '2' },
        ],
        node: { id: encodeId('Pod', node) },
      },
    ],
  })
})

test('an event sees its own moment, not what an earlier one read', async () => {
  const document = 'subscription { changes { changes { node { ... on Task { progress } } } } }'
  await addTask(own.database.db, 't1', { progress: 1 })
  const events = await following(document)
  for (const progress of [10, 20]) {
    const next = events.next()
    await readers(1)
    await own.database.db.update(task).set({ progress }).where(eq(task.id, 't1'))
    stream.push({ type: 'Task', node: 't1' })
    expect((await next).changes.changes).toEqual([{ node: { progress } }])
  }
})

const PUSHED = [
  { type: 'Pod', node: 'p1', cluster: 'a', namespace: 'shop' },
  { type: 'Pod', node: 'p2', cluster: 'b', namespace: 'pay' },
  { type: 'Cluster', node: 'b', cluster: 'b' },
  { type: 'Image', node: 'i1', registry: 'harbor' },
  { type: 'RegionGroup', node: 'g1' },
] as const

test.each([
  ['two clusters', administrator, ['p1', 'p2', 'b', 'i1', 'g1']],
  ['cluster b', scoped({ clusters: ['b'] }), ['p2', 'b']],
  ['namespace shop', scoped({ namespaces: ['shop'] }), ['p1', 'b']],
  ['a registry', scoped({ registries: ['harbor'] }), ['i1']],
])('a viewer of %s is told of their own changes, live and asked for', async (_name, viewer, seen) => {
  const expected = PUSHED.filter(({ node }) => seen.some((one) => one === node)).map(({ type, node }) =>
    encodeId(type, node),
  )
  const ids = (batch: { changes: { nodeId: string }[] }) => batch.changes.map((change) => change.nodeId)
  const events = await following('subscription { changes { changes { nodeId } } }', {}, viewer)
  const next = events.next()
  await readers(1)
  stream.push(...PUSHED)
  expect(ids((await next).changes)).toEqual(expected)
  const read = await answer(contextFor(viewer), '{ changes(first: 10) { changes { nodeId } cursor hasMore } }')
  expect(ids(read.changes)).toEqual(expected)
  expect(read.changes.hasMore).toBe(false)
})

test.each([
  ['a', ['p1'], 'c2'],
  ['b', ['p2'], 'c3'],
])('what happens elsewhere moves no cursor of who sees cluster %s, and ends no piece', async (uid, seen, cursor) => {
  const viewer = scoped({ clusters: [uid] })
  const events = await following('subscription { changes(filter: { types: ["Pod"] }) { cursor hasMore } }', {}, viewer)
  const next = events.next()
  await readers(1)
  const pod = (node: string, of: string) => ({ type: 'Pod', node, cluster: of, namespace: 'shop' })
  stream.push(pod('p0', 'c'), pod('p1', 'a'), pod('p2', 'b'), pod('p3', 'c'))
  expect((await next).changes).toEqual({ cursor, hasMore: false })
  const read = await answer(contextFor(viewer), '{ changes(first: 1) { changes { nodeId } hasMore } }')
  expect(read.changes).toEqual({ changes: seen.map((node) => ({ nodeId: encodeId('Pod', node) })), hasMore: false })
})

test.each([
  ['types: ["Cluster"]', ['b']],
  [`nodeIds: ["${encodeId('Pod', 'p2')}"]`, ['p2']],
  [`scope: { clusters: ["${encodeId('Cluster', 'a')}"] }`, ['p1']],
  ['scope: { regions: ["us"] }', ['p2', 'b']],
  [`scope: { regions: ["us"], clusters: ["${encodeId('Cluster', 'a')}"] }`, []],
  ['types: ["Pod"], scope: { namespaces: ["pay"] }', ['p2']],
])('changes are filtered by %s', async (filter, expected) => {
  stream.push(...PUSHED)
  const data = await answer(contextFor(), `{ changes(filter: { ${filter} }) { changes { nodeId } } }`)
  const keys = PUSHED.filter(({ node }) => expected.some((one) => one === node)).map(({ type, node }) =>
    encodeId(type, node),
  )
  expect(data.changes.changes.map((change: { nodeId: string }) => change.nodeId)).toEqual(keys)
})

test('a piece of the stream is bounded, and tells that there is more', async () => {
  stream.push(...PUSHED)
  const data = await answer(contextFor(), '{ changes(first: 2) { cursor hasMore changes { nodeId } } }')
  expect(data.changes).toMatchObject({ cursor: 'c2', hasMore: true })
  expect(await errorCodes(contextFor(), '{ changes(first: 1001) { cursor } }')).toEqual(['PAGE_SIZE'])
})

test('a resync is told even though it has no changes', async () => {
  const events = await following(CHANGES)
  const next = events.next()
  await readers(1)
  stream.resync()
  expect((await next).changes).toMatchObject({ resync: true, changes: [] })
})

test('counts are told as they are, then when they change, and not when they do not', async () => {
  await addCount(own.database.db, 'a', 'shop', 'POD', 1)
  const events = await subscribed('subscription { assetCountsChanged { kind total } }')
  const pods = (data: { assetCountsChanged: { kind: string; total: number }[] }) =>
    data.assetCountsChanged.find((count) => count.kind === 'POD')?.total
  expect(pods(await events.next())).toBe(1)
  const next = events.next()
  await readers(1)
  stream.push({ type: 'AssetCount', node: 'a/shop/POD', cluster: 'a', namespace: 'shop' })
  await new Promise((resolve) => setTimeout(resolve, 600))
  await own.database.db.update(assetCount).set({ total: 2 })
  stream.push({ type: 'AssetCount', node: 'a/shop/POD', cluster: 'a', namespace: 'shop' })
  expect(pods(await next)).toBe(2)
})

test('a burst of changes is told at most twice a second, and its end always', async () => {
  await addCount(own.database.db, 'a', 'shop', 'POD', 0)
  const events = await subscribed('subscription { assetCountsChanged { kind total } }')
  await events.next()
  const told: number[] = []
  const startedAt = Date.now()
  const reading = (async () => {
    while (told.at(-1) !== 20) {
      const { assetCountsChanged } = await events.next()
      told.push(assetCountsChanged.find((count: { kind: string }) => count.kind === 'POD').total)
    }
  })()
  await readers(1)
  for (let total = 1; total <= 20; total++) {
    await own.database.db.update(assetCount).set({ total })
    stream.push({ type: 'AssetCount', node: 'a/shop/POD', cluster: 'a', namespace: 'shop' })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await reading
  expect(told.length).toBeLessThanOrEqual(1 + Math.ceil((Date.now() - startedAt) / 500))
})

test('a subscriber who leaves while nothing happens is gone at once', async () => {
  const events = await following(CHANGES)
  const waiting = events.next()
  await readers(1)
  await events.stop()
  expect(await waiting).toBeUndefined()
  expect(stream.readers()).toBe(0)
})
