import { audit } from '@breakwater/drizzle/tables/access.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { encodeId } from '@breakwater/schema/ids.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { administrator, answer, ask, contextOf, scoped } from '../../../schema/test/api.ts'
import {
  addAnalysis,
  addCheckResult,
  addCheckRule,
  addCheckTally,
  addCisState,
  addCluster,
  addNode,
  addRisk,
} from '../../../schema/test/rows.ts'
import { createBenchmarkService } from './cis/benchmark-service.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  await addCluster(db, 'c1', { version: 'v1.31.2', distribution: 'kubeadm', type: 'SELF_MANAGED' })
  await addNode(db, 'c1', 'main', { roles: ['control-plane'] })
  await addNode(db, 'c1', 'worker')
  await addNode(db, 'c1', 'old', { present: false })
  await addAnalysis(db, 'c1')
  await addCisState(db, 'c1', '1.11', { '1.2.17': ['FAIL', 'api: --audit-log-maxage is not set to 30 or more.'] })
  await addCluster(db, 'eks', { version: 'v1.33.1-eks-1', distribution: 'EKS', type: 'MANAGED' })
  await addCheckRule(db, 'KC-006', { frameworks: [{ framework: 'CIS', version: '1.11', section: '5.2.3' }] })
  await addCheckTally(db, 'c1', 'shop', 'KC-006', { passed: 2, failed: 1, exempt: 1 })
  await addCheckTally(db, 'eks', 'shop', 'KC-006', { failed: 5 })
  // The first one is accepted by a waiver, the second says what is wrong.
  for (const [name, waiver] of [
    ['a', 'w1'],
    ['b', null],
  ] as const) {
    await addCheckResult(db, 'c1', name, {
      rule: 'KC-006',
      namespace: 'shop',
      text: `${name} is wrong.`,
      risk: `r-${name}`,
    })
    await addRisk(db, `r-${name}`, { cluster: 'c1', namespace: 'shop', waiver })
  }
})
afterAll(() => own.close())

const services = { benchmarks: createBenchmarkService() }
const context = (viewer: Viewer = administrator) => contextOf(own.database, viewer, services)
const cluster = encodeId('Cluster', 'c1')

const IMPORT = `mutation ($input: ImportNodeReportInput!) { importNodeReport(input: $input) {
  imported { total reports { id node source versions } replacedTotal replaced { node readBy } unknownNodes }
  userErrors { code field message } } }`
const imported = async (input: object, viewer?: Viewer) =>
  (await answer(context(viewer), IMPORT, { input: { cluster, ...input } })).importNodeReport

const line = (node: string, mode: string) =>
  JSON.stringify({
    ...{ format: 'breakwater.node/v1', node, complete: true },
    files: [{ path: '/usr/lib/systemd/system/kubelet.service', mode, owner: 'root:root' }],
  })
const kubeBench = (version: string, status: string) =>
  JSON.stringify({ Controls: [{ version, tests: [{ results: [{ test_number: '4.1.1', status }] }] }] })

const BENCHMARK = `query ($cluster: ID!, $version: CisVersion) { benchmark(cluster: $cluster, version: $version) {
  version fitting managedBy nodeCount reportedNodeCount counts { total passed failed exempt manual notAssessable }
  sections { section counts { total failed } checks { number state reason checks { rule failed } nodes { passed failed silent failing } } } } }`
async function benchmark(uid = 'c1', version?: string) {
  const told = await answer(context(), BENCHMARK, { cluster: encodeId('Cluster', uid), version })
  const checks = told.benchmark.sections.flatMap(({ checks: some }: { checks: { number: string }[] }) => some)
  return {
    ...told.benchmark,
    check: (number: string) => checks.find((one: { number: string }) => one.number === number),
  }
}

beforeEach(async () => {
  const { nodeReports } = await answer(context(), '{ nodeReports(first: 100) { nodes { id } } }')
  for (const { id } of nodeReports.nodes) await remove(id)
})

const remove = async (id: string, viewer?: Viewer) =>
  (
    await answer(
      context(viewer),
      'mutation ($id: ID!) { deleteNodeReport(input: { nodeReport: $id }) { deletedNodeReportId userErrors { code } } }',
      { id },
    )
  ).deleteNodeReport

test('rules, flags and persons tell what they know, in the version that fits', async () => {
  const told = await benchmark()
  expect(told).toMatchObject({
    version: 'V1_11',
    fitting: 'V1_11',
    managedBy: null,
    nodeCount: 2,
    reportedNodeCount: 0,
  })
  expect(told.check('5.2.3')).toMatchObject({
    ...{ state: 'FAIL', reason: 'b is wrong.' },
    checks: [{ rule: 'KC-006', failed: 1 }],
    nodes: null,
  })
  expect(told.check('1.2.17')).toMatchObject({ state: 'FAIL', reason: expect.stringContaining('audit-log-maxage') })
  expect(told.check('4.1.1')).toMatchObject({ state: 'NOT_ASSESSABLE', nodes: { passed: 0, silent: 2 } })
  expect(told.counts).toMatchObject({ total: 133, failed: 2 })
  expect(told.sections.find(({ section }: { section: string }) => section === '5.2').counts.failed).toBe(1)
  expect((await benchmark('c1', 'V1_10')).check('5.2.3')).toMatchObject({ state: 'NOT_ASSESSABLE', checks: [] })
})

test('a managed control plane is not assessable', async () => {
  const told = await benchmark('eks')
  expect(told).toMatchObject({ version: 'V1_12', managedBy: 'EKS', nodeCount: null })
  expect(told.check('2.1')).toMatchObject({ state: 'NOT_ASSESSABLE', reason: expect.stringContaining('EKS') })
})

test('logs of the job on all nodes are read at once, and newer ones replace them', async () => {
  const first = await imported({ report: [line('main', '600'), line('worker', '644'), line('old', '777')].join('\n') })
  expect(first).toMatchObject({ userErrors: [], imported: { total: 2, replacedTotal: 0, unknownNodes: ['old'] } })
  expect(first.imported.reports[0]).toMatchObject({
    node: 'main',
    source: 'JOB',
    versions: ['V1_10', 'V1_11', 'V1_12'],
  })
  expect((await benchmark()).check('4.1.1')).toMatchObject({
    ...{ state: 'FAIL', reason: expect.stringContaining('worker: /usr/lib/systemd') },
    nodes: { passed: 1, failed: 1, silent: 0 },
  })
  const second = await imported({ report: line('worker', '600') })
  expect(second.imported).toMatchObject({
    replacedTotal: 1,
    replaced: [{ node: 'worker', readBy: administrator.actor }],
  })
  expect((await benchmark()).check('4.1.1')).toMatchObject({ state: 'PASS', reason: '' })

  const [, worker] = [first.imported.reports[0].id, second.imported.reports[0].id]
  expect(await remove(worker)).toEqual({ deletedNodeReportId: worker, userErrors: [] })
  expect((await benchmark()).check('4.1.1')).toMatchObject({ state: 'NOT_ASSESSABLE', nodes: { silent: 1 } })
  const rows = await own.database.db.select().from(audit).where(eq(audit.cluster, 'c1')).orderBy(asc(audit.seq))
  const since = rows.slice(rows.findIndex(({ action }) => action === 'importNodeReport'))
  expect(since.slice(0, 3)).toMatchObject([
    { action: 'importNodeReport', details: { nodes: 2, source: 'JOB', replaced: 0 } },
    { action: 'importNodeReport', details: { nodes: 1, replaced: 1 } },
    { action: 'deleteNodeReport', target: 'worker' },
  ])
  const told = await own.database.db
    .select()
    .from(change)
    .where(eq(change.node, 'JOB/c1/worker'))
    .orderBy(asc(change.seq))
  expect(told.map(({ operation }) => operation)).toEqual(['ADDED', 'MODIFIED', 'REMOVED'])
})

test("kube-bench's JSON is read for the node that is named, and stands beside the job's", async () => {
  await imported({ report: line('worker', '600') })
  const told = await imported({ report: kubeBench('cis-1.11', 'FAIL'), node: ' worker ' })
  expect(told.imported).toMatchObject({ replacedTotal: 0, reports: [{ source: 'KUBE_BENCH', versions: ['V1_11'] }] })
  expect((await benchmark()).check('4.1.1')).toMatchObject({
    state: 'FAIL',
    reason: 'worker: kube-bench says that it fails.',
  })
  expect((await benchmark('c1', 'V1_12')).check('4.1.1')).toMatchObject({ state: 'NOT_ASSESSABLE' })
})

test.each([
  ['no report', { report: 'pods "x" not found' }, 'NOT_A_REPORT', 'kube-bench --json'],
  ['too much', { report: 'x'.repeat(4_194_305) }, 'TOO_LARGE', '4 MiB'],
  ['another benchmark', { report: kubeBench('eks-1.5.0', 'PASS'), node: 'main' }, 'BENCHMARK_UNKNOWN', 'cis-1.12'],
  ['kube-bench without its node', { report: kubeBench('cis-1.11', 'PASS') }, 'NODE_MISSING', 'Name the node'],
  ['a node of elsewhere', { report: kubeBench('cis-1.11', 'PASS'), node: 'x' }, 'NODE_UNKNOWN', 'named as "main"'],
  ['a report without a node', { report: line('', '600') }, 'INVALID', 'names no node'],
])('%s is refused with what to do', async (_name, input, code, advice) => {
  expect(await imported(input)).toMatchObject({
    imported: null,
    userErrors: [{ code, message: expect.stringContaining(advice) }],
  })
  expect((await benchmark()).reportedNodeCount).toBe(0)
})

test('who sees a part of a cluster, or another one, sees no benchmark of it and brings no reports', async () => {
  const part = scoped({ clusters: ['c1'], namespaces: ['shop'] })
  const elsewhere = scoped({ clusters: ['eks'] })
  for (const viewer of [part, elsewhere]) {
    const { data, errors } = await ask(context(viewer), BENCHMARK, { cluster })
    expect([data?.['benchmark'] ?? null, errors?.length]).toEqual([null, 1])
    const operator = { ...viewer, role: 'OPERATOR' } as const
    expect((await imported({ report: line('main', '600') }, operator)).userErrors).toHaveLength(1)
  }
  const { imported: brought } = await imported({ report: line('main', '600') })
  const operator = { ...part, role: 'OPERATOR' } as const
  expect(await remove(brought.reports[0].id, operator)).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] })
  const { nodeReports } = await answer(context(elsewhere), '{ nodeReports(first: 9) { nodes { id } totalCount } }')
  expect(nodeReports).toEqual({ nodes: [], totalCount: 0 })
})

test('a cluster that is being removed takes no more reports', async () => {
  await addCluster(own.database.db, 'leaving', { state: 'DELETED' })
  const input = { cluster: encodeId('Cluster', 'leaving'), report: line('main', '600') }
  expect((await imported(input)).userErrors).toMatchObject([{ code: 'BEING_REMOVED' }])
})

test('the manifest names what is asked for, and nothing that is no name', async () => {
  const asked = (args: string) => ask(context(), `{ nodeJob(${args}) { manifest collect } }`, {})
  const { data } = await asked('namespace: "look", image: "registry.example.com/busybox@sha256:1"')
  expect(data?.['nodeJob']).toMatchObject({
    manifest: expect.stringContaining('image: registry.example.com/busybox@sha256:1'),
    collect: expect.stringContaining('--namespace look'),
  })
  expect((await asked('namespace: "a; rm -rf /"')).errors).toHaveLength(1)
  expect((await asked('image: "a b"')).errors).toHaveLength(1)
})
