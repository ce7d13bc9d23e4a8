import { change, stream } from '@breakwater/drizzle/tables/change.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { answer, contextOf, errorCodes, scoped } from '../../test/api.ts'
import { addChange, addCluster, addObject } from '../../test/rows.ts'
import { encodeId } from '../ids.ts'
import type { Viewer } from '../viewer.ts'

let own: TestDatabase

beforeAll(async () => {
  own = await testDatabase()
  await addCluster(own.database.db, 'a', { name: 'Shop' })
  await addCluster(own.database.db, 'b')
  await own.database.db
    .insert(stream)
    .values({ epoch: 'e', startedAt: at(0) })
    .onConflictDoNothing()
})
beforeEach(async () => {
  await own.database.db.delete(change)
})
afterAll(() => own.close())

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour))

type Operation = 'ADDED' | 'MODIFIED' | 'REMOVED'

/** Something that happened to a pod at an hour. */
async function happened(
  hour: number,
  operation: Operation,
  old: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
  place: {
    readonly cluster?: string
    readonly namespace?: string
    readonly name?: string
    readonly type?: string
  } = {},
): Promise<void> {
  const { cluster = 'a', namespace = 'shop', name = 'web', type = 'Pod' } = place
  await addChange(own.database.db, cluster, `${cluster}/${namespace}/${name}`, {
    type,
    namespace,
    operation,
    at: at(hour),
    old,
    new: after,
  })
}

const ENTRIES = `query ($scope: ScopeInput, $since: DateTime!, $until: DateTime!) {
  changeSummary(since: $since, until: $until, scope: $scope) { keptSince counts { type added gone changed } }
  differences(first: 50, filter: { scope: $scope, period: { from: $since, before: $until } }, orderBy: { field: NAME, direction: ASC }) {
    totalCount nodes { type name namespace kind changes at introducedBy fields { name old new } } pageInfo { endCursor } } }`

async function diff(from: number, to: number, viewer?: Viewer) {
  const scope = { clusters: [encodeId('Cluster', 'a')] }
  const variables = { scope, since: at(from).toISOString(), until: at(to).toISOString() }
  const { changeSummary, differences } = await answer(contextOf(own.database, viewer), ENTRIES, variables)
  return { ...changeSummary, entries: differences }
}

async function only(from: number, to: number) {
  const { entries } = await diff(from, to)
  expect(entries.totalCount).toBe(entries.nodes.length)
  return entries.nodes.map(({ kind, fields }: { kind: string; fields: unknown }) => ({ kind, fields }))
}

test('what came is new, with its fields', async () => {
  await happened(1, 'ADDED', null, { status: 'Running' })
  expect(await only(0, 2)).toEqual([{ kind: 'NEW', fields: [{ name: 'status', old: null, new: 'Running' }] }])
})

test('what went is gone, with its fields as they were before all of it', async () => {
  await happened(1, 'MODIFIED', { status: 'Running' }, { status: 'Failed' })
  await happened(2, 'REMOVED', { status: 'Failed', ip: '10.0.0.1' }, null)
  expect(await only(0, 3)).toEqual([
    {
      kind: 'GONE',
      fields: [
        { name: 'ip', old: '10.0.0.1', new: null },
        { name: 'status', old: 'Running', new: null },
      ],
    },
  ])
})

test('several changes of one thing are one difference, from the first value to the last', async () => {
  await happened(1, 'MODIFIED', { restarts: 0 }, { restarts: 1 })
  await happened(2, 'MODIFIED', { restarts: 1, ready: true }, { restarts: 2, ready: false })
  await happened(3, 'MODIFIED', { ready: false }, { ready: true })
  expect(await only(0, 4)).toEqual([{ kind: 'CHANGED', fields: [{ name: 'restarts', old: '0', new: '2' }] }])
})

test('what came and went in between is none, nor what is again as it was', async () => {
  await happened(1, 'ADDED', null, { status: 'Running' }, { name: 'short' })
  await happened(2, 'REMOVED', { status: 'Running' }, null, { name: 'short' })
  await happened(1, 'MODIFIED', { ready: true }, { ready: false }, { name: 'flapping' })
  await happened(2, 'MODIFIED', { ready: false }, { ready: true }, { name: 'flapping' })
  expect(await only(0, 3)).toEqual([])
})

test('what is told of a thing that is gone does not bring it back', async () => {
  await happened(1, 'ADDED', null, { status: 'Running' }, { name: 'short' })
  await happened(2, 'REMOVED', { status: 'Running' }, null, { name: 'short' })
  await happened(3, 'MODIFIED', null, null, { name: 'short' })
  expect(await only(0, 4)).toEqual([])
  await happened(2, 'REMOVED', { status: 'Running' }, null, { name: 'long' })
  await happened(3, 'MODIFIED', null, null, { name: 'long' })
  expect((await only(0, 4)).map(({ kind }: { kind: string }) => kind)).toEqual(['GONE'])
})

test('what was made anew is changed where it differs', async () => {
  await happened(1, 'REMOVED', { uid: '1', node: 'n1' }, null)
  await happened(2, 'ADDED', null, { uid: '2', node: 'n1' })
  expect(await only(0, 3)).toEqual([{ kind: 'CHANGED', fields: [{ name: 'uid', old: '1', new: '2' }] }])
})

test('a change that tells no field is a difference, alone and among others', async () => {
  await happened(1, 'MODIFIED', {}, {}, { name: 'alone' })
  await happened(1, 'MODIFIED', { ready: true }, { ready: false })
  await happened(2, 'MODIFIED', {}, {})
  await happened(3, 'MODIFIED', { ready: false }, { ready: true })
  expect(await only(0, 4)).toEqual([
    { kind: 'CHANGED', fields: [] },
    { kind: 'CHANGED', fields: [] },
  ])
})

test('only what happened between the two moments counts, the later one not included', async () => {
  await happened(1, 'ADDED', null, { status: 'Pending' })
  await happened(2, 'MODIFIED', { status: 'Pending' }, { status: 'Running' })
  await happened(3, 'REMOVED', { status: 'Running' }, null)
  expect((await only(2, 3)).map(({ kind }: { kind: string }) => kind)).toEqual(['CHANGED'])
  expect((await only(1, 3)).map(({ kind }: { kind: string }) => kind)).toEqual(['NEW'])
  expect((await only(2, 4)).map(({ kind }: { kind: string }) => kind)).toEqual(['GONE'])
})

test('counts are those of the entries, type by type', async () => {
  await happened(1, 'ADDED', null, { name: 'x' })
  await happened(1, 'ADDED', null, { name: 'y' }, { name: 'other' })
  await happened(1, 'MODIFIED', { type: 'A' }, { type: 'B' }, { type: 'Service' })
  await happened(1, 'REMOVED', { name: 'x' }, null, { type: 'Service', name: 'old' })
  const { counts } = await diff(0, 2)
  expect(counts).toEqual([
    { type: 'Pod', added: 2, gone: 0, changed: 0 },
    { type: 'Service', added: 0, gone: 1, changed: 1 },
  ])
})

test('other clusters, tasks and counts are no differences', async () => {
  await happened(1, 'ADDED', null, {}, { cluster: 'b' })
  await happened(1, 'MODIFIED', {}, {}, { type: 'AssetCount' })
  await happened(1, 'MODIFIED', {}, {}, { type: 'Coverage' })
  await addChange(own.database.db, 'a', '01a/item', { type: 'TaskItem', at: at(1) })
  await addChange(own.database.db, 'a', 'a', { type: 'Analysis', at: at(1) })
  const { entries, counts } = await diff(0, 2)
  expect([entries.nodes, counts]).toEqual([[], []])
})

test('the cluster itself is one, under its name', async () => {
  await addChange(own.database.db, 'a', 'a', {
    type: 'Cluster',
    at: at(1),
    old: { version: '1' },
    new: { version: '2' },
  })
  const { entries } = await diff(0, 2)
  expect(entries.nodes).toMatchObject([
    { type: 'Cluster', name: 'Shop', kind: 'CHANGED', fields: [{ name: 'version' }] },
  ])
})

test('how often it changed is told', async () => {
  for (const hour of [1, 2, 3]) await happened(hour, 'MODIFIED', { restarts: hour }, { restarts: hour + 1 })
  const { entries } = await diff(0, 4)
  expect(entries.nodes).toMatchObject([{ changes: 3, fields: [{ name: 'restarts', old: '1', new: '4' }] }])
})

test('a viewer gets the differences of their scope, in entries and counts', async () => {
  await happened(1, 'ADDED', null, {})
  await happened(1, 'ADDED', null, {}, { namespace: 'secret', name: 'hidden' })
  const { entries, counts } = await diff(0, 2, scoped({ namespaces: ['shop'] }))
  expect(entries.nodes.map(({ name }: { name: string }) => name)).toEqual(['web'])
  expect(entries.totalCount).toBe(1)
  expect(counts).toEqual([{ type: 'Pod', added: 1, gone: 0, changed: 0 }])
})

test('who introduced it is read from the object, within the scope', async () => {
  await addObject(own.database.db, 'a', 'Pod/shop/web', { introducedBy: 'Helm release shop' })
  await addObject(own.database.db, 'a', 'Deployment/shop/api', { introducedBy: 'kubectl' })
  await happened(1, 'ADDED', null, {})
  await addChange(own.database.db, 'a', 'a/shop/Deployment/api', {
    type: 'Workload',
    namespace: 'shop',
    operation: 'ADDED',
    at: at(1),
  })
  await addChange(own.database.db, 'a', 'a/shop/web/main', {
    type: 'Container',
    namespace: 'shop',
    operation: 'ADDED',
    at: at(1),
  })
  await addChange(own.database.db, 'a', 'a/Ingress/shop/none', {
    type: 'Ingress',
    namespace: 'shop',
    operation: 'ADDED',
    at: at(1),
  })
  const { entries } = await diff(0, 2)
  expect(
    entries.nodes.map(({ name, introducedBy }: { name: string; introducedBy: string | null }) => [name, introducedBy]),
  ).toEqual([
    ['api', 'kubectl'],
    ['none', null],
    ['web', 'Helm release shop'],
    ['web/main', 'Helm release shop'],
  ])
})

test('it is told since when changes are kept', async () => {
  await happened(5, 'ADDED', null, {})
  await own.database.db.update(stream).set({ startedAt: at(2) })
  expect(await diff(1, 6)).toMatchObject({ keptSince: at(2).toISOString() })
  await own.database.db.update(stream).set({ trimmedTransaction: '1' })
  expect(await diff(4, 6)).toMatchObject({ keptSince: at(5).toISOString() })
})

test('a cursor of one period is none of another', async () => {
  await happened(1, 'ADDED', null, {})
  await happened(1, 'ADDED', null, {}, { name: 'other' })
  const page = (to: number, after: string) =>
    `differences(first: 1, ${after} filter: { period: { from: "${at(0).toISOString()}", before: "${at(to).toISOString()}" } }) {
      nodes { name } pageInfo { endCursor } }`
  const first = await answer(contextOf(own.database), `{ ${page(2, '')} }`)
  const after = `after: "${first.differences.pageInfo.endCursor}",`
  expect(await errorCodes(contextOf(own.database), `{ ${page(2, after)} }`)).toEqual([])
  expect(await errorCodes(contextOf(own.database), `{ ${page(3, after)} }`)).toEqual(['CURSOR_MISMATCH'])
})
