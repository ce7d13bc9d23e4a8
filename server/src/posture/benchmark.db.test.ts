import { change } from '@breakwater/drizzle/tables/change.ts'
import { cisState } from '@breakwater/drizzle/tables/posture.ts'
import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { namespaceObject } from '../../test/cluster-objects.ts'
import { PostureWorld } from '../../test/posture-world.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'

let world: PostureWorld
beforeAll(async () => {
  world = await PostureWorld.open()
})
afterAll(() => world.close())

const apiServer = (...flags: string[]): KubernetesObject => ({
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: { name: 'kube-apiserver-main', namespace: 'kube-system', uid: 'uid-apiserver' },
  spec: { containers: [{ name: 'kube-apiserver', image: 'a:1', command: ['kube-apiserver', ...flags] }] },
})

test('what flags of the control plane say is written when a cluster is judged, and told when it differs', async () => {
  const source = await world.cluster([namespaceObject('kube-system'), apiServer('--audit-log-maxage=30')])
  const { uid } = source.identity
  const rows = () =>
    world.database.db.select().from(cisState).where(eq(cisState.cluster, uid)).orderBy(asc(cisState.version))
  const told = () =>
    world.database.db
      .select({ node: change.node })
      .from(change)
      .where(and(eq(change.cluster, uid), eq(change.type, 'Benchmark')))
  expect((await rows()).map(({ version }) => version)).toEqual(['1.10', '1.11', '1.12'])
  const [, , newest] = await rows()
  expect(newest?.states).toMatchObject({
    '1.2.17': ['PASS', ''],
    '1.2.19': ['FAIL', 'kube-apiserver-main: --audit-log-maxsize is not set to 100 or more.'],
    '2.1': ['NOT_ASSESSABLE', expect.stringContaining('No pod of etcd')],
  })
  expect(Object.keys(newest?.states ?? {})).not.toContain('5.2.2')
  expect(await told()).toHaveLength(1)

  await world.evaluate(uid)
  expect(await told()).toHaveLength(1)

  source.objects = [namespaceObject('kube-system'), apiServer('--audit-log-maxage=7')]
  await world.again(source)
  expect((await rows())[2]?.states['1.2.17']?.[0]).toBe('FAIL')
  expect(await told()).toHaveLength(2)
})
