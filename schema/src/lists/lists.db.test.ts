import { task } from '@breakwater/drizzle/tables/task.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { answer, contextOf, sqlOf } from '../../test/api.ts'
import {
  addAnalysis,
  addAssetRisk,
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
  NOON,
} from '../../test/rows.ts'
import type { Context } from '../context.ts'
import { encodeId } from '../ids.ts'

let own: TestDatabase
let context: Context

beforeAll(async () => {
  own = await testDatabase()
  context = contextOf(own.database, undefined, { tasks: { kinds: ['CONTAINER_ASSET_SYNC'] } })
  const { db } = own.database
  await addCluster(db, 'a', { name: 'Alpha', region: 'eu', lastSyncAt: NOON })
  await addCluster(db, 'b', { name: 'beta', region: 'us', type: 'MANAGED' })
  await addAnalysis(db, 'a')
  await addCoverage(db, 'a', 'Pod')
  for (const uid of ['a', 'b']) {
    await addNamespace(db, uid, 'shop')
    await addNode(db, uid, 'n1', { zone: 'z1' })
    for (const name of ['web', 'db']) {
      await addWorkload(db, uid, 'shop', name)
      for (const replica of [1, 2, 3]) {
        const podName = `${name}-${replica}`
        const workload = idOf(uid, 'Workload', 'shop', name)
        await addPod(db, uid, 'shop', podName, { workload, node: 'n1', ip: `10.0.0.${replica}` })
        await addContainer(db, uid, 'shop', podName, {
          pod: idOf(uid, 'Pod', 'shop', podName),
          workload,
          imageReference: `registry.example/${name}:1`,
          imageRegistry: 'registry.example',
        })
      }
    }
    await addService(db, uid, 'shop', 'web', { type: 'LoadBalancer' })
    await addImage(db, uid, 'shop', 'registry.example/web:1', { containers: 3, registry: 'registry.example' })
    // Deliberately not the true number: whoever reads it read the roll-up.
    await addCount(db, uid, 'shop', 'POD', 1_000)
  }
  await addPod(db, 'a', 'shop', '100%_sure\\', {})
  await addPod(db, 'a', 'shop', 'gone', { present: false, lastSeenAt: NOON })
  await addAssetRisk(db, { assetId: idOf('a', 'Pod', 'shop', 'web-1'), cluster: 'a', namespace: 'shop' })
  await addRisk(db, 'r1', { cluster: 'a', namespace: 'shop', assetId: idOf('a', 'Pod', 'shop', 'web-1'), waiver: 'w1' })
  await addRisk(db, 'r2', {
    cluster: 'a',
    namespace: 'shop',
    assetId: 'x',
    assetType: 'Workload',
    priorityRank: 0,
    priority: 'LOW',
  })
  await addWaiver(db, 'w1', { hides: 1 })
  await addWaiver(db, 'w2', {})
  await addTask(db, 't1', { cluster: 'a' })
  await addTask(db, 't2')
  await addTaskItem(db, 't2', 'b')
})
afterAll(() => own.close())

async function names(field: string, args: string): Promise<string[]> {
  const data = await answer(context, `{ list: ${field}(first: 100, ${args}) { nodes { ... on Node { id } name } } }`)
  return data.list.nodes.map((node: { name: string }) => node.name)
}

const LISTS = [
  'clusters',
  'namespaces',
  'clusterNodes',
  'workloads',
  'pods',
  'containers',
  'services',
  'imagesInUse',
  'risks',
  'waivers',
  'tasks',
  'coverage',
]

test.each(LISTS)('the SQL of %s has a LIMIT, one over what is asked for', async (field) => {
  const sent = await sqlOf(own.database, () => answer(context, `{ ${field}(first: 7) { nodes { __typename } } }`))
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatch(/ limit \$\d+$/)
})

test('every statement that an answer needs has a LIMIT, nested lists and totals included', async () => {
  const everything = `{
    clusters(first: 10) { totalCount nodes {
      assetCounts { total } riskSummary { byKind { high } } coverage { gaps { kind } } currentTask { id }
      ${['namespaces', 'nodes', 'workloads', 'pods', 'containers', 'services', 'risks']
        .map((field) => `${field}(first: 5) { totalCount nodes { id } }`)
        .join(' ')} } }
    workloads(first: 10) { nodes { lastSeen riskSummary { atRisk } pods(first: 3) { nodes { risks(first: 2) { nodes { title } } } } } }
    namespaces(first: 10) { nodes { assetCounts { total } workloads(first: 3) { totalCount } } }
    tasks(first: 10) { nodes { items(first: 10) { nodes { cluster { name } task { id } } } } }
    regions regionGroups { name } taskKinds { kind } assetCounts { total }
  }`
  const sent = await sqlOf(own.database, () => answer(context, everything))
  expect(sent.length).toBeGreaterThan(20)
  expect(sent.filter((statement) => !/ limit \$\d+/.test(statement))).toEqual([])
})

test('nothing that is not selected is read', async () => {
  const sent = await sqlOf(own.database, () => answer(context, '{ pods(first: 5) { totalCount } }'))
  expect(sent).toHaveLength(1)
  expect(sent[0]).toContain('asset_count')
})

test('a page of containers with pod, workload and cluster is four statements', async () => {
  const sent = await sqlOf(own.database, () =>
    answer(context, '{ containers(first: 50) { nodes { name pod { name } workload { name } cluster { name } } } }'),
  )
  expect(sent).toHaveLength(4)
})

test('the nested lists of a page are one statement, and each parent has its own first rows', async () => {
  let data:
    | { workloads: { nodes: { name: string; pods: { nodes: { name: string }[]; totalCount: number } }[] } }
    | undefined
  const sent = await sqlOf(own.database, async () => {
    data = await answer(
      context,
      `{ workloads(first: 50) { nodes { name pods(first: 2, orderBy: { field: NAME, direction: DESC }) { totalCount nodes { name } } } } }`,
    )
  })
  expect(sent).toHaveLength(3)
  expect(data?.workloads.nodes).toHaveLength(4)
  for (const { name, pods } of data?.workloads.nodes ?? []) {
    expect(pods).toEqual({ totalCount: 3, nodes: [{ name: `${name}-3` }, { name: `${name}-2` }] })
  }
})

test('nested lists backwards end with the last rows', async () => {
  const data = await answer(
    context,
    `{ workloads(first: 2) { nodes { name pods(last: 2) { nodes { name } pageInfo { hasPreviousPage hasNextPage } } } } }`,
  )
  for (const { name, pods } of data.workloads.nodes) {
    expect(pods.nodes).toEqual([{ name: `${name}-2` }, { name: `${name}-3` }])
    expect(pods.pageInfo).toEqual({ hasPreviousPage: true, hasNextPage: false })
  }
})

test('free text is looked for in name, id and type, whatever its case', async () => {
  expect(await names('clusters', 'filter: { text: "ALPH" }')).toEqual(['Alpha'])
  expect(await names('clusters', 'filter: { text: "managed" }')).toEqual(['beta'])
  expect(await names('services', 'filter: { text: "loadbal" }')).toEqual(['web', 'web'])
})

test.each(['%', '_sure', '\\\\', '100%_'])('%s in free text means itself', async (text) => {
  expect(await names('pods', `filter: { text: "${text}" }`)).toEqual(['100%_sure\\'])
})

test('what is gone is hidden, unless it is asked for', async () => {
  expect(await names('pods', 'filter: { text: "gone" }')).toEqual([])
  expect(await names('pods', 'filter: { text: "gone", gone: false }')).toEqual([])
  expect(await names('pods', 'filter: { gone: true }')).toEqual(['gone'])
})

test('at risk is told from the roll-up, and what was not analyzed is neither at risk nor not', async () => {
  const scopes = (uid: string) => `scope: { clusters: ["${encodeId('Cluster', uid)}"] }`
  expect(await names('pods', 'filter: { atRisk: true }')).toEqual(['web-1'])
  expect(await names('pods', `filter: { atRisk: false, ${scopes('a')} }`)).toHaveLength(6)
  expect(await names('pods', `filter: { atRisk: false, ${scopes('b')} }`)).toEqual([])
})

test('a scope narrows by cluster, region, namespace and registry', async () => {
  const a = encodeId('Cluster', 'a')
  expect(await names('workloads', `filter: { scope: { clusters: ["${a}"] } }`)).toEqual(['db', 'web'])
  expect(await names('workloads', 'filter: { scope: { regions: ["us"] } }')).toEqual(['db', 'web'])
  expect(await names('workloads', `filter: { scope: { regions: ["us"], clusters: ["${a}"] } }`)).toEqual([])
  expect(await names('workloads', 'filter: { scope: { namespaces: ["other"] } }')).toEqual([])
  expect(await names('containers', 'filter: { scope: { registries: ["registry.example"] } }')).toHaveLength(12)
  expect(await names('clusterNodes', 'filter: { scope: { namespaces: ["other"] } }')).toEqual(['n1', 'n1'])
})

test('a filter takes ids, and refuses those of another type', async () => {
  const workload = encodeId('Workload', idOf('a', 'Workload', 'shop', 'web'))
  expect(await names('pods', `filter: { workloadIds: ["${workload}"] }`)).toEqual(['web-1', 'web-2', 'web-3'])
  await expect(names('pods', `filter: { workloadIds: ["${encodeId('Pod', 'x')}"] }`)).rejects.toThrow(/id of a Pod/)
})

test('a total stands in the roll-up while the filter asks for no more than it knows', async () => {
  const total = async (filter: string) =>
    (await answer(context, `{ pods(first: 1, filter: { ${filter} }) { totalCount } }`)).pods.totalCount
  expect(await total('')).toBe(2_000)
  expect(await total('scope: { regions: ["eu"], namespaces: ["shop"] }')).toBe(1_000)
  expect(await total('ready: false')).toBe(13)
  expect(await total('gone: true')).toBe(1)
})

test('totals of nested lists stand in the roll-up as well', async () => {
  const data = await answer(context, '{ clusters(first: 9) { nodes { pods(first: 1) { totalCount } } } }')
  expect(data.clusters.nodes.map((node: { pods: { totalCount: number } }) => node.pods.totalCount)).toEqual([
    1_000, 1_000,
  ])
})

test('images in use are summed over where they run', async () => {
  const data = await answer(
    context,
    '{ imagesInUse(first: 5) { totalCount nodes { reference digest containers namespaces clusters } } }',
  )
  expect(data.imagesInUse).toEqual({
    totalCount: 1,
    nodes: [{ reference: 'registry.example/web:1', digest: null, containers: 6, namespaces: 2, clusters: 2 }],
  })
})

test('risks are sorted by priority first, and found by asset and by waiver', async () => {
  const titles = async (filter: string) => {
    const data = await answer(context, `{ risks(first: 9, filter: { ${filter} }) { nodes { title } } }`)
    return data.risks.nodes.map((node: { title: string }) => node.title)
  }
  expect(await titles('')).toEqual(['r1', 'r2'])
  expect(await titles(`assetIds: ["${encodeId('Pod', idOf('a', 'Pod', 'shop', 'web-1'))}"]`)).toEqual(['r1'])
  expect(await titles('waived: false')).toEqual(['r2'])
  expect(await titles(`waiverIds: ["${encodeId('Waiver', 'w1')}"]`)).toEqual(['r1'])
})

test('the risks of an asset are those of its type and id', async () => {
  const data = await answer(
    context,
    '{ pods(first: 50, filter: { text: "web-1" }) { nodes { risks(first: 5) { nodes { title } } } } }',
  )
  expect(data.pods.nodes.map((node: { risks: { nodes: unknown[] } }) => node.risks.nodes)).toEqual([
    [{ title: 'r1' }],
    [],
  ])
})

test('a waiver that is in force and hides nothing is dead', async () => {
  const data = await answer(context, '{ waivers(first: 9, filter: { dead: true }) { nodes { id hides } } }')
  expect(data.waivers.nodes).toEqual([{ id: encodeId('Waiver', 'w2'), hides: 0 }])
})

test('a task over all clusters is found by the cluster of an item', async () => {
  const data = await answer(
    context,
    `{ tasks(first: 9, filter: { scope: { clusters: ["${encodeId('Cluster', 'b')}"] } }) { nodes { target } } }`,
  )
  expect(data.tasks.nodes).toEqual([{ target: 't2' }])
})

test('the task that reads a cluster now is its current one, also when it reads all', async () => {
  const data = await answer(context, '{ clusters(first: 9) { nodes { name currentTask { target } } } }')
  expect(data.clusters.nodes).toEqual([
    { name: 'Alpha', currentTask: { target: 't1' } },
    { name: 'beta', currentTask: { target: 't2' } },
  ])
})

test('the task that looks for exposures of a cluster is told apart from the one that reads it', async () => {
  const { db } = own.database
  await addTask(db, 't3', { cluster: 'a', kind: 'CONTAINER_EXPOSURE' })
  const asked = '{ clusters(first: 9) { nodes { name currentTask { target } exposureTask { target } } } }'
  const { clusters } = await answer(context, asked)
  await db.delete(task).where(eq(task.id, 't3'))
  expect(clusters.nodes).toEqual([
    { name: 'Alpha', currentTask: { target: 't1' }, exposureTask: { target: 't3' } },
    { name: 'beta', currentTask: { target: 't2' }, exposureTask: null },
  ])
})

test('a present row was last seen at the last complete reading of its kind, a row that is gone when it went', async () => {
  const data = await answer(
    context,
    '{ present: pods(first: 1) { nodes { lastSeen } } gone: pods(first: 1, filter: { gone: true }) { nodes { lastSeen } } }',
  )
  expect(data.present.nodes).toEqual([{ lastSeen: NOON.toISOString() }])
  expect(data.gone.nodes).toEqual([{ lastSeen: NOON.toISOString() }])
})

test('a row whose kind has no reading of its own was last seen at the last complete synchronization', async () => {
  const data = await answer(context, `{ services(first: 9) { nodes { lastSeen cluster { name } } } }`)
  expect(data.services.nodes).toContainEqual({ lastSeen: null, cluster: { name: 'beta' } })
  expect(data.services.nodes).toContainEqual({ lastSeen: NOON.toISOString(), cluster: { name: 'Alpha' } })
})
