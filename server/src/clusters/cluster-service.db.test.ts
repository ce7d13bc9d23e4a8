import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { audit } from '@breakwater/drizzle/tables/access.ts'
import { assetCount } from '@breakwater/drizzle/tables/asset.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { cluster, clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import { cisState, nodeReport } from '@breakwater/drizzle/tables/posture.ts'
import { task } from '@breakwater/drizzle/tables/task.ts'
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { addCisState, addNodeReport } from '../../../schema/test/rows.ts'
import { type ApiServer, apiServer } from '../../test/api-server/api-server.ts'
import { ClusterWorld, runItems } from '../../test/cluster-world.ts'
import { administrator } from '../../test/tasks.ts'

let world: ClusterWorld
const open: ApiServer[] = []
beforeAll(async () => {
  world = await ClusterWorld.open()
})
afterEach(async () => {
  for (const api of open.splice(0)) await api.close()
  // Ended, so that the next test's tasks are new ones.
  await world.database.transaction((tx) => tx.update(task).set({ state: 'SUCCEEDED', finishedAt: new Date() }))
})
afterAll(() => world.close())

let clusters = 0
async function api(options: Parameters<typeof apiServer>[0] = {}): Promise<ApiServer> {
  const server = await apiServer({
    pods: 3,
    services: 2,
    uid: `11111111-0000-4000-8000-${String(++clusters).padStart(12, '0')}`,
    ...options,
  })
  open.push(server)
  return server
}
const upload = (server: ApiServer) => ({ kubeconfig: { text: server.kubeconfig() } })
const connect = (server: ApiServer, more: { name?: string; region?: string } = {}) =>
  world.service.connect({ connection: upload(server), ...more }, administrator)
const rowOf = async (uid: string) => (await world.database.db.select().from(cluster).where(eq(cluster.uid, uid)))[0]
const sourceOf = async (uid: string) =>
  (await world.database.db.select().from(clusterSource).where(eq(clusterSource.cluster, uid)))[0]
const changesOf = (uid: string) =>
  world.database.db
    .select({ operation: change.operation, old: change.old, new: change.new })
    .from(change)
    .where(and(eq(change.type, 'Cluster'), eq(change.node, uid)))
    .orderBy(change.seq)
const count = async (table: string, uid: string) => {
  const result = await world.database.db.execute<{ count: string }>(
    sql`select count(*) as count from ${sql.identifier(table)} where cluster = ${uid} and present`,
  )
  return Number(result.rows[0]?.count)
}

async function mounted(server: ApiServer) {
  await writeFile(join(world.folder, 'token'), server.access.token)
  await writeFile(join(world.folder, 'ca.crt'), server.ca)
  return { folder: world.folder, server: server.url }
}

test('the cluster around the server is kept with its origin and nothing sealed', async () => {
  const server = await api()
  const serviceAccount = await mounted(server)
  const { cluster: connected } = await world
    .withServiceAccount(serviceAccount)
    .connect({ connection: { inCluster: true } }, administrator)
  expect(connected).toMatchObject({ uid: server.uid, name: 'in-cluster', sourceKind: 'IN_CLUSTER', server: server.url })
  expect(await sourceOf(server.uid)).toMatchObject({
    kind: 'IN_CLUSTER',
    origin: 'IN_CLUSTER',
    reference: '',
    sealed: null,
  })
})

test('connecting keeps the cluster, starts its first sync, and that finds its assets', async () => {
  const server = await api()
  const { cluster: connected, task: first } = await connect(server)
  expect(connected).toMatchObject({
    uid: server.uid,
    name: 'double',
    state: 'PENDING',
    server: server.url,
    version: 'v1.34.2',
  })
  expect(first).toMatchObject({ kind: 'CONTAINER_ASSET_SYNC', state: 'QUEUED', cluster: server.uid, target: 'double' })
  const [result] = await runItems(world.sync, first)
  expect(result).toMatchObject({ removed: 0 })
  expect(await count('pod', server.uid)).toBe(3)
  expect(await rowOf(server.uid)).toMatchObject({ state: 'RUNNING', generation: 1, lastSyncAt: expect.any(Date) })
  const counts = await world.database.db.select().from(assetCount).where(eq(assetCount.cluster, server.uid))
  expect(counts.filter(({ kind }) => kind === 'POD').reduce((sum, { total }) => sum + total, 0)).toBe(3)
  expect(await changesOf(server.uid)).toMatchObject([
    { operation: 'ADDED', new: { name: 'double' } },
    { operation: 'MODIFIED' },
  ])
})

test('connecting the same cluster again is one cluster, which keeps its name and is read the new way', async () => {
  const server = await api()
  await connect(server, { name: 'Shop', region: 'eu' })
  await runItems(world.sync, (await connect(server)).task)
  const before = await sourceOf(server.uid)
  const text = server.kubeconfig({ context: 'other', credentials: 'certificate' })
  const again = await world.service.connect({ connection: { kubeconfig: { text, context: 'other' } } }, administrator)
  expect(again.cluster).toMatchObject({ uid: server.uid, name: 'Shop', region: 'eu', state: 'RUNNING' })
  const after = await sourceOf(server.uid)
  expect(after).toMatchObject({ reference: 'other' })
  expect(after?.sealed).not.toEqual(before?.sealed)
  expect(await world.database.db.select().from(cluster).where(eq(cluster.uid, server.uid))).toHaveLength(1)
  await runItems(world.sync, again.task)
  expect(await count('pod', server.uid)).toBe(3)
})

test('what does not answer is not kept, and the error says why and what to do', async () => {
  const server = await api()
  const text = server.kubeconfig({ withoutCa: true })
  await expect(world.service.connect({ connection: { kubeconfig: { text } } }, administrator)).rejects.toMatchObject({
    name: 'RequestError',
    code: 'UNTRUSTED_CERTIFICATE',
    field: ['connection'],
  })
  expect(await rowOf(server.uid)).toBeUndefined()
})

test('a test tells each step, who the cluster is, and what may not be read', async () => {
  const server = await api()
  server.access.forbid('services')
  const report = await world.service.test(upload(server), new AbortController().signal)
  expect(report).toMatchObject({ ok: true, uid: server.uid, version: 'v1.34.2', server: server.url })
  expect(report.steps.map(({ step, ok }) => `${step} ${ok}`)).toEqual([
    'CONFIGURATION true',
    'REACHABLE true',
    'CERTIFICATE true',
    'IDENTITY true',
    'RIGHTS true',
  ])
  expect(report.kinds.find(({ kind }) => kind === 'Service')).toMatchObject({ reason: 'FORBIDDEN' })
  const failed = await world.service.test({ kubeconfig: { text: 'nonsense' } }, new AbortController().signal)
  expect(failed).toMatchObject({ ok: false, steps: [{ step: 'CONFIGURATION', ok: false, code: 'INVALID_KUBECONFIG' }] })
})

test.each([
  [{}, 'INVALID'],
  [{ context: 'a', kubeconfig: { text: '' } }, 'INVALID'],
  [{ context: ' ' }, 'INVALID'],
  [{ kubeconfig: { text: 'x'.repeat(1024 * 1024 + 1) } }, 'INVALID'],
  [{ snapshot: { name: 'x', files: [] } }, 'INVALID'],
  [{ snapshot: { name: '', files: [{ name: 'a', text: 'a' }] } }, 'INVALID'],
  [{ snapshot: { name: 'x', files: [{ name: 'a', text: 'x'.repeat(64 * 1024 * 1024 + 1) }] } }, 'INVALID'],
  [{ snapshotPath: { name: 'x', path: '../../etc/passwd' } }, 'INVALID_SNAPSHOT'],
  [{ context: 'not there' }, 'INVALID_KUBECONFIG'],
])('an input that cannot be used is refused: %#', async (connection, code) => {
  await world.writeKubeconfig('')
  await expect(world.service.connect({ connection }, administrator)).rejects.toMatchObject({ code })
})

test('a context of the machine is kept by its name only', async () => {
  const server = await api()
  await world.writeKubeconfig(server.kubeconfig({ context: 'mine' }))
  expect(await world.service.contexts()).toEqual([
    { name: 'mine', server: server.url, user: 'mine', reason: undefined },
  ])
  const { task: first } = await world.service.connect({ connection: { context: 'mine' } }, administrator)
  expect(await sourceOf(server.uid)).toMatchObject({ origin: 'MACHINE', reference: 'mine', sealed: null })
  await runItems(world.sync, first)
  expect(await count('pod', server.uid)).toBe(3)
})

test('an uploaded credential is sealed, and stands nowhere in the clear', async () => {
  const server = await api()
  const { task: first } = await connect(server)
  await runItems(world.sync, first)
  const tables = await world.database.db.execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public'`,
  )
  expect(tables.rows.length).toBeGreaterThan(10)
  for (const { name } of tables.rows) {
    const rows = await world.database.db.execute<{ text: string }>(
      sql`select t::text as text from ${sql.identifier(name)} t`,
    )
    const text = rows.rows.map((row) => row.text).join('\n')
    expect(text).not.toContain(server.access.token)
    expect(text).not.toContain(Buffer.from(server.access.token).toString('hex'))
  }
  expect((await sourceOf(server.uid))?.sealed).toBeInstanceOf(Uint8Array)
})

test('a credential that was sealed with another key fails the sync with advice', async () => {
  const server = await api()
  const { task: first } = await connect(server)
  await world.database.transaction((tx) =>
    tx
      .update(clusterSource)
      .set({ sealed: Buffer.from('v1.00000000.AAAA') })
      .where(eq(clusterSource.cluster, server.uid)),
  )
  await expect(runItems(world.sync, first)).rejects.toMatchObject({
    name: 'TaskError',
    code: 'OTHER_KEY',
    retryable: false,
  })
  expect(await rowOf(server.uid)).toMatchObject({ state: 'FAILED', stateAdvice: expect.stringContaining('key') })
})

test('a credential is replaced by one of the same cluster only', async () => {
  const server = await api()
  const other = await api()
  await connect(server)
  await expect(world.service.replaceCredential(server.uid, upload(other), administrator)).rejects.toMatchObject({
    code: 'OTHER_CLUSTER',
  })
  const before = await sourceOf(server.uid)
  const text = server.kubeconfig({ credentials: 'certificate' })
  await world.service.replaceCredential(server.uid, { kubeconfig: { text } }, administrator)
  expect((await sourceOf(server.uid))?.sealed).not.toEqual(before?.sealed)
})

test('a name and a region are changed, with change and audit row', async () => {
  const server = await api()
  await connect(server)
  expect(await world.service.rename(server.uid, '  Shop EU ', administrator)).toMatchObject({
    name: 'Shop EU',
    nameLower: 'shop eu',
  })
  expect(await world.service.setRegion(server.uid, 'eu-central', administrator)).toMatchObject({ region: 'eu-central' })
  expect(await world.service.setRegion(server.uid, '', administrator)).toMatchObject({ region: '' })
  expect((await changesOf(server.uid)).slice(1)).toMatchObject([
    { old: { name: 'double' }, new: { name: 'Shop EU' } },
    { old: { region: '' }, new: { region: 'eu-central' } },
    { new: { region: '' } },
  ])
  const trail = await world.database.db.select().from(audit).where(eq(audit.cluster, server.uid)).orderBy(audit.seq)
  expect(trail.map(({ action }) => action).filter((action) => action !== 'startTask')).toEqual([
    'connectCluster',
    'renameCluster',
    'setClusterRegion',
    'setClusterRegion',
  ])
  await expect(world.service.rename(server.uid, ' ', administrator)).rejects.toMatchObject({
    code: 'INVALID',
    field: ['name'],
  })
  await expect(world.service.setRegion(server.uid, 'x'.repeat(101), administrator)).rejects.toMatchObject({
    code: 'INVALID',
  })
  await expect(world.service.rename('none', 'x', administrator)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a removed cluster is hidden at once, its credential is destroyed, and a task deletes its rows', async () => {
  const server = await api({ pods: 30 })
  await runItems(world.sync, (await connect(server)).task)
  await addNodeReport(world.database.db, server.uid, 'node-1')
  await addCisState(world.database.db, server.uid, '1.12', {})
  const removal = await world.service.remove(server.uid, administrator)
  expect(removal).toMatchObject({ kind: 'CLUSTER_REMOVAL', cluster: server.uid })
  expect(await rowOf(server.uid)).toMatchObject({ state: 'DELETED' })
  expect(await sourceOf(server.uid)).toBeUndefined()
  await expect(connect(server)).rejects.toMatchObject({ code: 'BEING_REMOVED' })
  await expect(world.service.rename(server.uid, 'x', administrator)).rejects.toMatchObject({ code: 'BEING_REMOVED' })
  await runItems(world.removal, removal)
  expect(await rowOf(server.uid)).toBeUndefined()
  for (const table of ['pod', 'container', 'workload', 'namespace', 'service', 'cluster_node', 'kubernetes_object']) {
    expect(await count(table, server.uid), table).toBe(0)
  }
  expect(await world.database.db.$count(nodeReport, eq(nodeReport.cluster, server.uid))).toBe(0)
  expect(await world.database.db.$count(cisState, eq(cisState.cluster, server.uid))).toBe(0)
  expect((await changesOf(server.uid)).at(-1)).toMatchObject({ operation: 'REMOVED', old: { name: 'double' } })
})

test('an old removal that is tried again leaves a cluster that was connected anew', async () => {
  const server = await api()
  await connect(server)
  const removal = await world.service.remove(server.uid, administrator)
  await runItems(world.removal, removal)
  await new Promise((resolve) => setTimeout(resolve, 5))
  await connect(server)
  await runItems(world.removal, removal)
  expect(await rowOf(server.uid)).toMatchObject({ state: 'PENDING' })
})

test('a sync of all clusters leaves out what is removed, and names only those that were asked for', async () => {
  const [one, two] = [await api(), await api()]
  const { task: first } = await connect(one)
  await connect(two)
  const signal = new AbortController().signal
  const targets = async (more: object) =>
    (await world.sync.items({ ...first, ...more }, signal)).map(({ targetId }) => targetId)
  expect(await targets({})).toEqual([one.uid])
  expect(await targets({ cluster: '', input: { clusters: [two.uid, 7] } })).toEqual([two.uid])
  await world.service.remove(two.uid, administrator)
  const all = await targets({ cluster: '' })
  expect(all).toContain(one.uid)
  expect(all).not.toContain(two.uid)
})

const manifests = (replicas: number) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: ${replicas}
  template: { spec: { containers: [{ name: main, image: "registry.example/web:${replicas}" }] } }
`

test('an uploaded snapshot is a cluster by its name, and a newer one is its next state', async () => {
  const snapshot = (replicas: number) => ({
    snapshot: { name: 'manifests', files: [{ name: 'a.yaml', text: manifests(replicas) }] },
  })
  const first = await world.service.connect({ connection: snapshot(1) }, administrator)
  expect(first.cluster).toMatchObject({ name: 'manifests', sourceKind: 'SNAPSHOT', server: '' })
  await runItems(world.sync, first.task)
  expect(await count('container', first.cluster.uid)).toBe(1)
  const second = await world.service.connect({ connection: snapshot(2) }, administrator)
  expect(second.cluster.uid).toBe(first.cluster.uid)
  expect(await runItems(world.sync, second.task)).toMatchObject([{ added: 0, modified: 2, removed: 0 }])
})

test('a snapshot in the folder of the operator is read anew at each sync', async () => {
  await mkdir(join(world.folder, 'shop'), { recursive: true })
  await writeFile(join(world.folder, 'shop', 'a.yaml'), manifests(1))
  const { cluster: connected, task: first } = await world.service.connect(
    { connection: { snapshotPath: { name: 'by path', path: 'shop' } } },
    administrator,
  )
  await runItems(world.sync, first)
  await writeFile(join(world.folder, 'shop', 'a.yaml'), manifests(5))
  expect(await runItems(world.sync, first)).toMatchObject([{ modified: 2 }])
  expect(await sourceOf(connected.uid)).toMatchObject({ origin: 'FOLDER', sealed: null })
})

test('the sample cluster is loaded, goes on to its second day, and no further', async () => {
  await expect(world.service.playNextDay(administrator)).rejects.toMatchObject({ code: 'NO_SAMPLE' })
  const { cluster: sample, task: first } = await world.service.loadSample(administrator)
  expect(sample).toMatchObject({ sample: true, name: 'Sample: online shop', sourceKind: 'SNAPSHOT' })
  expect(await world.service.sampleDay(sample.uid)).toBe(1)
  const [dayOne] = await runItems(world.sync, first)
  expect(dayOne?.partial).toBeUndefined()
  expect(await count('pod', sample.uid)).toBe(56)
  const next = await world.service.playNextDay(administrator)
  expect(next.task.id).not.toBe(first.id)
  expect(await world.service.sampleDay(sample.uid)).toBe(2)
  const [dayTwo] = await runItems(world.sync, next.task)
  expect(dayTwo?.added).toBeGreaterThan(0)
  expect(dayTwo?.removed).toBeGreaterThan(0)
  expect(await count('pod', sample.uid)).toBe(62)
  expect(await runItems(world.sync, next.task)).toMatchObject([{ added: 0, modified: 0, removed: 0 }])
  await expect(world.service.playNextDay(administrator)).rejects.toMatchObject({ code: 'NO_LATER_DAY' })
  await world.service.loadSample(administrator)
  expect(await world.service.sampleDay(sample.uid)).toBe(1)
  expect(await world.service.sampleDay('other')).toBeUndefined()
})

test('no credential of the sample cluster reaches the database', async () => {
  const { task: first } = await world.service.loadSample(administrator)
  await runItems(world.sync, first)
  for (const table of ['kubernetes_object', 'change', 'pod', 'container', 'workload']) {
    const rows = await world.database.db.execute<{ text: string }>(
      sql`select t::text as text from ${sql.identifier(table)} t`,
    )
    const text = rows.rows.map((row) => row.text).join('\n')
    for (const secret of ['not-a-real-password', 'not-a-real-key', 'AKIAIOSFODNN7EXAMPLE'])
      expect(text).not.toContain(secret)
  }
})
