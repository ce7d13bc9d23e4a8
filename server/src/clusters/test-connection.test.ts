import { afterEach, expect, test } from 'vitest'
import { type ApiServer, type ApiServerOptions, apiServer } from '../../test/api-server/api-server.ts'
import type { KubeconfigOptions } from '../../test/api-server/kubeconfig.ts'
import { KINDS } from '../kubernetes/kinds.ts'
import { kubeconfigSource } from './source-kubeconfig.ts'
import { snapshotSourceFromText } from './source-snapshot.ts'
import { type ConnectionTest, testConnection } from './test-connection.ts'

const signal = new AbortController().signal
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

test('a cluster that can be read passes every step', async () => {
  const { api, tested } = await run()
  expect(tested).toMatchObject({ connectable: true, identity: { uid: api.uid, version: 'v1.34.2' } })
  expect(results(tested)).toBe('PASSED PASSED PASSED PASSED PASSED PASSED')
  expect(tested.kinds).toHaveLength(KINDS.length)
})

test('kinds that may not be read are named and no hindrance', async () => {
  const { tested } = await run({}, {}, (api) => api.access.forbid('services'))
  expect(tested.connectable).toBe(true)
  expect(tested.kinds.filter(({ gap }) => gap?.reason === 'FORBIDDEN')).toMatchObject([
    { kind: 'Service', gap: { reason: 'FORBIDDEN' } },
  ])
})

test.each([
  ['REACHABLE', 'UNREACHABLE', {}, { server: 'https://127.0.0.1:1' }],
  ['REACHABLE', 'ADDRESS_NOT_ALLOWED', {}, { server: 'https://169.254.169.254' }],
  ['ENCRYPTION', 'EXPIRED_CERTIFICATE', { certificate: 'expired' }, {}],
  ['ENCRYPTION', 'WRONG_HOST', { certificate: 'wrong-host' }, {}],
  ['ENCRYPTION', 'UNTRUSTED_CERTIFICATE', {}, { withoutCa: true }],
  ['AUTHENTICATION', 'UNAUTHORIZED', {}, { user: { token: 'old' } }],
  ['IDENTITY', 'FORBIDDEN', {}, { credentials: 'none' }],
  [
    'CONFIGURATION',
    'EXEC_NOT_ALLOWED',
    {},
    { user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws' } } },
  ],
] as [string, string, ApiServerOptions, KubeconfigOptions][])(
  'it fails at %s with %s',
  async (step, code, options, kubeconfig) => {
    const { tested } = await run(options, kubeconfig)
    expect(tested).toMatchObject({ connectable: false, identity: undefined })
    const failed = tested.steps.filter(({ result }) => result === 'FAILED')
    expect(failed).toMatchObject([{ step, code, message: expect.any(String), advice: expect.any(String) }])
  },
)

test('steps before the failing one passed and those after it were not tried', async () => {
  const { tested } = await run({ certificate: 'expired' })
  expect(results(tested)).toBe('PASSED PASSED FAILED SKIPPED SKIPPED SKIPPED')
})

test('a web page is no Kubernetes', async () => {
  const { tested } = await run({}, {}, (api) => api.fail('*', { html: true, times: 9 }))
  expect(tested.steps.find(({ result }) => result === 'FAILED')).toMatchObject({
    step: 'KUBERNETES',
    code: 'NOT_KUBERNETES',
  })
})

test('a role that may not tell who the cluster is still hears what it may read', async () => {
  const { tested } = await run({}, {}, (api) => api.access.forbid('namespaces'))
  expect(tested.connectable).toBe(false)
  expect(tested.kinds.filter(({ gap }) => gap?.reason === 'FORBIDDEN').map(({ kind }) => kind)).toEqual(['Namespace'])
})

test('a snapshot has the steps that a snapshot can have', async () => {
  const text = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n'
  const tested = await testConnection(
    () => snapshotSourceFromText('a', [{ name: 'a.yaml', text }], signal),
    KINDS,
    signal,
  )
  expect(tested.steps.map(({ step }) => step)).toEqual(['CONFIGURATION', 'IDENTITY'])
  expect(tested.kinds.find(({ kind }) => kind === 'Pod')?.gap).toBeUndefined()
})

test('abort is not taken for an answer', async () => {
  const api = await apiServer()
  closing.push(() => api.close())
  api.fail('*', { delayMs: 5_000, times: 9 })
  await expect(testConnection(opening(api, {}), KINDS, AbortSignal.timeout(50))).rejects.toMatchObject({
    name: 'TimeoutError',
  })
})

async function run(
  options: ApiServerOptions = {},
  kubeconfig: KubeconfigOptions = {},
  before: (api: ApiServer) => void = () => {},
) {
  const api = await apiServer(options)
  closing.push(() => api.close())
  before(api)
  return { api, tested: await testConnection(opening(api, kubeconfig), KINDS, signal) }
}

function opening(api: ApiServer, kubeconfig: KubeconfigOptions) {
  return () =>
    kubeconfigSource({
      kubeconfig: api.kubeconfig(kubeconfig),
      origin: 'machine',
      allowPrivateAddresses: false,
      connection: { maxAttempts: 1 },
    })
}

function results(tested: ConnectionTest): string {
  return tested.steps.map(({ result }) => result).join(' ')
}
