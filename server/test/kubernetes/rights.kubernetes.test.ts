import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { rightsOf } from '../../src/clusters/connection-rights.ts'
import { KINDS } from '../../src/kubernetes/kinds.ts'
import { KubernetesClient } from './client.ts'
import type {} from './provided.ts'
import { RealCluster } from './real-cluster.ts'

const RBAC = 'rbac.authorization.k8s.io'
const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'one-namespace', namespace: 'default' } }
const pods = KINDS.filter(({ kind }) => kind === 'Pod' || kind === 'Service')

let cluster: RealCluster
let token: string
beforeAll(async () => {
  cluster = new RealCluster(inject('kubernetes'))
  await cluster.create(account)
  await grant('Role', ['pods', 'services'])
  await grant('ClusterRole', ['services'])
  token = await cluster.token('default', account.metadata.name)
})
afterAll(() => cluster.close())

async function grant(kind: 'Role' | 'ClusterRole', resources: readonly string[]): Promise<void> {
  const apiVersion = `${RBAC}/v1`
  const metadata = { name: 'one-namespace', ...(kind === 'Role' ? { namespace: 'kube-system' } : {}) }
  const rules = [{ apiGroups: [''], resources, verbs: ['list', 'watch'] }]
  await cluster.create({ apiVersion, kind, metadata, rules })
  await cluster.create({
    apiVersion,
    kind: `${kind}Binding`,
    metadata,
    roleRef: { apiGroup: RBAC, kind, name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: account.metadata.name, namespace: 'default' }],
  })
}

/** The rights as the server tells them, of which `refused` is not answered. */
async function rights(refused: string) {
  const { url, ca } = cluster.server
  const client = new KubernetesClient({ url, ca, token })
  const unexpected = (): never => {
    throw new Error('Only reviews are asked for.')
  }
  try {
    return await rightsOf(
      {
        server: url,
        get: unexpected,
        follow: unexpected,
        close: () => {},
        review: async (path, body) => {
          if (path.endsWith(refused)) return { status: 403, headers: {}, body: Buffer.from('{}') }
          const { status, headers, text } = await client.request({ method: 'POST', path, body })
          return { status, headers, body: Buffer.from(text) }
        },
      },
      pods,
      new AbortController().signal,
    )
  } finally {
    client.close()
  }
}

test.each(['selfsubjectrulesreviews', 'selfsubjectaccessreviews'])(
  'with %s refused, what is allowed in one namespace is told from what is allowed in all',
  async (refused) => {
    await expect
      .poll(async () => Object.fromEntries(await rights(refused)))
      .toEqual({ Pod: { list: false, watch: false }, Service: { list: true, watch: true } })
  },
)
