import { audit, regionGroup } from '@breakwater/drizzle/tables/access.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { waiver } from '@breakwater/drizzle/tables/risk.ts'
import { task } from '@breakwater/drizzle/tables/task.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { administrator, answer, ask, contextOf, errorCodes, scoped } from '../../test/api.ts'
import { addCluster, addTask, addWaiver } from '../../test/rows.ts'
import { encodeId } from '../ids.ts'
import { type ClusterRow, RequestError, type StartTask, type TaskRow } from '../services.ts'
import type { Viewer } from '../viewer.ts'

let own: TestDatabase
let taskRow: TaskRow
let clusterRow: ClusterRow

beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  await addCluster(db, 'a', { name: 'Alpha' })
  await addCluster(db, 'b')
  await addTask(db, 't1')
  await addTask(db, 'tb', { cluster: 'b' })
  await addWaiver(db, 'w1')
  const [firstTask] = await db.select().from(task).where(eq(task.id, 't1'))
  const [firstCluster] = await db.select().from(cluster).where(eq(cluster.uid, 'a'))
  if (!firstTask || !firstCluster) throw new Error('The rows of this test are missing.')
  taskRow = firstTask
  clusterRow = firstCluster
})
beforeEach(async () => {
  await own.database.db.delete(audit)
  await own.database.db.delete(change)
  await own.database.db.delete(regionGroup)
})
afterAll(() => own.close())

const ofCluster = (uid: string) => encodeId('Cluster', uid)
const operator: Viewer = { ...administrator, role: 'OPERATOR', name: 'ops' }
const viewer: Viewer = { ...administrator, role: 'VIEWER', name: 'guest' }

/** A task service that only starts, and what it was asked for. */
function starting() {
  const start = vi.fn(async (_request: StartTask, _viewer: Viewer) => taskRow)
  return { start, tasks: { start } }
}

test('a mutation returns the object, its clientMutationId and no user errors', async () => {
  const { start, tasks } = starting()
  const data = await answer(
    contextOf(own.database, operator, { tasks }),
    `mutation { synchronizeAssets(input: { clientMutationId: "m1" }) { clientMutationId userErrors { code } task { target } } }`,
  )
  expect(data.synchronizeAssets).toEqual({ clientMutationId: 'm1', userErrors: [], task: { target: 't1' } })
  expect(start).toHaveBeenCalledWith(
    { kind: 'CONTAINER_ASSET_SYNC', source: 'API', target: 'all clusters', targetKey: '*' },
    operator,
  )
})

test('synchronizing one cluster names it, and synchronizing several names the same target in any order', async () => {
  const { start, tasks } = starting()
  const context = contextOf(own.database, operator, { tasks })
  const document = 'mutation ($clusters: [ID!]) { synchronizeAssets(input: { clusters: $clusters }) { task { id } } }'
  await answer(context, document, { clusters: [ofCluster('a')] })
  await answer(context, document, { clusters: [ofCluster('b'), ofCluster('a'), ofCluster('b')] })
  expect(start.mock.calls.map(([request]) => request)).toMatchObject([
    { target: 'Alpha', targetKey: 'a', cluster: 'a', input: { clusters: ['a'] } },
    { target: '2 clusters', targetKey: 'a b', input: { clusters: ['a', 'b'] } },
  ])
})

test('what cannot be done is a user error with its field, and the object is null', async () => {
  const rename = async () => {
    throw new RequestError('NAME_TAKEN', 'Another cluster has this name.', ['name'])
  }
  const data = await answer(
    contextOf(own.database, administrator, { clusters: { rename } }),
    `mutation { renameCluster(input: { cluster: "${ofCluster('a')}", name: "b", clientMutationId: "m" }) {
      clientMutationId cluster { name } userErrors { field code message } } }`,
  )
  expect(data.renameCluster).toEqual({
    clientMutationId: 'm',
    cluster: null,
    userErrors: [{ field: ['name'], code: 'NAME_TAKEN', message: 'Another cluster has this name.' }],
  })
})

test('an error that nobody foresaw passes up, for the server to mask', async () => {
  const rename = async () => {
    throw new Error('connection refused')
  }
  const { data, errors } = await ask(
    contextOf(own.database, administrator, { clusters: { rename } }),
    `mutation { renameCluster(input: { cluster: "${ofCluster('a')}", name: "b" }) { userErrors { code } } }`,
  )
  expect(data).toBeNull()
  expect(errors?.[0]?.originalError?.message).toBe('connection refused')
})

const SYNC = 'mutation { synchronizeAssets(input: {}) { task { id } } }'
const GROUP = 'mutation { createRegionGroup(input: { name: "x", regions: [] }) { regionGroup { id } } }'

test('a viewer may do nothing, an operator run tasks, an administrator everything', async () => {
  const services = { tasks: starting().tasks }
  expect(await errorCodes(contextOf(own.database, viewer, services), SYNC)).toEqual(['FORBIDDEN'])
  expect(await errorCodes(contextOf(own.database, viewer, services), GROUP)).toEqual(['FORBIDDEN'])
  expect(await errorCodes(contextOf(own.database, operator, services), SYNC)).toEqual([])
  expect(await errorCodes(contextOf(own.database, operator, services), GROUP)).toEqual(['FORBIDDEN'])
  expect(await errorCodes(contextOf(own.database, administrator, services), GROUP)).toEqual([])
})

test('what the machine offers for connecting is for administrators', async () => {
  expect(await errorCodes(contextOf(own.database, operator), '{ kubeconfigContexts { name } }')).toEqual(['FORBIDDEN'])
  expect(await errorCodes(contextOf(own.database, operator), '{ snapshotFolder }')).toEqual(['FORBIDDEN'])
})

test('a cluster or task that is not visible cannot be acted on, and looks as if it were not there', async () => {
  const context = contextOf(own.database, scoped({ clusters: ['a'] }), {})
  const sync = await answer(
    context,
    `mutation { synchronizeAssets(input: { clusters: ["${ofCluster('b')}"] }) { task { id } userErrors { code field } } }`,
  )
  expect(sync.synchronizeAssets).toEqual({ task: null, userErrors: [{ code: 'NOT_FOUND', field: ['clusters'] }] })
  const cancel = await answer(
    context,
    `mutation { cancelTask(input: { task: "${encodeId('Task', 'tb')}" }) { task { id } userErrors { code } } }`,
  )
  expect(cancel.cancelTask.userErrors).toEqual([{ code: 'NOT_FOUND' }])
})

test('a retry is of the failed items unless it says otherwise', async () => {
  const retry = vi.fn(async () => taskRow)
  const context = contextOf(own.database, operator, { tasks: { retry } })
  const id = encodeId('Task', 't1')
  await answer(context, `mutation { retryTask(input: { task: "${id}" }) { task { id } } }`)
  await answer(context, `mutation { retryTask(input: { task: "${id}", failedItemsOnly: false }) { task { id } } }`)
  expect(retry.mock.calls).toEqual([
    ['t1', true, operator],
    ['t1', false, operator],
  ])
})

test('a connection is exactly one way to read a cluster', async () => {
  const connect = vi.fn(async () => ({ cluster: clusterRow, task: taskRow }))
  const context = contextOf(own.database, administrator, { clusters: { connect } })
  const document = `mutation ($connection: ClusterConnectionInput!) { connectCluster(input: { connection: $connection, name: "x" }) {
    cluster { name } task { id } userErrors { code field } } }`
  for (const connection of [{}, { context: 'kind', kubeconfig: { text: '…' } }]) {
    const data = await answer(context, document, { connection })
    expect(data.connectCluster).toEqual({
      cluster: null,
      task: null,
      userErrors: [{ code: 'ONE_OF', field: ['connection'] }],
    })
  }
  const data = await answer(context, document, { connection: { kubeconfig: { text: '…' } } })
  expect(data.connectCluster).toMatchObject({ cluster: { name: 'Alpha' }, task: { id: encodeId('Task', 't1') } })
  expect(connect.mock.calls).toEqual([[{ connection: { kubeconfig: { text: '…' } }, name: 'x' }, administrator]])
})

test('testing a connection tells each step, and whether the cluster is connected already', async () => {
  const steps = [{ step: 'REACHABLE', ok: true, code: undefined, message: 'It answers.', advice: '' }] as const
  const kinds = [{ kind: 'Pod', reason: 'FORBIDDEN', message: 'no', advice: 'ask' }] as const
  const found = { ok: true, steps, kinds, uid: 'a', version: 'v1.35.0', server: undefined }
  const data = await answer(
    contextOf(own.database, administrator, { clusters: { test: async () => found } }),
    `mutation { testClusterConnection(input: { connection: { context: "kind" } }) {
      test { ok steps { step ok code } server alreadyConnected { name } kinds { kind listable reason } } } }`,
  )
  expect(data.testClusterConnection.test).toEqual({
    ok: true,
    steps: [{ step: 'REACHABLE', ok: true, code: null }],
    server: null,
    alreadyConnected: { name: 'Alpha' },
    kinds: [{ kind: 'Pod', listable: false, reason: 'FORBIDDEN' }],
  })
})

test('a waiver is written for a target of natural keys, and comes back as it was written', async () => {
  const create = vi.fn(async () => 'w1')
  const data = await answer(
    contextOf(own.database, operator, { waivers: { create } }),
    `mutation { createWaiver(input: { target: { assetId: "${encodeId('Pod', 'p1')}", cluster: "${ofCluster('a')}", labels: [{ key: "app", value: "web" }] },
      reason: "known", owner: "shop", until: "2099-01-01T00:00:00Z" }) { waiver { reason hides } userErrors { code } } }`,
  )
  expect(data.createWaiver).toEqual({ waiver: { reason: 'known', hides: 0 }, userErrors: [] })
  expect(create).toHaveBeenCalledWith(
    {
      target: { assetType: 'Pod', assetId: 'p1', cluster: 'a', labels: { app: 'web' } },
      reason: 'known',
      owner: 'shop',
      until: new Date('2099-01-01T00:00:00Z'),
    },
    operator,
  )
})

test('a waiver that was ended is told as it is after that', async () => {
  const end = async (id: string) => {
    await own.database.db.update(waiver).set({ ended: true }).where(eq(waiver.id, id))
  }
  const data = await answer(
    contextOf(own.database, operator, { waivers: { end } }),
    `mutation { endWaiver(input: { waiver: "${encodeId('Waiver', 'w1')}" }) { waiver { ended } } }`,
  )
  expect(data.endWaiver).toEqual({ waiver: { ended: true } })
})

test('anyone may log out', async () => {
  const endSession = vi.fn(async () => {})
  const context = { ...contextOf(own.database, viewer), services: { ...contextOf(own.database).services, endSession } }
  const data = await answer(context, 'mutation { logOut(input: {}) { loggedOut } }')
  expect(data.logOut).toEqual({ loggedOut: true })
  expect(endSession).toHaveBeenCalledWith(viewer)
})

const CREATE = `mutation ($name: String!, $regions: [String!]!) { createRegionGroup(input: { name: $name, regions: $regions }) {
  regionGroup { id name regions } userErrors { code field } } }`

test('region groups are made, changed and deleted, each with its event and its audit row', async () => {
  const context = contextOf(own.database)
  const made = (await answer(context, CREATE, { name: ' Europe ', regions: ['eu', 'eu', ' '] })).createRegionGroup
  expect(made.regionGroup).toMatchObject({ name: 'Europe', regions: ['eu'] })
  const { id } = made.regionGroup
  await answer(
    context,
    `mutation { updateRegionGroup(input: { regionGroup: "${id}", name: "EU" }) { regionGroup { name } } }`,
  )
  expect((await answer(context, '{ regionGroups { id name regions } }')).regionGroups).toEqual([
    { id, name: 'EU', regions: ['eu'] },
  ])
  const gone = await answer(
    context,
    `mutation { deleteRegionGroup(input: { regionGroup: "${id}" }) { deletedRegionGroupId } }`,
  )
  expect(gone.deleteRegionGroup).toEqual({ deletedRegionGroupId: id })
  const changes = await own.database.db.select().from(change).orderBy(change.seq)
  expect(changes.map((row) => [row.type, row.operation])).toEqual([
    ['RegionGroup', 'ADDED'],
    ['RegionGroup', 'MODIFIED'],
    ['RegionGroup', 'REMOVED'],
  ])
  const entries = await own.database.db.select().from(audit).orderBy(audit.seq)
  expect(entries.map((row) => [row.actor, row.action, row.target])).toEqual([
    ['session:test', 'createRegionGroup', 'Europe'],
    ['session:test', 'updateRegionGroup', 'EU'],
    ['session:test', 'deleteRegionGroup', 'EU'],
  ])
})

test('a region group that cannot be made leaves nothing behind, and says why', async () => {
  const context = contextOf(own.database)
  await answer(context, CREATE, { name: 'Europe', regions: [] })
  await own.database.db.delete(change)
  const taken = await answer(context, CREATE, { name: 'Europe', regions: [] })
  expect(taken.createRegionGroup).toEqual({ regionGroup: null, userErrors: [{ code: 'NAME_TAKEN', field: ['name'] }] })
  const nameless = await answer(context, CREATE, { name: '  ', regions: [] })
  expect(nameless.createRegionGroup.userErrors).toEqual([{ code: 'INVALID', field: ['name'] }])
  const unknown = encodeId('RegionGroup', 'nothing')
  const gone = await answer(
    context,
    `mutation { deleteRegionGroup(input: { regionGroup: "${unknown}" }) { userErrors { code } } }`,
  )
  expect(gone.deleteRegionGroup.userErrors).toEqual([{ code: 'NOT_FOUND' }])
  expect(await own.database.db.select().from(change)).toEqual([])
})

test('an id of another type is refused before anything is done', async () => {
  const id = encodeId('Pod', 'a')
  const document = `mutation { renameCluster(input: { cluster: "${id}", name: "b" }) { userErrors { code } } }`
  expect(await errorCodes(contextOf(own.database), document)).toEqual(['ID_TYPE'])
})
