import { assetCount } from '@breakwater/drizzle/tables/asset.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { analysis, assetRisk, risk, riskCount, waiver } from '@breakwater/drizzle/tables/risk.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { and, eq, gt } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { finding, risksOfTests, smallCluster } from '../../test/risk-domain.ts'
import { expireWaivers } from './waiver-application.ts'
import { createWaiverService } from './waivers.ts'

let own: TestDatabase
let made = 0
beforeAll(async () => {
  own = await testDatabase()
})
afterAll(() => own.close())

const admin: Viewer = {
  kind: 'SESSION',
  name: 'session',
  actor: 'session:test',
  id: 'session-test',
  address: '192.0.2.1',
  role: 'ADMINISTRATOR',
  scope: undefined,
  expiresAt: undefined,
}
const tomorrow = () => new Date(Date.now() + 86_400_000)

/** A cluster of its own for each test, and what the tests ask of it. */
async function cluster(pods = 2) {
  const uid = `c${++made}`
  const { database } = own
  await smallCluster(database, uid, pods)
  const of = (over: Parameters<typeof finding>[0] = {}) => finding({ assetId: `${uid}/shop/web-0/web`, ...over })
  return {
    uid,
    of,
    analyze: risksOfTests(database, uid),
    risks: () => database.db.select().from(risk).where(eq(risk.cluster, uid)).limit(100),
    atRisk: async () => {
      const rows = await database.db
        .select()
        .from(assetRisk)
        .where(and(eq(assetRisk.cluster, uid), eq(assetRisk.atRisk, true)))
        .limit(100)
      return rows.map((row) => row.assetType).sort()
    },
    count: async (kind: 'POD' | 'CONTAINER' | 'CLUSTER' | 'IMAGE') => {
      const [row] = await database.db
        .select()
        .from(assetCount)
        .where(and(eq(assetCount.cluster, uid), eq(assetCount.kind, kind)))
        .limit(1)
      return row && { total: row.total, atRisk: row.atRisk }
    },
    totals: async () => {
      const rows = await database.db.select().from(riskCount).where(eq(riskCount.cluster, uid)).limit(100)
      return rows.map(({ priority, waived, total }) => ({ priority, waived, total }))
    },
    lastChange: async () => {
      const rows = await database.db.select({ seq: change.seq }).from(change).orderBy(change.seq).limit(10_000)
      return rows.at(-1)?.seq ?? 0
    },
    changesSince: (seq: number) =>
      database.db
        .select()
        .from(change)
        .where(and(gt(change.seq, seq), eq(change.cluster, uid)))
        .orderBy(change.seq)
        .limit(1_000),
  }
}

test('a finding of a domain that exists in tests only appears in rows, totals, at-risk twins and events', async () => {
  const c = await cluster()
  const before = await c.lastChange()

  expect(await c.analyze([c.of()])).toEqual({ added: 1, modified: 0, resolved: 0 })

  expect(await c.risks()).toMatchObject([
    { kind: 'CONFIGURATION', rule: 'T-001', state: 'OPEN', priorityRank: 2, severityRank: 3 },
  ])
  expect(await c.totals()).toEqual([{ priority: 'HIGH', waived: false, total: 1 }])
  expect(await c.atRisk()).toEqual(['Cluster', 'ClusterNode', 'Container', 'Namespace', 'Pod', 'Workload'])
  expect(await c.count('POD')).toEqual({ total: 2, atRisk: 1 })
  const types = (await c.changesSince(before)).map((row) => `${row.type} ${row.operation}`)
  expect(types).toContain('Risk ADDED')
  expect(types).toContain('AssetCount MODIFIED')
})

test('that something was analyzed for the first time is an event, that it was analyzed again is none', async () => {
  const c = await cluster()
  const before = await c.lastChange()
  await c.analyze([])
  await c.analyze([])
  await c.analyze([], 'Pods could not be read.')
  const told = (await c.changesSince(before)).filter((row) => row.type === 'Analysis')
  expect(told.map((row) => [row.operation, row.new?.['complete']])).toEqual([
    ['ADDED', true],
    ['MODIFIED', false],
  ])
})

test('an asset whose risks change has changed: who shows it is told from what to what', async () => {
  const c = await cluster()
  await c.analyze([c.of()])
  const before = await c.lastChange()
  await c.analyze([c.of(), c.of({ rule: 'T-002', priority: 'LOW' })])
  const told = await c.changesSince(before)
  expect(told.find((row) => row.type === 'Workload')).toMatchObject({
    node: `${c.uid}/shop/Deployment/web`,
    operation: 'MODIFIED',
    namespace: 'shop',
    old: { low: 0 },
    new: { low: 1 },
  })
  expect(told.filter((row) => row.type === 'Pod').map((row) => row.node)).toEqual([`${c.uid}/shop/web-0`])
})

test('more assets at risk than one transaction writes are all counted, and counted off again', async () => {
  const c = await cluster(600)
  await c.analyze(Array.from({ length: 600 }, (_, n) => c.of({ assetId: `${c.uid}/shop/web-${n}/web` })))
  expect(await c.count('CONTAINER')).toEqual({ total: 600, atRisk: 600 })
  await c.analyze([])
  expect(await c.count('CONTAINER')).toEqual({ total: 600, atRisk: 0 })
  expect(await c.atRisk()).toEqual([])
})

test('the same findings again write no row and no change', async () => {
  const c = await cluster()
  const all = [c.of(), c.of({ rule: 'T-002', priority: 'LOW', severity: 'LOW' })]
  await c.analyze(all)
  const before = await c.lastChange()
  expect(await c.analyze(all)).toEqual({ added: 0, modified: 0, resolved: 0 })
  expect(await c.changesSince(before)).toEqual([])
})

test('what is not found any more is resolved, and opened as the same risk when it returns', async () => {
  const c = await cluster()
  await c.analyze([c.of()])
  expect(await c.analyze([])).toEqual({ added: 0, modified: 0, resolved: 1 })
  expect(await c.risks()).toMatchObject([{ state: 'RESOLVED', resolvedAt: expect.any(Date) }])
  expect(await c.atRisk()).toEqual([])
  await c.analyze([c.of()])
  expect(await c.risks()).toMatchObject([{ state: 'OPEN', resolvedAt: null }])
})

test('an incomplete analysis resolves nothing and says what it could not look at', async () => {
  const c = await cluster()
  await c.analyze([c.of()])
  await c.analyze([], 'Pods could not be read.')
  expect(await c.risks()).toMatchObject([{ state: 'OPEN' }])
  const [row] = await own.database.db.select().from(analysis).where(eq(analysis.cluster, c.uid)).limit(1)
  expect(row).toMatchObject({ complete: false, reason: 'Pods could not be read.' })
})

test('a risk of lower priority counts but puts nothing at risk', async () => {
  const c = await cluster()
  await c.analyze([c.of({ priority: 'MEDIUM' })])
  expect(await c.totals()).toEqual([{ priority: 'MEDIUM', waived: false, total: 1 }])
  expect(await c.atRisk()).toEqual([])
})

test('a waiver hides what it is for from the counts, says how many before and after, and no longer when it is ended', async () => {
  const c = await cluster()
  await c.analyze([c.of(), c.of({ assetId: `${c.uid}/shop/web-1/web` }), c.of({ rule: 'T-009' })])
  const waivers = createWaiverService(own.database)
  const target = { rule: 'T-001', cluster: c.uid }
  expect(await waivers.preview(target, admin, 10)).toMatchObject({ hides: 2 })

  const id = await waivers.create({ target, reason: 'Known', owner: 'platform', until: tomorrow() }, admin)

  expect((await own.database.db.select().from(waiver).where(eq(waiver.id, id)).limit(1))[0]).toMatchObject({
    hides: 2,
    pending: false,
  })
  expect(await c.totals()).toEqual(expect.arrayContaining([{ priority: 'HIGH', waived: true, total: 2 }]))
  expect(await c.count('CONTAINER')).toEqual({ total: 2, atRisk: 1 })
  await waivers.end(id, admin)
  expect(await c.count('CONTAINER')).toEqual({ total: 2, atRisk: 2 })
})

test('a preview leaves out what another waiver hides already', async () => {
  const c = await cluster()
  await c.analyze([c.of(), c.of({ rule: 'T-002' })])
  const waivers = createWaiverService(own.database)
  const target = { rule: 'T-001', cluster: c.uid }
  await waivers.create({ target, reason: 'Known', owner: 'platform', until: tomorrow() }, admin)
  expect(await waivers.preview(target, admin, 10)).toEqual({ hides: 0, riskIds: [] })
  expect(await waivers.preview({ cluster: c.uid }, admin, 10)).toMatchObject({ hides: 1 })
})

test('a waiver covers findings that come after it', async () => {
  const c = await cluster()
  const waivers = createWaiverService(own.database)
  await waivers.create({ target: { cluster: c.uid }, reason: 'Test', owner: 'platform', until: tomorrow() }, admin)
  await c.analyze([c.of()])
  expect(await c.risks()).toMatchObject([{ waiver: expect.any(String) }])
  expect(await c.atRisk()).toEqual([])
})

test('a waiver whose date has come hides nothing, and its risks count again', async () => {
  const c = await cluster()
  await c.analyze([c.of()])
  const waivers = createWaiverService(own.database)
  const id = await waivers.create(
    { target: { cluster: c.uid }, reason: 'Test', owner: 'platform', until: tomorrow() },
    admin,
  )
  await own.database.transaction((tx) =>
    tx
      .update(waiver)
      .set({ until: new Date(Date.now() - 1) })
      .where(eq(waiver.id, id)),
  )

  await expireWaivers(own.database)

  expect((await own.database.db.select().from(waiver).where(eq(waiver.id, id)).limit(1))[0]).toMatchObject({
    ended: true,
    hides: 0,
  })
  expect(await c.atRisk()).toContain('Cluster')
})

test('a waiver that was interrupted is finished later', async () => {
  const c = await cluster()
  await c.analyze([c.of()])
  await own.database.transaction((tx) =>
    tx.insert(waiver).values({
      id: `w-${c.uid}`,
      cluster: c.uid,
      reason: 'r',
      owner: 'o',
      until: tomorrow(),
      createdAt: new Date(),
      createdBy: 'x',
    }),
  )
  await expireWaivers(own.database)
  expect(await c.atRisk()).toEqual([])
})

test('a name with a wildcard covers by name; what LIKE gives a meaning stands for itself', async () => {
  const c = await cluster()
  await c.analyze([c.of({ assetName: 'a_b/web:1' }), c.of({ rule: 'T-002', assetName: 'axb/web:1' })])
  const waivers = createWaiverService(own.database)
  expect(await waivers.preview({ cluster: c.uid, assetName: 'a_b/*' }, admin, 10)).toMatchObject({ hides: 1 })
  expect(await waivers.preview({ cluster: c.uid, assetName: '*/web:*' }, admin, 10)).toMatchObject({ hides: 2 })
  expect(await waivers.preview({ cluster: c.uid, assetName: '%' }, admin, 10)).toMatchObject({ hides: 0 })
})

test('labels of a waiver must all be there', async () => {
  const c = await cluster()
  await c.analyze([c.of({ labels: { team: 'shop', tier: 'web' } }), c.of({ rule: 'T-002', labels: { team: 'shop' } })])
  const waivers = createWaiverService(own.database)
  expect(await waivers.preview({ cluster: c.uid, labels: { team: 'shop' } }, admin, 10)).toMatchObject({ hides: 2 })
  expect(await waivers.preview({ cluster: c.uid, labels: { team: 'shop', tier: 'web' } }, admin, 10)).toMatchObject({
    hides: 1,
  })
})

test.each([
  [{}, 'EMPTY_TARGET'],
  [{ kind: 'NONSENSE' }, 'INVALID_VALUE'],
])('a target that says nothing, or nonsense, is refused: %j', async (target, code) => {
  await expect(createWaiverService(own.database).preview(target, admin, 1)).rejects.toMatchObject({ code })
})

test('a waiver until yesterday is refused', async () => {
  const create = createWaiverService(own.database).create(
    { target: { rule: 'x' }, reason: 'r', owner: 'o', until: new Date(Date.now() - 1_000) },
    admin,
  )
  await expect(create).rejects.toMatchObject({ code: 'INVALID_UNTIL' })
})

test('what is wrong with the template of a workload is wrong with its pods, or with that container in each', async () => {
  const c = await cluster(3)
  const ofWorkload = { assetType: 'Workload', assetId: `${c.uid}/shop/Deployment/web`, assetName: 'web' } as const
  const risky = async () => {
    const [pods, containers] = [await c.count('POD'), await c.count('CONTAINER')]
    return `${pods?.atRisk} pods, ${containers?.atRisk} containers`
  }
  await c.analyze([c.of(ofWorkload)])
  expect(await risky()).toBe('0 pods, 0 containers')
  await c.analyze([c.of({ ...ofWorkload, container: '' })])
  expect(await risky()).toBe('3 pods, 0 containers')
  await c.analyze([c.of({ ...ofWorkload, container: 'web' })])
  expect(await risky()).toBe('3 pods, 3 containers')
  await c.analyze([c.of({ ...ofWorkload, container: 'another' })])
  expect(await risky()).toBe('0 pods, 0 containers')
})

test('a risk of an image counts for each container that runs it, once for a pod', async () => {
  const c = await cluster(3)
  const { replaceFindings } = await import('./findings.ts')
  const signal = new AbortController().signal
  const image = c.of({ assetType: 'Image', assetId: 'sha256:aa', assetName: 'nginx', namespace: '' })
  await replaceFindings(own.database, { kind: 'VULNERABILITY', registry: 'docker.io' }, [image], { signal })
  expect(await c.count('CONTAINER')).toEqual({ total: 3, atRisk: 3 })
  expect(await c.count('IMAGE')).toEqual({ total: 1, atRisk: 1 })
  const [row] = await own.database.db
    .select()
    .from(assetRisk)
    .where(and(eq(assetRisk.cluster, c.uid), eq(assetRisk.assetType, 'Workload')))
    .limit(1)
  expect(row).toMatchObject({ high: 1 })
  await replaceFindings(own.database, { kind: 'VULNERABILITY', registry: 'docker.io' }, [], { signal })
  expect(await c.count('CONTAINER')).toEqual({ total: 3, atRisk: 0 })
})
