import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { analysis, assetRisk, riskCount } from '@breakwater/drizzle/tables/risk.ts'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../drizzle/test/database.ts'
import { answer, contextOf } from '../test/api.ts'
import {
  addAnalysis,
  addAssetRisk,
  addCluster,
  addCount,
  addImage,
  addNamespace,
  addPod,
  addRiskCount,
  idOf,
} from '../test/rows.ts'
import type { Context } from './context.ts'
import { encodeId } from './ids.ts'

let own: TestDatabase
let context: Context
beforeAll(async () => {
  own = await testDatabase()
  context = contextOf(own.database)
  const { db } = own.database
  await addCluster(db, 'a', { region: 'eu' })
  await addCluster(db, 'b', { region: 'us' })
  await addCluster(db, 'c', { region: 'us' })
  await addNamespace(db, 'a', 'shop')
  await addPod(db, 'a', 'shop', 'web-1')
  for (const [uid, name] of [
    ['a', 'shop'],
    ['a', 'pay'],
    ['b', 'shop'],
  ] as const) {
    await addCount(db, uid, name, 'POD', 10, 2)
    await addCount(db, uid, name, 'CONTAINER', 20, 3)
    // The same image everywhere: it is one.
    await addImage(db, uid, name, 'sha256:one', { registry: 'harbor', containers: 4, atRisk: uid === 'a' })
  }
  await addCount(db, 'a', '', 'NODE', 3, 1)
})
afterEach(async () => {
  await own.database.db.delete(analysis)
  await own.database.db.delete(assetRisk)
  await own.database.db.delete(riskCount)
  await own.database.db.delete(cluster).where(eq(cluster.sample, true))
})
afterAll(() => own.close())

interface Count {
  readonly kind: string
  readonly total: number
  readonly atRisk: number | null
  readonly analyzedClusters: number
  readonly clusters: number
  readonly notAnalyzedReason: string | null
}

async function counts(scope = ''): Promise<Record<string, Count>> {
  const data = await answer(
    context,
    `{ assetCounts${scope} { kind total atRisk analyzedClusters clusters notAnalyzedReason } }`,
  )
  return Object.fromEntries(data.assetCounts.map((count: Count) => [count.kind, count]))
}

const totals = (of: Record<string, Count>) =>
  Object.fromEntries(Object.entries(of).map(([kind, { total }]) => [kind, total]))

test('the seven kinds are counted, and an image that runs in many places once', async () => {
  expect(totals(await counts())).toEqual({
    CLUSTER: 3,
    NODE: 3,
    NAMESPACE: 0,
    APPLICATION: 0,
    POD: 30,
    CONTAINER: 60,
    IMAGE: 1,
  })
})

test('before anything was analyzed nothing is at risk or not, and a sentence says why', async () => {
  for (const count of Object.values(await counts())) {
    expect(count).toMatchObject({
      atRisk: null,
      analyzedClusters: 0,
      notAnalyzedReason: 'No cluster has been analyzed yet.',
    })
  }
})

test('counts over clusters of which some were analyzed say so', async () => {
  await addAnalysis(own.database.db, 'a', { kind: 'VULNERABILITY' })
  await addAssetRisk(own.database.db, { assetType: 'Cluster', assetId: 'a', cluster: 'a' })
  const partly = { analyzedClusters: 1, clusters: 3, notAnalyzedReason: '1 of 3 clusters analyzed' }
  const all = await counts()
  expect(all['POD']).toMatchObject({ ...partly, atRisk: 6 })
  expect(all['CLUSTER']).toMatchObject({ ...partly, atRisk: 1 })
  expect(all['IMAGE']).toMatchObject({ ...partly, atRisk: 1 })
})

test('counts over clusters that were all analyzed have no reason', async () => {
  await addAnalysis(own.database.db, 'a')
  expect((await counts('(scope: { regions: ["eu"] })'))['POD']).toMatchObject({
    total: 20,
    atRisk: 4,
    analyzedClusters: 1,
    clusters: 1,
    notAnalyzedReason: null,
  })
})

test('a scope narrows what has its dimensions: namespaces leave nodes alone, registries count images and their containers', async () => {
  expect(totals(await counts('(scope: { namespaces: ["pay"] })'))).toMatchObject({
    CLUSTER: 3,
    NODE: 3,
    POD: 10,
    IMAGE: 1,
  })
  expect(totals(await counts('(scope: { registries: ["harbor"] })'))).toMatchObject({ IMAGE: 1, CONTAINER: 12 })
  expect(totals(await counts('(scope: { registries: ["quay"] })'))).toMatchObject({ IMAGE: 0, CONTAINER: 0 })
})

test('the sample cluster is counted unless the scope leaves it out, and the list has as many rows', async () => {
  const { db } = own.database
  await addCluster(db, 'sample', { sample: true })
  await addCount(db, 'sample', 'demo', 'POD', 7)
  expect(totals(await counts())).toMatchObject({ CLUSTER: 4, POD: 37 })
  expect(totals(await counts('(scope: { sample: false })'))).toMatchObject({ CLUSTER: 3, POD: 30 })
  expect(totals(await counts('(scope: { sample: true })'))).toMatchObject({ CLUSTER: 1, POD: 7 })
  const { clusters, pods } = await answer(
    context,
    '{ clusters(first: 9, filter: { scope: { sample: false } }) { totalCount } pods(first: 1, filter: { scope: { sample: false } }) { totalCount } }',
  )
  expect([clusters.totalCount, pods.totalCount]).toEqual([3, 30])
})

test('a cluster and a namespace say what they contain', async () => {
  const data = await answer(
    context,
    `{ clusters(first: 9) { nodes { uid assetCounts { kind total } } } namespaces(first: 9) { nodes { assetCounts { kind total } } } }`,
  )
  const a = data.clusters.nodes.find((node: { uid: string }) => node.uid === 'a')
  expect(a.assetCounts).toContainEqual({ kind: 'POD', total: 20 })
  expect(a.assetCounts).toContainEqual({ kind: 'IMAGE', total: 1 })
  expect(a.assetCounts.map((count: Count) => count.kind)).not.toContain('CLUSTER')
  expect(data.namespaces.nodes).toEqual([
    {
      assetCounts: [
        { kind: 'APPLICATION', total: 0 },
        { kind: 'POD', total: 10 },
        { kind: 'CONTAINER', total: 20 },
        { kind: 'IMAGE', total: 1 },
      ],
    },
  ])
})

const SUMMARY = '{ atRisk high notAnalyzedReason byKind { kind high medium low waived notAnalyzedReason } }'

async function summaries() {
  const data = await answer(
    context,
    `{ cluster: node(id: "${encodeId('Cluster', 'a')}") { ... on Cluster { riskSummary ${SUMMARY} } }
       pods(first: 1) { nodes { riskSummary ${SUMMARY} } } }`,
  )
  return { cluster: data.cluster.riskSummary, pod: data.pods.nodes[0].riskSummary }
}

test('what was not analyzed is null with a reason, never 0', async () => {
  const { cluster: ofCluster, pod: ofPod } = await summaries()
  for (const summary of [ofCluster, ofPod]) {
    expect(summary).toMatchObject({ atRisk: null, high: null, notAnalyzedReason: 'No analysis has run yet.' })
  }
  expect(ofCluster.byKind).toHaveLength(8)
  for (const kind of ofCluster.byKind) {
    expect(kind).toMatchObject({
      high: null,
      medium: null,
      low: null,
      waived: null,
      notAnalyzedReason: 'No analysis has run yet.',
    })
  }
})

test('what was analyzed and has no risks is 0 and not at risk; other kinds stay null', async () => {
  await addAnalysis(own.database.db, 'a')
  const { cluster: ofCluster, pod: ofPod } = await summaries()
  expect(ofPod).toMatchObject({ atRisk: false, high: 0, notAnalyzedReason: '1 of 8 kinds of risks analyzed' })
  const byKind = Object.fromEntries(ofCluster.byKind.map((row: { kind: string }) => [row.kind, row]))
  expect(byKind['CONFIGURATION']).toMatchObject({ high: 0, medium: 0, low: 0, waived: 0, notAnalyzedReason: null })
  expect(byKind['EXPOSURE']).toMatchObject({ high: null, notAnalyzedReason: 'No analysis has run yet.' })
})

test('who looked at exposures alone has looked at no pod and no image: their risks are not known', async () => {
  await addAnalysis(own.database.db, 'a', { kind: 'EXPOSURE' })
  const { cluster: ofCluster, pod: ofPod } = await summaries()
  expect(ofCluster).toMatchObject({ atRisk: false, high: 0 })
  expect(ofPod).toMatchObject({ atRisk: null, high: null, notAnalyzedReason: 'No analysis has run yet.' })
  const { assetCounts, pods } = await answer(
    context,
    `{ assetCounts(scope: { clusters: ["${encodeId('Cluster', 'a')}"] }) { kind atRisk }
       pods(first: 9, filter: { scope: { clusters: ["${encodeId('Cluster', 'a')}"] }, atRisk: false }) { totalCount } }`,
  )
  const known = assetCounts.filter((count: { atRisk: number | null }) => count.atRisk !== null)
  expect(known.map((count: { kind: string }) => count.kind)).toEqual(['CLUSTER', 'NAMESPACE', 'APPLICATION'])
  expect(pods.totalCount).toBe(0)
})

test('who looked at configuration alone has looked at no image', async () => {
  await addAnalysis(own.database.db, 'a')
  const { assetCounts } = await answer(
    context,
    `{ assetCounts(scope: { clusters: ["${encodeId('Cluster', 'a')}"] }) { kind atRisk } }`,
  )
  const unknown = assetCounts.filter((count: { atRisk: number | null }) => count.atRisk === null)
  expect(unknown.map((count: { kind: string }) => count.kind)).toEqual(['IMAGE'])
})

test('summaries stand in the roll-ups: by kind over the cluster, and over all that is in an asset', async () => {
  const { db } = own.database
  await addAnalysis(db, 'a')
  await addRiskCount(db, { cluster: 'a', namespace: 'shop', total: 5 })
  await addRiskCount(db, { cluster: 'a', namespace: 'pay', priority: 'LOW', total: 2 })
  await addRiskCount(db, { cluster: 'a', namespace: 'pay', waived: true, total: 9 })
  await addAssetRisk(db, { assetId: idOf('a', 'Pod', 'shop', 'web-1'), cluster: 'a', namespace: 'shop', high: 4 })
  const { cluster: ofCluster, pod: ofPod } = await summaries()
  expect(ofCluster.byKind).toContainEqual({
    kind: 'CONFIGURATION',
    high: 5,
    medium: 0,
    low: 2,
    waived: 9,
    notAnalyzedReason: null,
  })
  expect(ofPod).toMatchObject({ atRisk: true, high: 4 })
})

test('an analysis that could not look at everything says what it missed', async () => {
  await addAnalysis(own.database.db, 'a', { complete: false, reason: 'Roles could not be read.' })
  const { cluster: ofCluster } = await summaries()
  expect(ofCluster.notAnalyzedReason).toBe('Roles could not be read.')
})
