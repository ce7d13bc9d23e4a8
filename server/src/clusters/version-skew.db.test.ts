import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiServer } from '../../test/api-server/api-server.ts'
import { groupVersion, withVersion } from '../../test/api-server/resources.ts'
import { closeSources, startSource } from '../../test/cluster-source.ts'
import type { MemorySource } from '../../test/memory-source.ts'
import { SyncWorld } from '../../test/sync-world.ts'
import { VERSIONS } from '../../test/version-skew/versions.ts'
import { KINDS, type KindDefinition, objectKind } from '../kubernetes/kinds.ts'
import { kubeconfigSource } from './source-kubeconfig.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterAll(async () => {
  await closeSources()
  await world.close()
})

describe.each(VERSIONS)('Kubernetes $version', ({ version, objects, served, kept, containers }) => {
  let row: MemorySource
  let contents: ReadonlyMap<string, unknown>

  beforeAll(async () => {
    row = await world.cluster([])
    const { api, source } = await startSource({ objects: ofCluster(row.identity.uid), version })
    for (const [kind, versions] of Object.entries(served)) serve(api, kind, versions)
    const { partial } = await world.syncFrom(source, row.identity.uid)
    expect(partial).toBeUndefined()
    const rows = await world.database.db
      .select()
      .from(kubernetesObject)
      .where(eq(kubernetesObject.cluster, row.identity.uid))
    contents = new Map(rows.map(({ kind, name, content }) => [`${kind}/${name}`, content]))
  })

  /** The fixture's objects as those of a cluster of its own. */
  function ofCluster(uid: string) {
    return objects.map((object) =>
      object.kind === 'Namespace' && object.metadata?.name === 'kube-system'
        ? { ...object, metadata: { ...object.metadata, uid } }
        : object,
    )
  }

  test.each(kept)('of %s %s is %o', (object, path, value) => {
    expect(valueAt(contents.get(object), path)).toEqual(value)
  })

  test('the pod belongs to its Deployment, and its containers are of their kinds', async () => {
    expect(await world.rows('Pod', row)).toMatchObject([{ workloadKind: 'Deployment', workloadName: 'app' }])
    const rows = await world.rows('Container', row)
    expect(rows.map(({ name, kind }) => `${name} ${kind}`)).toEqual(containers)
  })

  test('all objects of kinds that are read are there, and no others', () => {
    const kinds = new Set(KINDS.map(objectKind))
    const wanted = objects.filter(({ kind = '' }) => kinds.has(kind))
    expect([...contents.keys()].sort()).toEqual(wanted.map(({ kind, metadata }) => `${kind}/${metadata?.name}`).sort())
  })

  test('every kind is read to its end, in the version that is understood best, and what is served is known', async () => {
    expect(await world.clusterRow(row)).toMatchObject({ version, state: 'RUNNING' })
    for (const kind of KINDS.filter(({ optional }) => !optional)) {
      const { reason, message, apiVersion, servedVersions, writtenVersions } =
        (await world.coverage(row, kind.kind)) ?? {}
      const read = preferred(kind)
      expect({ reason, message, apiVersion, servedVersions }, kind.kind).toEqual({
        reason: 'COMPLETE',
        message: '',
        apiVersion: read,
        servedVersions: served[kind.kind] ?? [read],
      })
      if (kind.kind !== 'Namespace') expect(writtenVersions, kind.kind).toEqual([read])
    }
  })
})

test('where a kind is served in an older version alone, it is read in that one', async () => {
  const row = await world.cluster([])
  const { api, source } = await startSource({ uid: row.identity.uid })
  serve(api, 'ValidatingAdmissionPolicy', ['admissionregistration.k8s.io/v1beta1'])
  serve(api, 'HorizontalPodAutoscaler', ['autoscaling/v1'])
  expect((await world.syncFrom(source, row.identity.uid)).partial).toBeUndefined()
  expect(await world.coverage(row, 'ValidatingAdmissionPolicy')).toMatchObject({
    reason: 'COMPLETE',
    apiVersion: 'admissionregistration.k8s.io/v1beta1',
    servedVersions: ['admissionregistration.k8s.io/v1beta1'],
  })
  expect(await world.coverage(row, 'HorizontalPodAutoscaler')).toMatchObject({ apiVersion: 'autoscaling/v1' })
})

test('a kind that is served in versions alone that are still to come is said not to be served, and nothing of it goes', async () => {
  const row = await world.cluster([])
  const service = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny', namespace: 'a' },
  }
  const { api, source } = await startSource({ objects: [service], uid: row.identity.uid })
  await world.syncFrom(source, row.identity.uid)
  serve(api, 'NetworkPolicy', ['networking.k8s.io/v2'])
  const later = await sourceOf(api)
  await world.syncFrom(later, row.identity.uid)
  await later.close()
  expect(await world.coverage(row, 'NetworkPolicy')).toMatchObject({ reason: 'NOT_SERVED', objects: 1 })
  const stored = await world.database.db
    .select()
    .from(kubernetesObject)
    .where(eq(kubernetesObject.cluster, row.identity.uid))
  expect(stored.find(({ kind }) => kind === 'NetworkPolicy')).toMatchObject({ name: 'deny', present: true })
})

/** A source that knows nothing of what was served before. */
function sourceOf(api: ApiServer) {
  return kubeconfigSource({ kubeconfig: api.kubeconfig(), origin: 'machine', allowPrivateAddresses: true })
}

/** Lets the double serve a kind in these versions alone. */
function serve(api: ApiServer, kind: string, versions: readonly string[]): void {
  const { resources } = api.store
  const at = resources.findIndex((resource) => resource.kind === kind)
  const resource = resources[at]
  if (!resource) throw new Error(`${kind} is not served.`)
  const names = versions.map((version) => version.split('/').at(-1) ?? version)
  resources[at] = names.reduce(withVersion, { ...resource, versions: [] })
}

function preferred({ group, versions: [version = ''], ...kind }: KindDefinition): string {
  return groupVersion({ ...kind, group, versions: [] }, version)
}

function valueAt(content: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      content,
    )
}
