import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiServer, apiServer } from '../../test/api-server/api-server.ts'
import { kind, names } from '../../test/cluster-source.ts'
import { hasServiceAccount, inClusterSource, serviceAccountPlace } from './source-in-cluster.ts'

const never = new AbortController().signal
let folder = ''
let api: ApiServer
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-account-'))
  api = await apiServer({ pods: 2 })
})
afterEach(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

test('the cluster around the pod is read with its service account', async () => {
  const source = await inClusterSource(await mounted())
  expect(await source.identify(never)).toMatchObject({ uid: api.uid, server: api.url })
  expect(await names(source.pages(kind('Pod'), never))).toHaveLength(2)
  await source.close()
})

test('a token that the kubelet renewed is used from the next request on', async () => {
  const source = await inClusterSource(await mounted())
  await source.identify(never)
  api.access.token = 'the-next-token'
  await writeFile(join(folder, 'token'), 'the-next-token\n')
  expect((await source.identify(never)).uid).toBe(api.uid)
  await source.close()
})

test('an authority that the kubelet renewed is trusted from the next connection on', async () => {
  const place = await mounted()
  const source = await inClusterSource(place, { maxAttempts: 1 })
  await source.identify(never)
  const { port, uid } = api
  const { token } = api.access
  await api.close()
  api = await apiServer({ port, uid, token })
  await expect(source.identify(never)).rejects.toMatchObject({ code: 'UNTRUSTED_CERTIFICATE' })
  await writeFile(join(folder, 'ca.crt'), api.ca)
  expect((await source.identify(never)).uid).toBe(uid)
  await source.close()
})

test('a watch that is open goes on while the authority is renewed', async () => {
  const source = await inClusterSource(await mounted())
  const end = new AbortController()
  const events = source.watch?.(kind('Pod'), '', end.signal)[Symbol.asyncIterator]()
  await events?.next()
  await writeFile(join(folder, 'ca.crt'), `${api.ca}\n${api.ca}`)
  expect((await source.identify(never)).uid).toBe(api.uid)
  expect(api.openWatches('pods')).toHaveLength(1)
  end.abort()
  await source.close()
})

test('another authority than the one in its files is not trusted', async () => {
  const place = await mounted()
  const other = await apiServer()
  await writeFile(join(folder, 'ca.crt'), other.ca)
  await other.close()
  const source = await inClusterSource(place, { maxAttempts: 1 })
  await expect(source.identify(never)).rejects.toMatchObject({ code: 'UNTRUSTED_CERTIFICATE' })
  await source.close()
})

test('an address of IPv6 stands in brackets', () => {
  const place = serviceAccountPlace({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' })
  expect(place?.server).toBe('https://[fd00::1]:443')
})

test('it is there only with both files', async () => {
  const place = await mounted()
  expect(await hasServiceAccount(place)).toBe(true)
  await rm(join(folder, 'token'))
  expect(await hasServiceAccount(place)).toBe(false)
})

test('outside of a cluster there is none, and the error says how to get one', async () => {
  expect(serviceAccountPlace({})).toBeUndefined()
  await expect(inClusterSource(undefined)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    advice: expect.stringContaining('service account'),
  })
})

async function mounted() {
  await writeFile(join(folder, 'token'), `${api.access.token}\n`)
  await writeFile(join(folder, 'ca.crt'), api.ca)
  return serviceAccountPlace(
    { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(api.port) },
    folder,
  )
}
