import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { Writable } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { type ApiServer, type ApiServerOptions, apiServer } from '../../test/api-server/api-server.ts'
import { KINDS, type KindDefinition } from '../kubernetes/kinds.ts'
import { createMasker } from '../secrets/mask.ts'
import { writeSnapshot } from './snapshot-file.ts'
import type { ClusterSource } from './source.ts'
import { kubeconfigSource } from './source-kubeconfig.ts'
import { snapshotSourceFromText } from './source-snapshot.ts'

const masker = createMasker(Buffer.alloc(32, 1))
const signal = new AbortController().signal
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

test('what was written reads as the same cluster', async () => {
  const { api, source } = await start({ pods: 7, services: 2, uid: 'a-b-c', version: 'v1.34.2' })
  const read = await readBack(await written(source))
  expect(await read.identify(signal)).toEqual({ uid: 'a-b-c', version: 'v1.34.2', server: undefined })
  expect(await names(read, 'Pod')).toEqual(await names(source, 'Pod'))
  expect(await names(read, 'Service')).toHaveLength(2)
  const usual = KINDS.filter((kind) => !kind.optional)
  expect([...(await read.served(usual, signal)).values()].filter(Boolean)).toEqual([])
  await api.close()
})

test('objects come back as they were, but for what is dropped', async () => {
  const { source } = await start({ pods: 1 })
  const [before] = await objects(source, 'Pod')
  const [after] = await objects(await readBack(await written(source)), 'Pod')
  expect(before?.metadata).toHaveProperty('managedFields')
  expect(after).toEqual({ ...before, metadata: { ...before?.metadata, managedFields: undefined } })
})

test('the file is a List as kubectl writes', async () => {
  const { source } = await start({ pods: 2 })
  const list = JSON.parse(await written(source))
  expect(list).toMatchObject({
    apiVersion: 'v1',
    kind: 'List',
    breakwater: { format: 1, takenAt: '2026-01-02T03:04:05.000Z' },
  })
  expect(list.items[0]).toMatchObject({ apiVersion: 'v1', kind: 'Namespace' })
})

test('bookkeeping, what kubectl copied, and Secrets are not in it', async () => {
  const { api, source } = await start()
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2' }
  api.store.put({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', annotations } })
  api.store.put({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'hunter2' } })
  const secrets: KindDefinition = { kind: 'Secret', group: '', versions: ['v1'], plural: 'secrets', namespaced: true }
  const text = await written(source, [...KINDS, secrets])
  expect(text).toContain('"name":"a"')
  expect(text).not.toContain('hunter2')
  expect(text).not.toContain('managedFields')
})

test('what could not be read is told, and read again as such', async () => {
  const { api, source } = await start({ pods: 3, services: 2 })
  api.access.forbid('services')
  api.withdraw('ingresses')
  const read = await readBack(await written(source))
  const served = await read.served(KINDS, signal)
  expect(served.get('Service')).toMatchObject({ reason: 'FORBIDDEN' })
  expect(served.get('Ingress')).toMatchObject({ reason: 'NOT_SERVED' })
  expect(served.get('Job')).toBeUndefined()
})

test('a kind that fails halfway is left out as a whole', async () => {
  const { api, source } = await start({ pods: 6 })
  api.fail('pods', { status: 500, onlyContinued: true, times: Number.POSITIVE_INFINITY })
  const text = await written(source)
  expect(JSON.parse(text).items.filter((item: { kind: string }) => item.kind === 'Pod')).toEqual([])
  expect((await (await readBack(text)).served(KINDS, signal)).get('Pod')).toMatchObject({ reason: 'FAILED' })
})

test('a list that begins anew is in it once', async () => {
  const { api, source } = await start({ pods: 6 })
  api.fail('pods', { status: 410, onlyContinued: true })
  expect(await names(await readBack(await written(source)), 'Pod')).toHaveLength(6)
})

test('a reader that is slow is waited for', async () => {
  const { source } = await start({ pods: 40 })
  const chunks: Buffer[] = []
  const slow = new Writable({
    highWaterMark: 1,
    write(chunk, _encoding, done) {
      chunks.push(chunk)
      setTimeout(done, 1)
    },
  })
  const summary = await writeSnapshot(source, slow, { kinds: KINDS, signal, takenAt: new Date(), masker })
  expect(summary.objects.get('Pod')).toBe(40)
  expect(JSON.parse(Buffer.concat(chunks).toString()).items.length).toBeGreaterThan(40)
})

test('nothing is left on disk', async () => {
  const spools = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('snapshot-spool-'))
  const before = await spools()
  const { api, source } = await start({ pods: 3 })
  await written(source)
  await api.close()
  await expect(written(source)).rejects.toMatchObject({ code: 'UNREACHABLE' })
  expect((await spools()).filter((name) => !before.includes(name))).toEqual([])
})

async function start(options: ApiServerOptions = {}): Promise<{ api: ApiServer; source: ClusterSource }> {
  const api = await apiServer(options)
  const source = await kubeconfigSource({
    kubeconfig: api.kubeconfig(),
    origin: 'machine',
    allowPrivateAddresses: false,
    connection: { wait: async () => {} },
    pageSize: 2,
  })
  closing.push(
    () => source.close(),
    () => api.close().catch(() => {}),
  )
  return { api, source }
}

async function written(source: ClusterSource, kinds: readonly KindDefinition[] = KINDS): Promise<string> {
  const chunks: Buffer[] = []
  const out = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  await writeSnapshot(source, out, { kinds, signal, takenAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)), masker })
  return Buffer.concat(chunks).toString()
}

function readBack(text: string): Promise<ClusterSource> {
  return snapshotSourceFromText('a', [{ name: 'snapshot.json', text }], signal)
}

async function objects(source: ClusterSource, name: string) {
  const kind = KINDS.find((one) => one.kind === name) as KindDefinition
  return (await Array.fromAsync(source.pages(kind, signal))).flatMap((page) => page.objects)
}

async function names(source: ClusterSource, name: string) {
  return (await objects(source, name)).map((object) => object.metadata?.name)
}
