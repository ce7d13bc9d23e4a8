import { clusterNode, container, namespace, pod, service, workload } from '@breakwater/drizzle/tables/asset.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { answer, contextOf, scoped, sqlOf } from '../../test/api.ts'
import { addFleet } from '../../test/fleet.ts'
import { LISTS, type Listed, listTypes, orderFieldsOf, pageOf } from '../../test/listed.ts'
import type { Context } from '../context.ts'
import { encodeId } from '../ids.ts'

let own: TestDatabase
let context: Context

beforeAll(async () => {
  own = await testDatabase()
  context = contextOf(own.database)
  await addFleet(own.database.db)
  await readCarried()
})
afterAll(() => own.close())

/** The risks that each asset carries, by its id in the API. */
const carried = new Map<string, readonly number[]>()

async function readCarried(): Promise<void> {
  const tables = { Namespace: namespace, ClusterNode: clusterNode, Workload: workload, Pod: pod, Container: container }
  for (const [type, table] of Object.entries({ ...tables, Service: service })) {
    const { id, riskHigh, riskMedium, riskLow } = table
    const rows = await own.database.db.select({ id, riskHigh, riskMedium, riskLow }).from(table).limit(1_000)
    for (const row of rows) carried.set(encodeId(type, row.id), [row.riskHigh, row.riskMedium, row.riskLow])
  }
}

/** What a row shows of what it is sorted by. */
type Shown = (row: Listed) => readonly (string | number | boolean)[]

const total =
  (kind: string): Shown =>
  (row) => [row.assetCounts.find((count: { kind: string }) => count.kind === kind).total]
const clusterRisks: Shown = ({ riskSummary: { high, medium, low } }) => [high ?? -1, medium ?? -1, low ?? -1]
/** Where nothing was analyzed no number is shown; an asset stands where those that it carries put it. */
const risks: Shown = ({ id, riskSummary: { high, medium, low } }) =>
  high === null ? (carried.get(id) ?? []) : [high, medium, low]
const duration: Shown = ({ started, finished }) => {
  if (started === null) return [-1, 0]
  const began = Date.parse(started)
  return finished === null ? [Number.POSITIVE_INFINITY, -began] : [Date.parse(finished) - began, 0]
}
const clusterName: Shown = (row) => [row.cluster?.name.toLowerCase() ?? '']
const shown =
  (...names: readonly string[]): Shown =>
  (row) =>
    names.map((name) => row[name])
const asset = {
  NAME: shown('name'),
  CLUSTER: clusterName,
  RISKS: risks,
  FIRST_SEEN: shown('firstSeen'),
}
const namespaced = { ...asset, NAMESPACE: shown('namespace', 'name') }

const SHOWN: Readonly<Record<string, Readonly<Record<string, Shown>>>> = {
  Cluster: {
    NAME: (row) => [row.name.toLowerCase()],
    TYPE: shown('type', 'distribution'),
    REGION: shown('region'),
    VERSION: shown('version'),
    STATE: shown('state'),
    NODES: total('NODE'),
    WORKLOADS: total('APPLICATION'),
    PODS: total('POD'),
    CONTAINERS: total('CONTAINER'),
    RISKS: clusterRisks,
    COVERAGE: ({ coverage }) => [coverage.kinds === 0 ? -1 : coverage.complete / coverage.kinds],
    LAST_SYNC: (row) => [row.lastSync ?? ''],
    CONNECTED: shown('connected'),
  },
  Namespace: {
    ...asset,
    PHASE: shown('phase'),
    WORKLOADS: total('APPLICATION'),
    PODS: total('POD'),
    CONTAINERS: total('CONTAINER'),
    IMAGES: total('IMAGE'),
  },
  ClusterNode: {
    ...asset,
    READINESS: shown('readiness'),
    ROLES: (row) => [row.roles.join(', ')],
    KUBELET_VERSION: shown('kubeletVersion'),
    ZONE: shown('zone'),
    INTERNAL_IP: shown('internalIp'),
    OS: shown('osImage'),
    PODS: shown('podCount'),
  },
  Workload: {
    ...namespaced,
    KIND: shown('kind'),
    APPLICATION: shown('application'),
    OWNER: shown('owner'),
    STATE: shown('state'),
    READY: shown('ready', 'desired'),
    PODS: shown('podCount'),
    CONTAINERS: shown('containerCount'),
  },
  Pod: {
    ...namespaced,
    WORKLOAD: shown('workloadName'),
    STATUS: shown('status'),
    NODE: shown('node'),
    RESTARTS: shown('restarts'),
    IP: shown('ip'),
    CONTAINERS: shown('containerCount'),
  },
  Container: {
    ...namespaced,
    POD: shown('podName'),
    IMAGE: shown('imageReference'),
    STATE: shown('state', 'stateReason'),
    RESTARTS: shown('restarts'),
    KIND: shown('kind'),
    EXPOSURE: (row) => [verdictRank(row.exposure)],
  },
  Service: {
    ...namespaced,
    TYPE: shown('type'),
    CLUSTER_IP: shown('clusterIp'),
    PORTS: (row) => [row.ports[0]?.port ?? 0],
    EXTERNAL_ADDRESSES: (row) => [row.externalAddresses[0] ?? ''],
  },
  ImageInUse: {
    IMAGE: shown('reference'),
    DIGEST: shown('image'),
    CONTAINERS: shown('containers'),
    NAMESPACES: shown('namespaces'),
    CLUSTERS: shown('clusters'),
  },
  Coverage: {
    CLUSTER: (row) => [row.cluster.name.toLowerCase(), row.cluster.uid, row.kind],
    KIND: shown('kind'),
    REASON: shown('reason'),
    API_VERSION: shown('apiVersion'),
    WATCH: (row) => [row.watch?.state ?? ''],
    OBJECTS: shown('objects'),
    LAST_COMPLETE: (row) => [row.lastComplete ?? ''],
    MESSAGE: shown('message'),
  },
  Risk: {
    PRIORITY: (row) => [rank(row.priority), rank(row.severity)],
    SEVERITY: (row) => [rank(row.severity), rank(row.priority)],
    TITLE: (row) => [row.title.toLowerCase()],
    KIND: shown('kind'),
    ASSET: shown('assetName'),
    CLUSTER: clusterName,
    NAMESPACE: shown('namespace'),
    FIRST_SEEN: shown('firstSeen'),
  },
  Exposure: {
    VERDICT: (row) => [verdictRank(row.verdict), rank(row.priority)],
    PRIORITY: (row) => [rank(row.priority), verdictRank(row.verdict)],
    TITLE: (row) => [row.title.toLowerCase()],
    ENTRY: (row) => [row.entry.key],
    ADDRESS: (row) => [row.entry.addresses[0] ?? '', row.entry.port ?? -1],
    PORT: (row) => [row.entry.port ?? -1],
    WORKLOAD: shown('workloadName'),
    CONTAINER_PORT: (row) => [row.containerPort ?? 0],
    TLS: (row) => [row.entry.tls],
    CLUSTER: clusterName,
    NAMESPACE: shown('namespace'),
    FIRST_SEEN: shown('firstSeen'),
  },
  ExposedWorkload: {
    VERDICT: (row) => [verdictRank(row.verdict), rank(row.priority)],
    PRIORITY: (row) => [rank(row.priority), verdictRank(row.verdict)],
    NAME: shown('name'),
    KIND: shown('kind'),
    NAMESPACE: shown('namespace', 'name'),
    CLUSTER: clusterName,
    EXPOSURES: shown('exposureCount'),
    ENTRY_POINTS: shown('entryPointCount'),
  },
  ExposureEntryPoint: {
    VERDICT: (row) => [verdictRank(row.verdict)],
    NAME: (row) => [row.object.name],
    NAMESPACE: (row) => [row.object.namespace],
    CLUSTER: clusterName,
    KIND: shown('kind'),
    ADDRESS: shown('address'),
    EXPOSURES: shown('exposureCount'),
    WORKLOADS: shown('workloadCount'),
  },
  Check: {
    SEVERITY: (row) => [severityRank(row.severity), row.failed ?? -1],
    STATUS: (row) => [
      ['PASS', 'EXEMPT', 'NOT_ASSESSABLE', 'FAIL'].indexOf(row.status ?? ''),
      severityRank(row.severity),
    ],
    TITLE: (row) => [row.title.toLowerCase()],
    FAILED: (row) => [row.failed ?? -1, severityRank(row.severity)],
    EXEMPT: (row) => [row.exempt ?? -1],
    NOT_ASSESSABLE: (row) => [row.notAssessable ?? -1],
    PASSED: (row) => [row.passed ?? -1],
    ID: shown('rule'),
  },
  CheckResult: {
    PRIORITY: (row) => [rank(row.priority), severityRank(row.severity)],
    SEVERITY: (row) => [severityRank(row.severity), rank(row.priority)],
    TITLE: (row) => [row.title.toLowerCase()],
    RULE: shown('rule'),
    OBJECT: (row) => [row.object.name.toLowerCase()],
    KIND: (row) => [row.object.kind],
    NAMESPACE: shown('namespace'),
    CLUSTER: clusterName,
    OWNER: shown('owner'),
    FIRST_SEEN: shown('firstSeen'),
  },
  CheckedObject: {
    NAME: (row) => [row.name.toLowerCase()],
    KIND: shown('kind'),
    NAMESPACE: shown('namespace'),
    CLUSTER: clusterName,
    FAILED: shown('failed'),
    FIRST_SEEN: shown('firstSeen'),
  },
  NodeReport: { NODE: shown('node'), CLUSTER: clusterName, READ: shown('read') },
  Waiver: {
    TARGET: (row) => [row.kind ?? '', row.rule, row.assetName],
    REASON: shown('reason'),
    HIDES: (row) => [row.ended ? -1 : row.hides],
    CREATED_BY: shown('createdBy'),
    UNTIL: shown('until'),
    OWNER: shown('owner'),
    CREATED: shown('created'),
  },
  Task: {
    KIND: shown('kind'),
    TARGET: shown('target'),
    STATE: shown('state'),
    PROGRESS: shown('progress'),
    ITEMS: (row) => [row.itemCounts.total],
    SOURCE: shown('source'),
    CREATED: shown('created'),
    STARTED: (row) => [row.started ?? row.created],
    DURATION: duration,
  },
  Difference: {
    TIME: shown('at'),
    TYPE: shown('type', 'name'),
    NAME: shown('name'),
    NAMESPACE: shown('namespace', 'name'),
    CLUSTER: clusterName,
    KIND: shown('kind'),
    CHANGES: shown('changes'),
  },
  SavedView: { NAME: shown('name'), LIST: shown('list', 'name'), UPDATED: shown('updated') },
  HistoryEntry: { TIME: shown('at') },
  Token: {
    NAME: shown('name'),
    ROLE: shown('role'),
    CREATED: shown('created'),
    LAST_USED: (row) => [row.lastUsed ?? ''],
    EXPIRES: (row) => [row.expires ?? '9999'],
  },
  Session: {
    NAME: shown('name'),
    ROLE: shown('role'),
    ADDRESS: shown('address'),
    CREATED: shown('created'),
    LAST_USED: shown('lastUsed'),
    EXPIRES: shown('expires'),
  },
  AuditEntry: {
    TIME: shown('at'),
    ACTOR: shown('actor'),
    ADDRESS: shown('address'),
    ACTION: shown('action'),
    TARGET: shown('target'),
    RESULT: shown('result'),
  },
  TaskItem: {
    TARGET: shown('targetName'),
    STATE: shown('state'),
    CHANGES: (row) => [row.added + row.modified + row.removed],
    DURATION: duration,
    CAUSE: (row) => [row.cause?.message ?? ''],
  },
}

function readerOf(type: string, field: string): Shown {
  const read = SHOWN[type]?.[field]
  if (!read) throw new Error(`The test does not know what ${type} shows for ${field}.`)
  return read
}

function verdictRank(word: string | null): number {
  return ['NONE', 'BLOCKED', 'PRIVATE', 'POSSIBLE', 'RESTRICTED', 'INTERNET'].indexOf(word ?? '')
}

function severityRank(word: string): number {
  return ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].indexOf(word)
}

function rank(word: string): number {
  return ['LOW', 'MEDIUM', 'HIGH'].indexOf(word)
}

const ORDERS = listTypes().flatMap((type) => orderFieldsOf(type).map((field) => ({ type, field })))

test('every order of every list is looked at here', () => {
  expect(Object.keys(SHOWN).toSorted()).toEqual(listTypes().toSorted())
  for (const type of listTypes())
    expect([type, Object.keys(SHOWN[type] ?? {}).toSorted()]).toEqual([type, orderFieldsOf(type).toSorted()])
})

test.each(ORDERS)(
  '$type by $field: pages in both directions are all rows once, in the order of what they show',
  async ({ type, field }) => {
    const read = readerOf(type, field)
    const ascending = await walk(type, 'forwards', field, 'ASC')
    const keys = ascending.map(identity)
    const whole = (await pageOf(context, type, 'first: 100')).nodes
    expect(keys.toSorted()).toEqual(whole.map(identity).toSorted())
    expect(new Set(ascending.map((row) => JSON.stringify(read(row)))).size).toBeGreaterThan(1)
    expect(ascending.map(read)).toEqual(ascending.map(read).toSorted(compared))
    expect((await walk(type, 'backwards', field, 'ASC')).map(identity)).toEqual(keys)
    expect((await walk(type, 'forwards', field, 'DESC')).map(identity)).toEqual(keys.toReversed())
  },
)

const NESTED = [
  ['Namespace', 'namespaces'],
  ['ClusterNode', 'nodes'],
  ['Workload', 'workloads'],
  ['Pod', 'pods'],
  ['Container', 'containers'],
  ['Service', 'services'],
  ['Risk', 'risks'],
] as const

test.each(NESTED)('the %s lists of several clusters that are read at once are each in order', async (type, field) => {
  for (const order of orderFieldsOf(type)) {
    const args = `orderBy: { field: ${order}, direction: DESC }`
    const data = await answer(
      context,
      `{ clusters(first: 9) { nodes { id list: ${field}(first: 3, ${args}) { nodes { id firstSeen } } } } }`,
    )
    for (const { id, list } of data.clusters.nodes) {
      const alone = await pageOf(context, type, `first: 3, filter: { scope: { clusters: ["${id}"] } }, ${args}`)
      const found = alone.nodes.map((row) => ({ id: row.id, firstSeen: row.firstSeen }))
      expect([order, list.nodes]).toEqual([order, found])
    }
  }
})

test('a viewer who sees one namespace gets clusters in the order of the counts that they see', async () => {
  const seen = contextOf(own.database, scoped({ namespaces: ['shop'] }))
  for (const field of ['PODS', 'WORKLOADS', 'RISKS', 'COVERAGE', 'NODES']) {
    const { nodes } = await pageOf(seen, 'Cluster', `first: 9, orderBy: { field: ${field}, direction: ASC }`)
    const values = nodes.map(readerOf('Cluster', field))
    expect([field, values]).toEqual([field, values.toSorted(compared)])
  }
})

test('what a sort order needs is read only when it is asked for', async () => {
  const sent = await sqlOf(own.database, () =>
    answer(context, '{ clusters(first: 9) { nodes { name } } pods(first: 9) { nodes { name } } }'),
  )
  expect(sent.filter((statement) => /join|asset_count|asset_risk/.test(statement))).toEqual([])
})

async function walk(
  type: string,
  direction: 'forwards' | 'backwards',
  field: string,
  order: 'ASC' | 'DESC',
): Promise<Listed[]> {
  const seen: Listed[] = []
  const forwards = direction === 'forwards'
  const orderBy = `orderBy: { field: ${field}, direction: ${order} }`
  for (let cursor: string | null = null, pages = 0; pages < 40; pages++) {
    const place: string = cursor === null ? '' : `, ${forwards ? 'after' : 'before'}: "${cursor}"`
    const { nodes, pageInfo } = await pageOf(context, type, `${forwards ? 'first' : 'last'}: 3${place}, ${orderBy}`)
    if (forwards) seen.push(...nodes)
    else seen.unshift(...nodes)
    if (!(forwards ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) return seen
    cursor = forwards ? pageInfo.endCursor : pageInfo.startCursor
  }
  throw new Error(`${LISTS[type]?.field} has no end.`)
}

function identity(row: Listed): string {
  return row.nodeId ?? row.id ?? row.image ?? row.at ?? `${row.cluster.uid} ${row.kind}`
}

function compared(a: ReturnType<Shown>, b: ReturnType<Shown>): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? ''
    if (value !== other) return value < other ? -1 : 1
  }
  return 0
}
