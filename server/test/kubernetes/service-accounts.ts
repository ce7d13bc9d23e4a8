import type { KubernetesClient } from './client.ts'

const NAMESPACE = 'default'
const READ = ['get', 'list', 'watch']

/** What the product needs at most: to read every resource of every group. */
const EVERYTHING = [{ apiGroups: ['*'], resources: ['*'], verbs: READ }]

/** The same, kind by kind, and no services: RBAC knows no exceptions. */
const WITHOUT_SERVICES = [
  { apiGroups: [''], resources: ['namespaces', 'nodes', 'pods', 'configmaps', 'serviceaccounts'], verbs: READ },
  { apiGroups: ['apps', 'batch', 'discovery.k8s.io', 'networking.k8s.io'], resources: ['*'], verbs: READ },
]

/** Creates two service accounts and gives a token of each. */
export async function createServiceAccounts(
  client: KubernetesClient,
): Promise<{ readonly viewerToken: string; readonly restrictedToken: string }> {
  return {
    viewerToken: await createServiceAccount(client, 'viewer', EVERYTHING),
    restrictedToken: await createServiceAccount(client, 'restricted', WITHOUT_SERVICES),
  }
}

async function createServiceAccount(client: KubernetesClient, name: string, rules: readonly object[]): Promise<string> {
  const accounts = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  const metadata = { name }
  await client.create(accounts, { metadata })
  await client.create(`${rbac}/clusterroles`, { metadata, rules })
  await client.create(`${rbac}/clusterrolebindings`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: NAMESPACE }],
  })
  const { status } = await client.create(`${accounts}/${name}/token`, { spec: { expirationSeconds: 24 * 3600 } })
  return (status as { token: string }).token
}
