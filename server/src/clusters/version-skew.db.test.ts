import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MemorySource } from '../../test/memory-source.ts'
import { SyncWorld } from '../../test/sync-world.ts'
import { VERSIONS } from '../../test/version-skew/versions.ts'
import { KINDS, objectKind } from '../kubernetes/kinds.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterAll(() => world.close())

describe.each(VERSIONS)('Kubernetes $version', ({ version, objects, kept, containers }) => {
  let source: MemorySource
  let contents: ReadonlyMap<string, unknown>

  beforeAll(async () => {
    source = await world.cluster(objects)
    source.identity = { ...source.identity, version }
    const { partial } = await world.sync(source)
    expect(partial).toBeUndefined()
    const rows = await world.database.db
      .select()
      .from(kubernetesObject)
      .where(eq(kubernetesObject.cluster, source.identity.uid))
    contents = new Map(rows.map(({ kind, name, content }) => [`${kind}/${name}`, content]))
  })

  test.each(kept)('of %s %s is %o', (object, path, value) => {
    expect(valueAt(contents.get(object), path)).toEqual(value)
  })

  test('the pod belongs to its Deployment, and its containers are of their kinds', async () => {
    expect(await world.rows('Pod', source)).toMatchObject([{ workloadKind: 'Deployment', workloadName: 'app' }])
    const rows = await world.rows('Container', source)
    expect(rows.map(({ name, kind }) => `${name} ${kind}`)).toEqual(containers)
  })

  test('all objects of kinds that are read are there, and no others', () => {
    const kinds = new Set(KINDS.map(objectKind))
    const wanted = objects.filter(({ kind = '' }) => kinds.has(kind))
    expect([...contents.keys()].sort()).toEqual(wanted.map(({ kind, metadata }) => `${kind}/${metadata?.name}`).sort())
  })

  test('the cluster bears its version, and its kinds those in which they were read and written', async () => {
    expect(await world.clusterRow(source)).toMatchObject({ version, state: 'RUNNING' })
    expect(await world.coverage(source, 'Pod')).toMatchObject({
      reason: 'COMPLETE',
      apiVersion: 'v1',
      writtenVersions: ['v1'],
    })
  })
})

function valueAt(content: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      content,
    )
}
