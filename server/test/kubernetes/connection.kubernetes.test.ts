import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { testConnection } from '../../src/clusters/test-connection.ts'
import { KINDS } from '../../src/kubernetes/kinds.ts'
import type { KubeconfigOptions } from '../api-server/kubeconfig.ts'
import type {} from './provided.ts'
import { RealCluster } from './real-cluster.ts'

let cluster: RealCluster
beforeAll(() => {
  cluster = new RealCluster(inject('kubernetes'))
})
afterAll(() => cluster.close())

function tryIt(token?: string, kubeconfig: KubeconfigOptions = {}) {
  return testConnection(() => cluster.source(token, kubeconfig), KINDS, new AbortController().signal)
}

test('a reader of everything passes every step, and is told who the cluster is', async () => {
  const tested = await tryIt()
  expect(tested.steps.map(({ result }) => result)).toEqual(tested.steps.map(() => 'PASSED'))
  expect(tested.identity).toMatchObject({ uid: await cluster.uid(), version: cluster.server.version })
  expect(tested.kinds.filter(({ gap }) => gap && gap.reason !== 'NOT_SERVED')).toEqual([])
})

test('a kind that may not be read is named', async () => {
  const { connectable, kinds } = await tryIt(cluster.server.restrictedToken)
  expect(connectable).toBe(true)
  expect(kinds.find(({ kind }) => kind === 'Service')).toMatchObject({ gap: { reason: 'FORBIDDEN' } })
  expect(kinds.find(({ kind }) => kind === 'Pod')).toMatchObject({ gap: undefined })
})

test.each([
  ['a wrong token', 'AUTHENTICATION', 'UNAUTHORIZED', 'not-a-token', {}],
  ['no credentials', 'IDENTITY', 'FORBIDDEN', undefined, { credentials: 'none' }],
  ['an unknown authority', 'ENCRYPTION', 'UNTRUSTED_CERTIFICATE', undefined, { withoutCa: true }],
] as [string, string, string, string | undefined, KubeconfigOptions][])(
  '%s fails at %s with %s',
  async (_what, step, code, token, kubeconfig) => {
    const { steps } = await tryIt(token, kubeconfig)
    expect(steps.filter(({ result }) => result === 'FAILED')).toMatchObject([{ step, code }])
  },
)
