import { setting } from '@breakwater/drizzle/tables/access.ts'
import { assetCount } from '@breakwater/drizzle/tables/asset.ts'
import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deploymentObjects, namespaceObject, podObject } from '../../../test/cluster-objects.ts'
import type { MemorySource } from '../../../test/memory-source.ts'
import { SyncWorld } from '../../../test/sync-world.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { recountAssets } from '../../risks/rollup.ts'
import { OWNER_LABELS } from './owner-keys.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterAll(() => world.close())

async function synced(...objects: KubernetesObject[]): Promise<MemorySource> {
  const source = await world.cluster([namespaceObject('kube-system'), ...objects])
  await world.sync(source)
  return source
}

async function contentOf(source: MemorySource, kind: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await world.database.db
    .select()
    .from(kubernetesObject)
    .where(and(eq(kubernetesObject.cluster, source.identity.uid), eq(kubernetesObject.kind, kind)))
  return row?.content
}

const policy = (apiVersion: string, spec: object): KubernetesObject => ({
  apiVersion,
  kind: 'NetworkPolicy',
  metadata: { name: 'one', namespace: 'shop', uid: `uid-${apiVersion}` },
  spec,
})

test('policies of one name and kind but of several groups stand side by side', async () => {
  const source = await synced(
    policy('networking.k8s.io/v1', { podSelector: {} }),
    policy('crd.projectcalico.org/v1', { selector: 'app == "a"', ingress: [{ action: 'Deny' }] }),
    policy('projectcalico.org/v3', { selector: 'app == "b"' }),
  )
  expect(await contentOf(source, 'NetworkPolicy')).toMatchObject({ spec: { podSelector: {} } })
  expect((await contentOf(source, 'NetworkPolicy.crd.projectcalico.org'))?.['spec']).toEqual({ selector: 'app == "a"' })
  expect((await contentOf(source, 'NetworkPolicy.projectcalico.org'))?.['spec']).toEqual({ selector: 'app == "b"' })
})

test('of a policy of Cilium the directions are kept, of a route of Istio where it leads', async () => {
  const egress = [{ toEndpoints: [{}] }]
  const destination = { host: 'web', port: { number: 80 } }
  const headers = { request: { set: { authorization: 'Basic' } } }
  const source = await synced(
    {
      ...{
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumNetworkPolicy',
        metadata: { name: 'c', namespace: 'shop', uid: 'c' },
      },
      spec: { endpointSelector: {}, egress },
    },
    {
      ...{ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' },
      metadata: { name: 'v', namespace: 'shop', uid: 'v' },
      spec: { hosts: ['web'], http: [{ headers, route: [{ destination, weight: 1 }] }] },
    },
  )
  expect((await contentOf(source, 'CiliumNetworkPolicy'))?.['spec']).toEqual({ endpointSelector: {}, egress })
  expect((await contentOf(source, 'VirtualService'))?.['spec']).toEqual({
    hosts: ['web'],
    http: [{ route: [{ destination }] }],
  })
})

test('roles and bindings are kept whole', async () => {
  const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['token'] }]
  const subjects = [{ kind: 'User', name: 'someone' }]
  const group = 'rbac.authorization.k8s.io/v1'
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' }
  const source = await synced(
    { apiVersion: group, kind: 'ClusterRole', metadata: { name: 'reader', uid: 'r' }, rules },
    { apiVersion: group, kind: 'RoleBinding', metadata: { name: 'b', namespace: 'shop', uid: 'b' }, subjects, roleRef },
  )
  expect(await contentOf(source, 'ClusterRole')).toMatchObject({ rules })
  expect(await contentOf(source, 'RoleBinding')).toMatchObject({ subjects, roleRef })
})

test('of a webhook its authority is left out, and where it is stays', async () => {
  const service = { name: 'hook', namespace: 'shop' }
  const source = await synced({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'w', uid: 'w' },
    webhooks: [{ name: 'a', failurePolicy: 'Ignore', clientConfig: { service, caBundle: 'LS0t' } }],
  })
  expect((await contentOf(source, 'ValidatingWebhookConfiguration'))?.['webhooks']).toEqual([
    { name: 'a', failurePolicy: 'Ignore', clientConfig: { service } },
  ])
})

test('two workloads of one application count as one', async () => {
  const labels = { 'app.kubernetes.io/instance': 'store' }
  const pods = ['a', 'b'].map((name) => podObject(name, { labels }))
  const source = await synced(namespaceObject('shop'), ...pods, ...deploymentObjects('web'))
  await recountAssets(world.database, source.identity.uid)
  const rows = await world.rows('Workload', source)
  expect(rows.map(({ application }) => application).sort()).toEqual(['store', 'store', 'web'])
  const [count] = await world.database.db
    .select()
    .from(assetCount)
    .where(and(eq(assetCount.cluster, source.identity.uid), eq(assetCount.kind, 'APPLICATION')))
  expect(count).toMatchObject({ namespace: 'shop', total: 2 })
})

test('who answers for a workload is told by it, else by its namespace, and again when that changes', async () => {
  const shop = {
    ...namespaceObject('shop'),
    metadata: { name: 'shop', uid: 'uid-shop', labels: { team: 'shop-team' } },
  }
  const own = podObject('own', { labels: { owner: 'somebody' } })
  const source = await synced(shop, own, ...deploymentObjects('web'))
  const owners = async () => (await world.rows('Workload', source)).map(({ name, owner }) => `${name} ${owner}`)
  expect(await owners()).toEqual(['web shop-team', 'own somebody'])
  shop.metadata.labels.team = 'other-team'
  await world.sync(source)
  expect(await owners()).toEqual(['web other-team', 'own somebody'])
})

test('the keys that name who answers are a setting', async () => {
  const row = { name: OWNER_LABELS, value: 'contact', updatedAt: new Date(), updatedBy: 'test' }
  await world.database.transaction((tx) => tx.insert(setting).values(row))
  const source = await synced(podObject('own', { labels: { owner: 'somebody', contact: 'else' } }))
  await world.database.transaction((tx) => tx.delete(setting).where(eq(setting.name, OWNER_LABELS)))
  expect(await world.rows('Workload', source)).toMatchObject([{ owner: 'else' }])
})

test('a kind that only some clusters have says so in its coverage', async () => {
  const source = await synced()
  expect(await world.coverage(source, 'HTTPRoute')).toMatchObject({ optional: true })
  expect(await world.coverage(source, 'Pod')).toMatchObject({ optional: false })
})
