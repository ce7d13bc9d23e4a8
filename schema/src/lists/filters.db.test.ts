import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { answer, contextOf } from '../../test/api.ts'
import { addFleet, DIGEST } from '../../test/fleet.ts'
import { filterFieldsOf, type Listed, listTypes, pageOf } from '../../test/listed.ts'
import { idOf, MORNING, NOON } from '../../test/rows.ts'
import type { Context } from '../context.ts'
import { encodeId } from '../ids.ts'

let own: TestDatabase
let context: Context

beforeAll(async () => {
  own = await testDatabase()
  context = contextOf(own.database)
  await addFleet(own.database.db)
})
afterAll(() => own.close())

type Matches = (row: Listed) => boolean

/** A filter as it stands in a document, and whether a row should be found by it. Its fields are read from the document. */
type Case = readonly [filter: string, matches: Matches]

const C1 = encodeId('Cluster', 'c1')
const WEB = encodeId('Workload', idOf('c1', 'Workload', 'shop', 'web'))
const WEB_1 = encodeId('Pod', idOf('c1', 'Pod', 'shop', 'web-1'))
const A_MINUTE_LATER = new Date(MORNING.getTime() + 60_000).toISOString()

const ELEVEN_MINUTES_LATER = new Date(MORNING.getTime() + 660_000).toISOString()

const count = (row: Listed, kind: string): number =>
  row.assetCounts.find((each: { kind: string }) => each.kind === kind).total
const seconds = ({ started, finished }: Listed): number | undefined =>
  started === null ? undefined : (Date.parse(finished ?? new Date().toISOString()) - Date.parse(started)) / 1_000
const holds = (text: string, ...values: readonly string[]) => values.some((value) => value.toLowerCase().includes(text))

const scope: Case = [`scope: { clusters: ["${C1}"] }`, (row) => row.cluster?.uid === 'c1']
const regions: Case = ['scope: { regions: ["us"] }', (row) => row.cluster?.region === 'us']
const atRisk: Case = ['atRisk: true', (row) => row.riskSummary.atRisk === true]
const notAtRisk: Case = ['atRisk: false', (row) => row.riskSummary.atRisk === false]
const firstSeen: Case = [`firstSeen: { from: "${A_MINUTE_LATER}" }`, (row) => row.firstSeen >= A_MINUTE_LATER]
const firstSeenBefore: Case = [`firstSeen: { before: "${A_MINUTE_LATER}" }`, (row) => row.firstSeen < A_MINUTE_LATER]
/** Of whatever the fleet has nothing: its own test is in lists.db.test.ts. */
const gone: Case = ['gone: true', () => false]
const label = (row: Listed, key: string) => row.labels.find((one: { key: string }) => one.key === key)?.value
const labeled: Case = ['labels: [{ key: "tier", value: "front" }]', (row) => label(row, 'tier') === 'front']
const labelThere: Case = [
  'labels: [{ key: "example.com/zone" }, { key: "tier" }]',
  (row) => label(row, 'example.com/zone') !== undefined,
]
const ofAssets = [labeled, labelThere, scope, regions, atRisk, notAtRisk, firstSeen, firstSeenBefore, gone]
const namespace: Case = ['scope: { namespaces: ["shop"] }', (row) => row.namespace === 'shop']

const CASES: Readonly<Record<string, readonly Case[]>> = {
  Cluster: [
    [`scope: { clusters: ["${C1}"] }`, (row) => row.uid === 'c1'],
    ['scope: { regions: ["us"] }, regions: ["us", "eu"]', (row) => row.region === 'us'],
    [`ids: ["${C1}"]`, (row) => row.uid === 'c1'],
    ['text: "alph"', (row) => row.name === 'Alpha'],
    ['types: [EDGE]', (row) => row.type === 'EDGE'],
    ['distributions: ["k3s", "EKS"]', (row) => ['k3s', 'EKS'].includes(row.distribution)],
    ['states: [DEGRADED]', (row) => row.state === 'DEGRADED'],
    ['regions: ["eu"]', (row) => row.region === 'eu'],
    ['sample: true', (row) => row.sample],
    atRisk,
    notAtRisk,
    ['versions: ["1.33"]', (row) => row.version === '1.33'],
    ['sourceKinds: [SNAPSHOT]', (row) => row.sourceKind === 'SNAPSHOT'],
    ['nodes: { min: 3 }', (row) => count(row, 'NODE') >= 3],
    ['workloads: { min: 1, max: 2 }', (row) => count(row, 'APPLICATION') >= 1 && count(row, 'APPLICATION') <= 2],
    ['pods: { max: 0 }', (row) => count(row, 'POD') === 0],
    ['containers: { min: 12 }', (row) => count(row, 'CONTAINER') >= 12],
    ['fullyCovered: true', ({ coverage }) => coverage.kinds > 0 && coverage.complete === coverage.kinds],
    ['fullyCovered: false', ({ coverage }) => coverage.kinds === 0 || coverage.complete < coverage.kinds],
    [`lastSync: { before: "${NOON.toISOString()}" }`, (row) => (row.lastSync ?? '') < NOON.toISOString()],
  ],
  Namespace: [
    ...ofAssets,
    ['text: "SHO"', (row) => row.name === 'shop'],
    ['phases: ["Terminating"]', (row) => row.phase === 'Terminating'],
    ['workloads: { min: 1 }', (row) => count(row, 'APPLICATION') >= 1],
    ['pods: { max: 2 }', (row) => count(row, 'POD') <= 2],
    ['containers: { min: 7 }', (row) => count(row, 'CONTAINER') >= 7],
    ['images: { min: 2, max: 2 }', (row) => count(row, 'IMAGE') === 2],
  ],
  ClusterNode: [
    ...ofAssets,
    ['text: "10.0.1"', (row) => holds('10.0.1', row.internalIp)],
    ['readiness: [NOT_READY]', (row) => row.readiness === 'NOT_READY'],
    ['roles: ["control-plane", "edge"]', (row) => row.roles.includes('control-plane')],
    ['kubeletVersions: ["v1.30"]', (row) => row.kubeletVersion === 'v1.30'],
    ['internalIps: ["10.0.0.0"]', (row) => row.internalIp === '10.0.0.0'],
    ['zones: ["z1"]', (row) => row.zone === 'z1'],
    ['osImages: ["Talos"]', (row) => row.osImage === 'Talos'],
    ['pods: { min: 1 }', (row) => row.podCount >= 1],
  ],
  Workload: [
    ...ofAssets,
    namespace,
    ['text: "statefulset"', (row) => row.kind === 'StatefulSet'],
    ['kinds: ["Deployment"]', (row) => row.kind === 'Deployment'],
    ['applications: ["store"]', (row) => row.application === 'store'],
    ['owners: ["team-a", ""]', (row) => ['team-a', ''].includes(row.owner)],
    ['states: [DEGRADED]', (row) => row.state === 'DEGRADED'],
    ['ready: { max: 1 }', (row) => row.ready <= 1],
    ['pods: { min: 2 }', (row) => row.podCount >= 2],
    ['containers: { min: 1, max: 3 }', (row) => row.containerCount >= 1 && row.containerCount <= 3],
  ],
  Pod: [
    ...ofAssets,
    namespace,
    ['text: "WEB-1"', (row) => row.name === 'web-1'],
    [`workloadIds: ["${WEB}"]`, (row) => row.workload.id === WEB],
    ['workloadNames: ["db"]', (row) => row.workloadName === 'db'],
    ['nodes: ["n1"]', (row) => row.node === 'n1'],
    ['statuses: ["CrashLoopBackOff"]', (row) => row.status === 'CrashLoopBackOff'],
    ['ready: true', (row) => row.ready],
    ['hostNetwork: true', (row) => row.hostNetwork],
    ['restarts: { min: 2 }', (row) => row.restarts >= 2],
    ['ips: ["10.1.0.1", "10.1.0.2"]', (row) => ['10.1.0.1', '10.1.0.2'].includes(row.ip)],
    ['containers: { min: 2 }', (row) => row.containerCount >= 2],
  ],
  Container: [
    ...ofAssets,
    namespace,
    ['scope: { registries: ["docker.io"] }', (row) => row.imageRegistry === 'docker.io'],
    ['text: "EXAMPLE/DB"', (row) => holds('example/db', row.imageReference)],
    [`podIds: ["${WEB_1}"]`, (row) => row.pod.id === WEB_1],
    ['podNames: ["web-1"]', (row) => row.podName === 'web-1'],
    [`workloadIds: ["${WEB}"]`, (row) => row.workload.id === WEB],
    ['image: "web:1"', (row) => holds('web:1', row.imageReference)],
    [`imageDigests: ["${DIGEST}"]`, (row) => row.imageDigest === DIGEST],
    ['kinds: [INIT]', (row) => row.kind === 'INIT'],
    ['states: [WAITING]', (row) => row.state === 'WAITING'],
    ['stateReasons: ["CrashLoopBackOff"]', (row) => row.stateReason === 'CrashLoopBackOff'],
    ['restarts: { min: 1, max: 2 }', (row) => row.restarts >= 1 && row.restarts <= 2],
    ['exposed: true', (row) => row.exposed === true],
    ['exposed: false', (row) => row.exposed === false],
    ['exposures: [PRIVATE, INTERNET]', (row) => ['PRIVATE', 'INTERNET'].includes(row.exposure)],
  ],
  Service: [
    ...ofAssets,
    namespace,
    ['text: "loadbal"', (row) => row.type === 'LoadBalancer'],
    ['types: ["ClusterIP"]', (row) => row.type === 'ClusterIP'],
    ['clusterIps: ["None"]', (row) => row.clusterIp === 'None'],
    ['ports: [443, 8080]', (row) => row.ports.some((each: { port: number }) => each.port === 443)],
    ['externalAddresses: ["shop.example"]', (row) => row.externalAddresses.includes('shop.example')],
  ],
  ImageInUse: [
    ['scope: { registries: ["nowhere"] }', () => false],
    ['text: "C1:"', (row) => holds('c1:', row.reference)],
    [`digests: ["${DIGEST}"]`, (row) => row.digest === DIGEST],
    ['atRisk: true', (row) => row.reference === 'registry.example/c1:1'],
    ['containers: { min: 5 }', (row) => row.containers >= 5],
    ['namespaces: { max: 2 }', (row) => row.namespaces <= 2],
    ['clusters: { min: 2 }', (row) => row.clusters >= 2],
  ],
  Coverage: [
    scope,
    regions,
    ['text: "not READ"', (row) => holds('not read', row.message)],
    ['reasons: [FORBIDDEN]', (row) => row.reason === 'FORBIDDEN'],
    ['kinds: ["Pod"]', (row) => row.kind === 'Pod'],
    ['apiVersions: ["v1"]', (row) => row.apiVersion === 'v1'],
    ['writtenVersions: ["v1beta1", "v9"]', (row) => row.writtenVersions.includes('v1beta1')],
    ['watchStates: [POLLING, RECONNECTING]', (row) => ['POLLING', 'RECONNECTING'].includes(row.watch?.state)],
    ['objects: { min: 1 }', (row) => row.objects >= 1],
    [`lastComplete: { before: "${NOON.toISOString()}" }`, (row) => (row.lastComplete ?? '') < NOON.toISOString()],
  ],
  Risk: [
    scope,
    regions,
    namespace,
    firstSeen,
    ['text: "PRIVILEGED"', (row) => holds('privileged', row.title, row.rule)],
    ['kinds: [EXPOSURE]', (row) => row.kind === 'EXPOSURE'],
    ['rules: ["HOST_NETWORK"]', (row) => row.rule === 'HOST_NETWORK'],
    ['severities: [LOW]', (row) => row.severity === 'LOW'],
    ['priorities: [HIGH]', (row) => row.priority === 'HIGH'],
    ['states: [RESOLVED]', (row) => row.state === 'RESOLVED'],
    ['waived: true', (row) => row.waiver !== null],
    ['waived: false', (row) => row.waiver === null],
    [`waiverIds: ["${encodeId('Waiver', 'waiver-0')}"]`, (row) => row.waiver !== null],
    [`assetIds: ["${encodeId('Pod', 'asset-1')}"]`, (row) => row.assetId === encodeId('Pod', 'asset-1')],
    ['assetTypes: [IMAGE]', (row) => row.assetType === 'IMAGE'],
    ['assetNames: ["asset-2"]', (row) => row.assetName === 'asset-2'],
    ['owners: ["shop"]', (row) => row.owner === 'shop'],
  ],
  Exposure: [
    scope,
    regions,
    namespace,
    firstSeen,
    ['text: "AJAR"', (row) => holds('ajar', row.title)],
    ['verdicts: [POSSIBLE, NONE]', (row) => ['POSSIBLE', 'NONE'].includes(row.verdict)],
    ['exposed: true', (row) => ['POSSIBLE', 'RESTRICTED', 'INTERNET'].includes(row.verdict)],
    ['exposed: false', (row) => ['NONE', 'BLOCKED', 'PRIVATE'].includes(row.verdict)],
    ['confidences: [LOW]', (row) => row.confidence === 'LOW'],
    ['priorities: [HIGH]', (row) => row.priority === 'HIGH'],
    ['entryKinds: [INGRESS]', (row) => row.entry.kind === 'INGRESS'],
    [
      'entryPoints: ["c1/LOAD_BALANCER/Service/kube-system/web"]',
      (row) => row.entry.key.endsWith('c1/LOAD_BALANCER/Service/kube-system/web'),
    ],
    ['addresses: ["203.0.113.1", "none.example"]', (row) => row.entry.addresses.includes('203.0.113.1')],
    ['ports: [80]', (row) => row.entry.port === 80],
    ['hosts: ["shop.example"]', (row) => row.entry.host === 'shop.example'],
    ['tls: [NONE]', (row) => row.entry.tls === 'NONE'],
    [`workloadIds: ["${WEB}"]`, (row) => row.workload?.id === WEB],
    ['workloadNames: ["db"]', (row) => row.workloadName === 'db'],
    ['containerPorts: [5432, 1]', (row) => row.containerPort === 5432],
    ['portClasses: [DATABASE]', (row) => row.portClass === 'DATABASE'],
    ['authentications: [KNOWN]', (row) => row.authentication === 'KNOWN'],
    ['findings: [NO_BACKEND]', (row) => row.finding === 'NO_BACKEND'],
    ['intended: true', (row) => row.intended],
    ['intended: false', (row) => !row.intended],
    ['resolved: false, ports: [443]', (row) => row.entry.port === 443],
  ],
  Check: [
    // A scope narrows what is counted, and leaves out no rule: see check-list.db.test.ts.
    ['scope: { sample: false }, rules: ["KC-002"]', (row) => row.rule === 'KC-002'],
    ['text: "AJAR"', (row) => holds('ajar', row.title)],
    ['rules: ["KC-001", "KC-777"]', (row) => row.rule === 'KC-001'],
    ['severities: [CRITICAL]', (row) => row.severity === 'CRITICAL'],
    ['frameworks: [PSS]', (row) => row.frameworks.some((one: { framework: string }) => one.framework === 'PSS')],
    ['statuses: [FAIL]', (row) => row.status === 'FAIL'],
    ['statuses: [EXEMPT, PASS]', (row) => ['EXEMPT', 'PASS'].includes(row.status)],
    ['judged: true', (row) => row.status !== null],
    ['judged: false', (row) => row.status === null],
    ['custom: true', (row) => row.custom],
    ['failed: { min: 1 }', (row) => row.failed >= 1],
  ],
  CheckResult: [
    scope,
    regions,
    namespace,
    firstSeen,
    ['text: "AJAR"', (row) => holds('ajar', row.title)],
    ['rules: ["KC-001"]', (row) => row.rule === 'KC-001'],
    ['results: [FAIL]', (row) => row.result === 'FAIL'],
    ['results: [EXEMPT]', (row) => row.result === 'EXEMPT'],
    ['results: [NOT_ASSESSABLE]', (row) => row.result === 'NOT_ASSESSABLE'],
    ['severities: [CRITICAL]', (row) => row.severity === 'CRITICAL'],
    ['priorities: [HIGH]', (row) => row.priority === 'HIGH'],
    ['origins: [DISTRIBUTION]', (row) => row.origin === 'DISTRIBUTION'],
    ['objectKinds: ["ClusterRole"]', (row) => row.object.kind === 'ClusterRole'],
    ['objectNames: ["web"]', (row) => row.object.name === 'web'],
    [`workloadIds: ["${WEB}"]`, (row) => row.workload?.id === WEB],
    ['owners: ["team-a"]', (row) => row.owner === 'team-a'],
    ['covered: true', (row) => row.coveredBy !== null],
    ['covered: false', (row) => row.coveredBy === null],
    ['mendable: true', (row) => row.mending !== null],
    ['mendable: false', (row) => row.mending === null],
    ['resolved: false, rules: ["KC-002"]', (row) => row.rule === 'KC-002'],
  ],
  CheckedObject: [
    scope,
    regions,
    namespace,
    firstSeen,
    ['text: "DB"', (row) => holds('db', row.name)],
    ['passed: ["KC-007", "KC-777"]', (row) => row.passed.includes('KC-007')],
    ['kinds: ["Service"]', (row) => row.kind === 'Service'],
    ['names: ["web-1"]', (row) => row.name === 'web-1'],
    [`workloadIds: ["${WEB}"]`, (row) => row.workload?.id === WEB],
    ['failed: { min: 2 }', (row) => row.failed >= 2],
  ],
  NodeReport: [
    scope,
    regions,
    ['nodes: ["n1"]', (row) => row.node === 'n1'],
    ['sources: [KUBE_BENCH]', (row) => row.source === 'KUBE_BENCH'],
    [`read: { from: "${A_MINUTE_LATER}" }`, (row) => row.read >= A_MINUTE_LATER],
    [`read: { before: "${A_MINUTE_LATER}" }`, (row) => row.read < A_MINUTE_LATER],
  ],
  ExposedWorkload: [
    scope,
    regions,
    namespace,
    ['text: "DB"', (row) => row.name === 'db'],
    ['kinds: ["Deployment"]', (row) => row.kind === 'Deployment'],
    ['verdicts: [PRIVATE, BLOCKED]', (row) => ['PRIVATE', 'BLOCKED'].includes(row.verdict)],
    ['exposures: { min: 2 }', (row) => row.exposureCount >= 2],
    ['entryPoints: { min: 2 }', (row) => row.entryPointCount >= 2],
  ],
  ExposureEntryPoint: [
    scope,
    regions,
    ['text: "SHO"', (row) => holds('sho', row.object.name)],
    ['kinds: [NODE_PORT]', (row) => row.kind === 'NODE_PORT'],
    ['verdicts: [INTERNET]', (row) => row.verdict === 'INTERNET'],
    ['exposures: { min: 2 }', (row) => row.exposureCount >= 2],
    ['workloads: { max: 0 }', (row) => row.workloadCount === 0],
  ],
  Waiver: [
    ['ended: true', (row) => row.ended],
    ['dead: true', (row) => !row.ended && row.hides === 0],
    ['owner: "owner-1"', (row) => row.owner === 'owner-1'],
    ['owners: ["owner-0", "owner-1"]', (row) => ['owner-0', 'owner-1'].includes(row.owner)],
    ['text: "KNOWN"', (row) => row.reason === 'Known.'],
    ['kinds: [EXPOSURE]', (row) => row.kind === 'EXPOSURE'],
    ['rules: ["PRIVILEGED"]', (row) => row.rule === 'PRIVILEGED'],
    ['assetNames: ["asset-1"]', (row) => row.assetName === 'asset-1'],
    ['until: { before: "2099-01-01T00:01:00Z" }', (row) => row.until < '2099-01-01T00:01:00'],
    ['hides: { min: 1, max: 1 }', (row) => row.hides === 1],
    [`created: { from: "${A_MINUTE_LATER}" }`, (row) => row.created >= A_MINUTE_LATER],
    ['createdBy: ["token ci"]', (row) => row.createdBy === 'token ci'],
  ],
  Task: [
    [`scope: { clusters: ["${C1}"] }`, (row) => row.id === encodeId('Task', 'task-0')],
    ['kinds: [RETENTION]', (row) => row.kind === 'RETENTION'],
    ['states: [RUNNING]', (row) => row.state === 'RUNNING'],
    ['sources: [SCHEDULE]', (row) => row.source === 'SCHEDULE'],
    ['text: "TARGET 1"', (row) => row.target === 'target 1'],
    ['targets: ["target 1", "target 2"]', (row) => ['target 1', 'target 2'].includes(row.target)],
    ['progress: { min: 50 }', (row) => row.progress >= 50],
    ['items: { max: 0 }', (row) => row.itemCounts.total === 0],
    [`started: { before: "${A_MINUTE_LATER}" }`, (row) => (row.started ?? row.created) < A_MINUTE_LATER],
    ['durationSeconds: { max: 3600 }', (row) => (seconds(row) ?? Number.POSITIVE_INFINITY) <= 3_600],
    ['durationSeconds: { min: 60 }', (row) => (seconds(row) ?? 0) >= 60],
    [`createdAfter: "${A_MINUTE_LATER}"`, (row) => row.created >= A_MINUTE_LATER],
    [`createdBefore: "${A_MINUTE_LATER}"`, (row) => row.created < A_MINUTE_LATER],
  ],
  TaskItem: [
    ['states: [QUEUED]', (row) => row.state === 'QUEUED'],
    ['text: "no ANSWER"', (row) => row.cause?.message === 'No answer.'],
    ['targets: ["cluster 1"]', (row) => row.targetName === 'cluster 1'],
    ['changes: { min: 3 }', (row) => row.added + row.modified + row.removed >= 3],
    ['durationSeconds: { min: 60, max: 3600 }', (row) => (seconds(row) ?? 0) >= 60 && (seconds(row) ?? 0) <= 3_600],
    ['causeCodes: ["UNREACHABLE"]', (row) => row.cause?.code === 'UNREACHABLE'],
  ],
  Token: [
    ['text: "ROBOT-1"', (row) => row.name === 'robot-1'],
    ['roles: [VIEWER]', (row) => row.role === 'VIEWER'],
    ['expired: true', (row) => row.expires !== null && row.expires < '2090'],
    ['expired: false', (row) => row.expires === null || row.expires > '2090'],
    [`created: { from: "${A_MINUTE_LATER}" }`, (row) => row.created >= A_MINUTE_LATER],
    [`lastUsed: { before: "${A_MINUTE_LATER}" }`, (row) => (row.lastUsed ?? '') < A_MINUTE_LATER],
  ],
  Session: [
    ['text: "firefox"', (row) => row.userAgent === 'Firefox'],
    ['roles: [OPERATOR, VIEWER]', (row) => row.role !== 'ADMINISTRATOR'],
    [`created: { from: "${A_MINUTE_LATER}" }`, (row) => row.created >= A_MINUTE_LATER],
    [`lastUsed: { before: "${ELEVEN_MINUTES_LATER}" }`, (row) => row.lastUsed < ELEVEN_MINUTES_LATER],
  ],
  AuditEntry: [
    ['text: "CLUSTER 3"', (row) => row.target === 'cluster 3'],
    ['actors: ["token:ci"]', (row) => row.actor === 'token:ci'],
    ['actions: ["removeCluster"]', (row) => row.action === 'removeCluster'],
    ['results: ["FORBIDDEN"]', (row) => row.result === 'FORBIDDEN'],
    [`at: { before: "${A_MINUTE_LATER}" }`, (row) => row.at < A_MINUTE_LATER],
  ],
  Difference: [
    scope,
    regions,
    namespace,
    [`period: { before: "${NOON.toISOString()}" }`, (row) => row.at < NOON.toISOString()],
    ['types: ["Ingress", "Service"]', (row) => ['Ingress', 'Service'].includes(row.type)],
    ['kinds: [GONE]', (row) => row.kind === 'GONE'],
    ['text: "THING-1"', (row) => row.name === 'thing-1'],
  ],
  SavedView: [
    ['lists: ["pods"]', (row) => row.list === 'pods'],
    ['text: "VIEW 7"', (row) => row.name === 'View 7'],
    ['shared: true', (row) => row.shared],
    [`updated: { from: "${A_MINUTE_LATER}" }`, (row) => row.updated >= A_MINUTE_LATER],
  ],
  HistoryEntry: [
    ['operations: [MODIFIED]', (row) => row.operation === 'MODIFIED'],
    [`at: { from: "${A_MINUTE_LATER}" }`, (row) => row.at >= A_MINUTE_LATER],
  ],
}

const ALL = Object.entries(CASES).flatMap(([type, cases]) =>
  cases.map(([filter, matches]) => ({ type, filter, matches })),
)

test('every field of every filter is looked at here', () => {
  for (const type of listTypes()) {
    const asked = (CASES[type] ?? []).flatMap(([filter]) => filter.match(/^\w+(?=:)/) ?? [])
    expect([type, [...new Set(asked)].toSorted()]).toEqual([type, filterFieldsOf(type).toSorted()])
  }
})

test.each(ALL)('$type with $filter: the rows that show it, and no others', async ({ type, filter, matches }) => {
  const all = (await pageOf(context, type, 'first: 100')).nodes
  const wanted = all.filter(matches)
  const found = (await pageOf(context, type, `first: 100, filter: { ${filter} }`)).nodes
  expect(found).toEqual(wanted)
  expect(wanted.length).toBeLessThan(all.length)
})

test('all but the filters that the fleet has nothing for find something', async () => {
  const nothing: string[] = []
  for (const { type, filter } of ALL) {
    const { nodes } = await pageOf(context, type, `first: 1, filter: { ${filter} }`)
    if (nodes.length === 0) nothing.push(filter)
  }
  expect([...new Set(nothing)]).toEqual(['gone: true', 'scope: { registries: ["nowhere"] }'])
})

test('a range without ends asks for nothing', async () => {
  const all = await pageOf(context, 'Pod', 'first: 100')
  expect((await pageOf(context, 'Pod', 'first: 100, filter: { restarts: {}, firstSeen: {} }')).nodes).toEqual(all.nodes)
})

test('the total of a list whose rows are sums is of the rows that a range leaves', async () => {
  const { imagesInUse } = await answer(
    context,
    '{ imagesInUse(first: 1, filter: { clusters: { min: 2 } }) { totalCount } }',
  )
  expect(imagesInUse.totalCount).toBe(1)
})
