import { cluster, clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type ApiServer, apiServer } from '../../../test/api-server/api-server.ts'
import { quiet, SyncWorld } from '../../../test/sync-world.ts'
import { createMasker } from '../../secrets/mask.ts'
import { kubeconfigSource } from '../source-kubeconfig.ts'
import { syncCluster } from '../sync/sync-cluster.ts'
import { createWatches, type Watches } from './watches.ts'

let world: SyncWorld
const closing: (() => Promise<void>)[] = []
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  await world.database.transaction((tx) => tx.delete(clusterSource))
})
afterAll(() => world.close())

const soon = (fn: () => Promise<void> | void) => vi.waitFor(fn, { timeout: 20_000, interval: 50 })
const masker = createMasker(Buffer.alloc(32, 1))

/** A cluster that was connected and synchronized. */
async function connected() {
  const row = await world.cluster([])
  const uid = row.identity.uid
  const api = await apiServer({ pods: 2, uid })
  closing.push(() => api.close().catch(() => undefined))
  const source = () => sourceOf(api)
  await world.database.transaction((tx) =>
    tx.insert(clusterSource).values({
      cluster: uid,
      kind: 'KUBECONFIG',
      origin: 'MACHINE',
      reference: 'double',
      updatedAt: new Date(),
    }),
  )
  const sync = async () => {
    const own = await source()
    const signal = new AbortController().signal
    const progress = { stage: <T>(_name: string, fn: () => Promise<T>) => fn(), report: () => {}, found: () => {} }
    const request = { database: world.database, cluster: uid, source: own, masker, progress, signal, log: quiet }
    const { memory } = await syncCluster({ ...request, remember: true })
    await own.close()
    return memory
  }
  await sync()
  return { api, row, uid, sync, source }
}

function sourceOf(api: ApiServer) {
  return kubeconfigSource({ kubeconfig: api.kubeconfig(), origin: 'machine', allowPrivateAddresses: true })
}

function process(owner: string, source: () => ReturnType<typeof sourceOf>): Watches {
  const watches = createWatches({
    database: world.database,
    sources: { ofCluster: source },
    masker,
    log: quiet,
    owner,
    pauses: { lookMs: 50, leaseMs: 1_000, firstMs: 10, mostMs: 100 },
  })
  closing.push(() => watches.stop())
  return watches
}

const ownerOf = async (uid: string) =>
  (await world.database.db.select().from(cluster).where(eq(cluster.uid, uid)))[0]?.watchOwner

test('of two processes one watches, and when it ends the other does', async () => {
  const { api, uid, source } = await connected()
  const one = process('one', source)
  await one.start()
  await soon(() => expect(api.openWatches('pods')).toHaveLength(1))
  const other = process('other', source)
  await other.start()
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(api.openWatches('pods')).toHaveLength(1)
  expect(await ownerOf(uid)).toBe('one')
  await one.stop()
  await soon(async () => expect(await ownerOf(uid)).toBe('other'))
  await soon(() => expect(api.openWatches('pods')).toHaveLength(1))
})

test('the lease of a process that died runs out', async () => {
  const { api, uid, source } = await connected()
  await world.database.transaction((tx) =>
    tx
      .update(cluster)
      .set({ watchOwner: 'dead', watchLeaseUntil: sql`now() + interval '700 milliseconds'` })
      .where(eq(cluster.uid, uid)),
  )
  await process('alive', source).start()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await ownerOf(uid)).toBe('dead')
  await soon(async () => expect(await ownerOf(uid)).toBe('alive'))
  await soon(() => expect(api.openWatches('pods')).toHaveLength(1))
})

test('a cluster that was never synchronized is not watched yet', async () => {
  const row = await world.cluster([])
  const opened = vi.fn()
  await process('one', async () => {
    opened()
    throw new Error('not wanted')
  }).start()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(opened).not.toHaveBeenCalled()
  expect(row.identity.uid).toBeTruthy()
})

test('after a sync of its own process the watch goes on from what the sync read', async () => {
  const { api, uid, source, sync } = await connected()
  const watches = process('one', source)
  await watches.start()
  await soon(() => expect(api.openWatches('pods')).toHaveLength(1))
  const memory = await sync()
  if (!memory) throw new Error('nothing was remembered')
  api.forget()
  watches.synced(uid, memory)
  await soon(() => expect(api.requests.some(({ query }) => String(query).includes('watch='))).toBe(true))
  expect(api.requests.filter(({ path, query }) => path === '/api/v1/pods' && !String(query).includes('watch'))).toEqual(
    [],
  )
  await soon(() => expect(api.openWatches('pods')).toHaveLength(1))
})

test('after a sync of another process the watch begins anew', async () => {
  const { api, source, sync } = await connected()
  await process('one', source).start()
  await soon(() => expect(api.openWatches('pods')).toHaveLength(1))
  await sync()
  api.forget()
  await soon(() =>
    expect(api.requests.some(({ path, query }) => path === '/api/v1/pods' && !String(query).includes('watch'))).toBe(
      true,
    ),
  )
  await soon(() => expect(api.openWatches('pods')).toHaveLength(1))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(api.openWatches('pods')).toHaveLength(1)
})

test('what is written of a cluster meanwhile does not end its watch', async () => {
  const { api, uid, source } = await connected()
  await process('one', source).start()
  await soon(() => expect(api.openWatches('pods')).toHaveLength(1))
  api.forget()
  await world.database.transaction(async (tx) => {
    await tx.select().from(cluster).where(eq(cluster.uid, uid)).for('share')
    await new Promise((resolve) => setTimeout(resolve, 400))
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(api.requests.filter(({ path }) => path === '/version')).toEqual([])
  expect(await ownerOf(uid)).toBe('one')
})
