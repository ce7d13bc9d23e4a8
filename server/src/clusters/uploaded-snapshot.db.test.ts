import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { setting } from '@breakwater/drizzle/tables/access.ts'
import { cluster, clusterSource, kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClusterWorld } from '../../test/cluster-world.ts'
import { plant, SECRETS } from '../../test/planted-secrets.ts'
import { quiet } from '../../test/sync-world.ts'
import { KINDS } from '../kubernetes/kinds.ts'
import { SENSITIVE_NAMES } from '../secrets/known-credentials.ts'
import { unseal } from '../secrets/seal.ts'
import { type ClusterSource, SourceError } from './source.ts'
import type { SourceOrigin } from './sources.ts'
import { syncCluster } from './sync/sync-cluster.ts'

/** What is kept of a snapshot that was uploaded. */
let world: ClusterWorld
const signal = new AbortController().signal
let uid: string
const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: plant() })
const given: SourceOrigin = {
  origin: 'UPLOADED',
  kind: 'SNAPSHOT',
  name: 'planted',
  content: {
    files: [
      { name: 'planted.json', text },
      { name: 'empty.json', text: '{"apiVersion":"v1","kind":"NodeList","items":[]}' },
      { name: 'broken.yaml', text: 'kind: Ingress\nmetadata: [' },
    ],
  },
}

beforeAll(async () => {
  world = await ClusterWorld.open()
  uid = (await (await world.sources.open(given, signal)).identify(signal)).uid
  const row = await world.sources.row(uid, given, signal)
  await world.database.transaction(async (tx) => {
    const named = { name: 'planted', nameLower: 'planted', sourceKind: 'SNAPSHOT', connectedAt: new Date() } as const
    await tx.insert(cluster).values({ uid, ...named })
    await tx.insert(clusterSource).values(row)
  })
})
afterAll(() => world.close())

test('sealed, no secret is in it: who gets hold of the key finds none', async () => {
  const kept = await unsealed()
  expect(kept).toContain('planted')
  expect(kept).toContain('«masked ')
  expect(SECRETS.filter(({ needle }) => kept.includes(JSON.stringify(needle).slice(1, -1)))).toEqual([])
})

test('a sync of what is kept stores the same objects as one of what was given', async () => {
  const before = await objectsAfter(await world.sources.open(given, signal))
  expect(before.length).toBeGreaterThan(3)
  expect(await objectsAfter(await world.sources.ofCluster(uid, signal))).toEqual(before)
})

test('what the installation knows as a credential is found when it is uploaded: afterwards no value is there', async () => {
  const map = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'm', namespace: 'a' },
    data: { batchKey: 'plain' },
  }
  const files = [{ name: 'map.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [map] }) }]
  await world.database.transaction((tx) =>
    tx.insert(setting).values({ name: SENSITIVE_NAMES, value: 'batch_key', updatedAt: new Date(), updatedBy: 'Ann' }),
  )
  const row = await world.sources.row(uid, { ...given, content: { files } } as SourceOrigin, signal)
  await world.database.transaction((tx) => tx.delete(setting))
  const kept = await unsealed(row.sealed)
  expect(kept).toContain('«pattern settings»')
  expect(kept).not.toContain('plain')
})

test('what was empty and what could not be read is still told', async () => {
  const source = await world.sources.ofCluster(uid, signal)
  const served = await source.served(KINDS, signal)
  expect(served.get('Node')).toBeUndefined()
  expect(served.get('DaemonSet')).toMatchObject({ reason: 'NOT_IN_SNAPSHOT' })
  const ingress = KINDS.find(({ kind }) => kind === 'Ingress')
  if (!ingress) throw new Error('Ingress is in the table.')
  await expect(Array.fromAsync(source.pages(ingress, signal))).rejects.toThrow(SourceError)
})

async function unsealed(given?: typeof clusterSource.$inferInsert.sealed): Promise<string> {
  const [row] = await world.database.db.select().from(clusterSource).where(eq(clusterSource.cluster, uid))
  const packed = unseal(world.key, `cluster-source ${uid}`, Buffer.from(given ?? row?.sealed ?? []).toString())
  return (await promisify(gunzip)(Buffer.from(packed, 'base64'))).toString()
}

async function objectsAfter(source: ClusterSource) {
  const { database, masker } = world
  const progress = { stage: <T>(_name: string, fn: () => Promise<T>) => fn(), report: () => {}, found: () => {} }
  await syncCluster({ database, cluster: uid, source, masker, progress, signal, log: quiet })
  return database.db
    .select({ id: kubernetesObject.id, content: kubernetesObject.content, hash: kubernetesObject.contentHash })
    .from(kubernetesObject)
    .where(eq(kubernetesObject.cluster, uid))
    .orderBy(asc(kubernetesObject.id))
}
