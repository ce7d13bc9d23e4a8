import { pod } from '@breakwater/drizzle/tables/asset.ts'
import { cluster, coverage } from '@breakwater/drizzle/tables/cluster.ts'
import { risk } from '@breakwater/drizzle/tables/risk.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../drizzle/test/database.ts'
import { administrator, answer, contextOf, scoped } from '../test/api.ts'
import {
  addCluster,
  addContainer,
  addCount,
  addCoverage,
  addImage,
  addNamespace,
  addNode,
  addPod,
  addRisk,
  addService,
  addTask,
  addTaskItem,
  addWaiver,
  addWorkload,
  idOf,
} from '../test/rows.ts'
import { encodeId } from './ids.ts'
import type { Viewer } from './viewer.ts'
import { sees, visibleTo } from './visible.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  for (const uid of ['a', 'b']) {
    await addCluster(db, uid)
    await addCoverage(db, uid, 'Pod')
    await addNode(db, uid, 'n1')
    await addCount(db, uid, '', 'NODE', 1)
    await addTask(db, `task-${uid}`, { cluster: uid })
    await addTaskItem(db, `task-${uid}`, uid)
    for (const name of ['shop', 'pay']) {
      await addNamespace(db, uid, name)
      await addWorkload(db, uid, name, 'web')
      await addPod(db, uid, name, 'web-1', { workload: idOf(uid, 'Workload', name, 'web') })
      await addContainer(db, uid, name, 'web', { pod: idOf(uid, 'Pod', name, 'web-1') })
      await addService(db, uid, name, 'web')
      await addRisk(db, `risk-${uid}-${name}`, { cluster: uid, namespace: name })
      await addWaiver(db, `waiver-${uid}-${name}`, { cluster: uid, namespace: name })
      await addImage(db, uid, name, `image-${uid}-${name}`)
      for (const kind of ['NAMESPACE', 'APPLICATION', 'POD', 'CONTAINER'] as const)
        await addCount(db, uid, name, kind, 1)
    }
  }
  await addRisk(db, 'risk-registry', { registry: 'harbor', assetType: 'Image' })
  await addTask(db, 'task-all')
})
afterAll(() => own.close())

const scopes = fc.record({
  clusters: fc.option(fc.subarray(['a', 'b', 'c']), { nil: undefined }),
  namespaces: fc.option(fc.subarray(['shop', 'pay']), { nil: undefined }),
  registries: fc.option(fc.subarray(['harbor', 'quay']), { nil: undefined }),
})
const viewers = fc.record({ scope: scopes, role: fc.constantFrom('VIEWER', 'OPERATOR', 'ADMINISTRATOR') })

test('what SQL lets a viewer see is what memory lets them see', async () => {
  const { db } = own.database
  const [pods, risks, clusters, kinds] = await Promise.all([
    db.select().from(pod),
    db.select().from(risk),
    db.select().from(cluster),
    db.select().from(coverage),
  ])
  await fc.assert(
    fc.asyncProperty(viewers, async ({ scope, role }) => {
      const viewer: Viewer = { ...administrator, role, scope }
      const [visiblePods, visibleRisks, visibleClusters, visibleKinds] = await Promise.all([
        db.select().from(pod).where(visibleTo(viewer, pod)),
        db.select().from(risk).where(visibleTo(viewer, risk)),
        db.select().from(cluster).where(visibleTo(viewer, cluster)),
        db.select().from(coverage).where(visibleTo(viewer, coverage)),
      ])
      const ids = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id).toSorted()
      expect(ids(visiblePods)).toEqual(ids(pods.filter((row) => sees(viewer, row))))
      expect(ids(visibleRisks)).toEqual(ids(risks.filter((row) => sees(viewer, row))))
      const place = (uid: string) => ({ cluster: uid, namespace: '', registry: '' })
      expect(visibleClusters.map((row) => row.uid).toSorted()).toEqual(
        clusters
          .map((row) => row.uid)
          .filter((uid) => sees(viewer, place(uid), true))
          .toSorted(),
      )
      expect(visibleKinds).toHaveLength(kinds.filter((row) => sees(viewer, row, true)).length)
    }),
    { numRuns: 60 },
  )
})

test('a viewer who sees a row sees its cluster', () => {
  fc.assert(
    fc.property(viewers, fc.constantFrom('a', 'b'), fc.constantFrom('', 'shop'), ({ scope, role }, uid, name) => {
      const viewer: Viewer = { ...administrator, role, scope }
      const row = { cluster: uid, namespace: name, registry: '' }
      expect(!sees(viewer, row) || sees(viewer, row, true)).toBe(true)
    }),
  )
})

const ofClusterA = scoped({ clusters: ['a'] })
const ofShop = scoped({ namespaces: ['shop'] })
const ofHarbor = scoped({ registries: ['harbor'] })

const LISTS: readonly [field: string, all: number, ofClusterA: number, ofShop: number, ofHarbor: number][] = [
  ['clusters', 2, 1, 2, 0],
  ['coverage', 2, 1, 2, 0],
  ['namespaces', 4, 2, 2, 0],
  ['clusterNodes', 2, 1, 0, 0],
  ['workloads', 4, 2, 2, 0],
  ['pods', 4, 2, 2, 0],
  ['containers', 4, 2, 2, 0],
  ['services', 4, 2, 2, 0],
  ['imagesInUse', 4, 2, 2, 0],
  ['risks', 5, 2, 2, 1],
  ['waivers', 4, 2, 2, 0],
  ['tasks', 3, 1, 0, 0],
]

test.each(LISTS)('%s shows each viewer their own rows, and counts only those', async (field, ...expected) => {
  for (const [index, viewer] of [administrator, ofClusterA, ofShop, ofHarbor].entries()) {
    const data = await answer(
      contextOf(own.database, viewer),
      `{ list: ${field}(first: 100) { totalCount nodes { __typename } } }`,
    )
    expect({ viewer: index, rows: data.list.nodes.length }).toEqual({ viewer: index, rows: expected[index] })
    expect({ viewer: index, total: data.list.totalCount }).toEqual({ viewer: index, total: expected[index] })
  }
})

test('a row that is not visible is null by its id, as one that does not exist', async () => {
  const ids = [
    encodeId('Cluster', 'b'),
    encodeId('Pod', idOf('b', 'Pod', 'shop', 'web-1')),
    encodeId('Task', 'task-b'),
    encodeId('Task', 'task-all'),
    encodeId('TaskItem', 'task-b/b'),
    encodeId('Risk', 'risk-b-shop'),
    encodeId('Waiver', 'waiver-b-shop'),
    encodeId('Pod', 'nothing'),
    encodeId('Image', 'nothing'),
  ]
  const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'
  expect((await answer(contextOf(own.database, ofClusterA), document, { ids })).nodes).toEqual(ids.map(() => null))
  const all = (await answer(contextOf(own.database), document, { ids })).nodes
  expect(all.map((node: { id: string } | null) => node?.id ?? null)).toEqual([...ids.slice(0, 7), null, null])
})

test('node finds every type of Node by its id, and says which it is', async () => {
  const ids = [
    ['Cluster', 'a'],
    ['Namespace', idOf('a', 'Namespace', 'shop', 'shop')],
    ['ClusterNode', idOf('a', 'Node', '', 'n1')],
    ['Workload', idOf('a', 'Workload', 'shop', 'web')],
    ['Pod', idOf('a', 'Pod', 'shop', 'web-1')],
    ['Container', idOf('a', 'Container', 'shop', 'web')],
    ['Service', idOf('a', 'Service', 'shop', 'web')],
    ['Task', 'task-a'],
    ['TaskItem', 'task-a/a'],
    ['Waiver', 'waiver-a-shop'],
  ] as const
  const data = await answer(contextOf(own.database), 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
    ids: ids.map(([type, key]) => encodeId(type, key)),
  })
  expect(data.nodes).toEqual(ids.map(([type, key]) => ({ __typename: type, id: encodeId(type, key) })))
})

test('counts are of what the viewer sees', async () => {
  const counts = async (viewer: Viewer) => {
    const data = await answer(contextOf(own.database, viewer), '{ assetCounts { kind total } }')
    return Object.fromEntries(data.assetCounts.map((row: { kind: string; total: number }) => [row.kind, row.total]))
  }
  const two = { NAMESPACE: 2, APPLICATION: 2, POD: 2, CONTAINER: 2, IMAGE: 2 }
  expect(await counts(ofClusterA)).toEqual({ CLUSTER: 1, NODE: 1, ...two })
  expect(await counts(ofShop)).toEqual({ CLUSTER: 2, NODE: 0, ...two })
  expect(Object.values(await counts(ofHarbor))).toEqual([0, 0, 0, 0, 0, 0, 0])
})

test('what a visible row points at is hidden when it lies outside the scope', async () => {
  const viewer = scoped({ clusters: ['a'] })
  await addRisk(own.database.db, 'risk-pointing', { cluster: 'a', waiver: 'waiver-b-shop' })
  const data = await answer(
    contextOf(own.database, viewer),
    `{ node(id: "${encodeId('Risk', 'risk-pointing')}") { ... on Risk { waiver { id } cluster { uid } } } }`,
  )
  expect(data.node).toEqual({ waiver: null, cluster: { uid: 'a' } })
})

test('at most a hundred ids are taken at once', async () => {
  const ids = Array.from({ length: 101 }, () => encodeId('Cluster', 'a'))
  await expect(
    answer(contextOf(own.database), 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }),
  ).rejects.toThrow('at most 100')
})
