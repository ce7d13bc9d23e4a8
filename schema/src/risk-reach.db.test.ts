import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../drizzle/test/database.ts'
import { answer, contextOf } from '../test/api.ts'
import { addCluster, addContainer, addPod, addRisk, idOf } from '../test/rows.ts'
import { encodeId } from './ids.ts'

const workload = idOf('a', 'Workload', 'shop', 'web')
const pod = idOf('a', 'Pod', 'shop', 'web-1')
const container = idOf('a', 'Container', 'shop', 'web')

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  await addCluster(db, 'a')
  await addPod(db, 'a', 'shop', 'web-1', { workload, node: 'n1' })
  await addContainer(db, 'a', 'shop', 'web', { workload, pod, node: 'n1', imageDigest: 'sha256:one' })
  await addContainer(db, 'a', 'shop', 'old', { workload, pod, node: 'n1', imageDigest: 'sha256:old', present: false })
  const hangs = { cluster: 'a', namespace: 'shop' }
  await addRisk(db, 'of the workload', { ...hangs, assetType: 'Workload', assetId: workload })
  await addRisk(db, 'of its pods', { ...hangs, assetType: 'Workload', assetId: workload, container: '' })
  await addRisk(db, 'of web in its pods', { ...hangs, assetType: 'Workload', assetId: workload, container: 'web' })
  await addRisk(db, 'of another in its pods', { ...hangs, assetType: 'Workload', assetId: workload, container: 'old' })
  await addRisk(db, 'of the pod', { ...hangs, assetType: 'Pod', assetId: pod })
  await addRisk(db, 'of the container', { ...hangs, assetType: 'Container', assetId: container })
  await addRisk(db, 'of the image', { registry: 'r', assetType: 'Image', assetId: 'sha256:one' })
  await addRisk(db, 'of an image that ran', { registry: 'r', assetType: 'Image', assetId: 'sha256:old' })
  await addRisk(db, 'of the node', { cluster: 'a', assetType: 'ClusterNode', assetId: 'a/n1' })
  await addRisk(db, 'of another pod', { cluster: 'a', namespace: 'pay', assetType: 'Pod', assetId: 'other' })
})
afterAll(() => own.close())

async function risksOf(...ids: string[]): Promise<string[]> {
  const query = `query ($ids: [ID!]) { risks(first: 20, filter: { assetIds: $ids }) { nodes { title } } }`
  const { risks } = await answer(contextOf(own.database), query, { ids })
  return risks.nodes.map((node: { title: string }) => node.title.replace(/^of /, '')).sort()
}

const OF_TEMPLATE = ['another in its pods', 'its pods', 'web in its pods']

test.each([
  ['Container', container, ['the container', 'the image', 'web in its pods']],
  ['Pod', pod, ['its pods', 'the container', 'the image', 'the pod', 'web in its pods']],
  ['Workload', workload, [...OF_TEMPLATE, 'the container', 'the image', 'the pod', 'the workload']],
  ['ClusterNode', 'a/n1', ['its pods', 'the container', 'the image', 'the node', 'the pod', 'web in its pods']],
  ['Namespace', 'a/shop', [...OF_TEMPLATE, 'the container', 'the image', 'the pod', 'the workload']],
  [
    'Cluster',
    'a',
    ['another pod', ...OF_TEMPLATE, 'the container', 'the image', 'the node', 'the pod', 'the workload'],
  ],
  ['Image', 'sha256:one', ['the image']],
  ['Service', 'a/shop/web', []],
])('the risks of a %s are those that count for it: its own and of what is in it', async (type, key, titles) => {
  expect(await risksOf(encodeId(type, key))).toEqual(titles.toSorted())
})

test('the risks of two assets are those of either', async () => {
  expect(await risksOf(encodeId('Container', container), encodeId('Pod', 'other'))).toEqual([
    'another pod',
    'the container',
    'the image',
    'web in its pods',
  ])
})

test('no assets have no risks', async () => {
  expect(await risksOf()).toEqual([])
})
