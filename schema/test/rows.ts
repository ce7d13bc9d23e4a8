import { carriesRisks, copyRisks } from '@breakwater/drizzle/asset-risks.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import { audit, savedView, session, token } from '@breakwater/drizzle/tables/access.ts'
import {
  assetCount,
  clusterNode,
  container,
  imageUse,
  namespace,
  pod,
  service,
  workload,
} from '@breakwater/drizzle/tables/asset.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { cluster, clusterWatch, coverage, kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { EXPOSURE_VERDICTS, exposure } from '@breakwater/drizzle/tables/exposure.ts'
import {
  checkedObject,
  checkResult,
  checkRule,
  checkTally,
  cisState,
  nodeReport,
} from '@breakwater/drizzle/tables/posture.ts'
import {
  analysis,
  assetRisk,
  PRIORITIES,
  risk,
  riskCount,
  SEVERITIES,
  waiver,
} from '@breakwater/drizzle/tables/risk.ts'
import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'

export const MORNING = new Date('2026-03-01T06:00:00.000Z')
export const NOON = new Date('2026-03-01T12:00:00.000Z')

type New<Table extends { readonly $inferInsert: object }> = Partial<Table['$inferInsert']>

export async function addCluster(db: Queries, uid: string, values: New<typeof cluster> = {}) {
  const name = values.name ?? uid
  await db
    .insert(cluster)
    .values({ uid, name, nameLower: name.toLowerCase(), sourceKind: 'KUBECONFIG', connectedAt: MORNING, ...values })
}

/** What every asset needs; the id is made of where it is. */
function asset(inCluster: string, kind: string, inNamespace: string, name: string) {
  const id = `${inCluster}/${kind}/${inNamespace}/${name}`
  return { id, cluster: inCluster, namespace: inNamespace, name, contentHash: 'x', firstSeenAt: MORNING }
}

export const idOf = (inCluster: string, kind: string, inNamespace: string, name: string) =>
  asset(inCluster, kind, inNamespace, name).id

export async function addNamespace(db: Queries, inCluster: string, name: string, values: New<typeof namespace> = {}) {
  await db.insert(namespace).values({ ...asset(inCluster, 'Namespace', name, name), ...values })
}

export async function addNode(db: Queries, inCluster: string, name: string, values: New<typeof clusterNode> = {}) {
  await db.insert(clusterNode).values({ ...asset(inCluster, 'Node', '', name), ...values })
}

export async function addWorkload(
  db: Queries,
  inCluster: string,
  inNamespace: string,
  name: string,
  values: New<typeof workload> = {},
) {
  const kind = values.kind ?? 'Deployment'
  await db.insert(workload).values({ ...asset(inCluster, 'Workload', inNamespace, name), kind, ...values })
}

export async function addPod(
  db: Queries,
  inCluster: string,
  inNamespace: string,
  name: string,
  values: New<typeof pod> = {},
) {
  await db.insert(pod).values({ ...asset(inCluster, 'Pod', inNamespace, name), ...values })
}

export async function addContainer(
  db: Queries,
  inCluster: string,
  inNamespace: string,
  name: string,
  values: New<typeof container> = {},
) {
  await db.insert(container).values({ ...asset(inCluster, 'Container', inNamespace, name), ...values })
}

export async function addService(
  db: Queries,
  inCluster: string,
  inNamespace: string,
  name: string,
  values: New<typeof service> = {},
) {
  await db.insert(service).values({ ...asset(inCluster, 'Service', inNamespace, name), ...values })
}

export async function addExposure(db: Queries, inCluster: string, key: string, values: New<typeof exposure> = {}) {
  const {
    verdict = 'INTERNET',
    priority = 'HIGH',
    title = key,
    entryName = 'web',
    entryKind = 'LOAD_BALANCER',
  } = values
  await db.insert(exposure).values({
    id: `${inCluster}/${key}`,
    cluster: inCluster,
    verdict,
    verdictRank: EXPOSURE_VERDICTS.indexOf(verdict),
    confidence: 'HIGH',
    rule: 'A public address.',
    reasons: [],
    sources: ['0.0.0.0/0'],
    entryKind,
    entryObjectKind: 'Service',
    entryNamespace: values.namespace ?? '',
    entryName,
    entryKey: `${inCluster}/${entryKind}/Service/${values.namespace ?? ''}/${entryName}`,
    addresses: ['203.0.113.1'],
    address: '203.0.113.1',
    port: 443,
    host: '',
    path: '',
    tls: 'UNKNOWN',
    serviceNamespace: values.namespace ?? '',
    serviceName: 'web',
    servicePort: 443,
    workload: '',
    workloadKind: '',
    workloadName: '',
    container: '',
    containerPort: 8443,
    protocol: 'TCP',
    hops: [],
    sentence: title,
    finding: null,
    priority,
    priorityRank: priority === null ? -1 : PRIORITIES.length - 1 - PRIORITIES.indexOf(priority),
    severity: 'HIGH',
    portClass: 'WEB',
    authentication: 'UNKNOWN',
    priorityReasons: [],
    advice: [],
    title,
    titleLower: title.toLowerCase(),
    declared: true,
    risk: `risk of ${key}`,
    contentHash: 'x',
    firstSeenAt: MORNING,
    ...values,
  })
}

export async function addCheckRule(db: Queries, id: string, values: New<typeof checkRule> = {}) {
  const { title = id, severity = 'HIGH' } = values
  await db.insert(checkRule).values({
    id,
    title,
    titleLower: title.toLowerCase(),
    severity,
    severityRank: SEVERITIES.toReversed().indexOf(severity),
    why: 'Why.',
    remedy: 'Do otherwise.',
    custom: false,
    ...values,
  })
}

export async function addCheckResult(
  db: Queries,
  inCluster: string,
  key: string,
  values: New<typeof checkResult> = {},
) {
  const { title = key, severity = 'HIGH', result = 'FAIL', objectName = 'web', objectKind = 'Deployment' } = values
  const { priority = result === 'FAIL' ? 'HIGH' : null, namespace = '' } = values
  await db.insert(checkResult).values({
    id: `${inCluster}/${key}`,
    cluster: inCluster,
    rule: 'KC-001',
    result,
    title,
    titleLower: title.toLowerCase(),
    severity,
    severityRank: SEVERITIES.toReversed().indexOf(severity),
    priority,
    priorityRank: priority === null ? -1 : PRIORITIES.length - 1 - PRIORITIES.indexOf(priority),
    priorityReasons: [],
    objectKind,
    objectNamespace: namespace,
    objectName,
    objectNameLower: objectName.toLowerCase(),
    judgedKind: objectKind,
    judgedNamespace: namespace,
    judgedName: objectName,
    workload: '',
    assetType: 'Workload',
    assetId: '',
    owner: '',
    path: 'spec.hostPID',
    text: `${title}.`,
    related: [],
    under: '',
    origin: 'USER',
    reason: '',
    risk: `risk of ${key}`,
    bindingKey: 'x',
    contentHash: 'x',
    firstSeenAt: MORNING,
    ...values,
  })
}

export async function addCheckedObject(
  db: Queries,
  inCluster: string,
  id: string,
  values: New<typeof checkedObject> = {},
) {
  const [kind = '', inNamespace = '', name = ''] = id.split('/')
  await db.insert(checkedObject).values({
    ...{
      id: `${inCluster}/${id}`,
      cluster: inCluster,
      namespace: inNamespace,
      kind,
      name,
      nameLower: name.toLowerCase(),
    },
    ...{ workload: '', passed: [], failed: 0, exempt: 0, notAssessable: 0, contentHash: 'x', firstSeenAt: MORNING },
    ...values,
  })
}

export async function addCheckTally(
  db: Queries,
  inCluster: string,
  inNamespace: string,
  rule: string,
  values: New<typeof checkTally> = {},
) {
  const none = { passed: 0, failed: 0, exempt: 0, notAssessable: 0 }
  await db.insert(checkTally).values({ cluster: inCluster, namespace: inNamespace, rule, ...none, ...values })
}

export async function addNodeReport(db: Queries, inCluster: string, node: string, values: New<typeof nodeReport> = {}) {
  const source = values.source ?? 'JOB'
  await db.insert(nodeReport).values({
    ...{ id: `${source}/${inCluster}/${node}`, cluster: inCluster, node, source, readAt: MORNING, readBy: 'token:ci' },
    states: { '1.12': { '4.1.1': ['PASS', ''] } },
    ...values,
  })
}

export async function addCisState(
  db: Queries,
  inCluster: string,
  version: string,
  states: (typeof cisState.$inferInsert)['states'],
) {
  await db.insert(cisState).values({ cluster: inCluster, version, states })
}

export async function addRisk(db: Queries, id: string, values: New<typeof risk> = {}) {
  const title = values.title ?? id
  await db.insert(risk).values({
    id,
    kind: 'CONFIGURATION',
    rule: 'PRIVILEGED',
    title,
    titleLower: title.toLowerCase(),
    severity: 'HIGH',
    severityRank: 3,
    priority: 'HIGH',
    priorityRank: 2,
    assetType: 'Pod',
    assetId: 'pod',
    assetName: 'pod',
    contentHash: 'x',
    firstSeenAt: MORNING,
    ...values,
  })
}

export async function addWaiver(db: Queries, id: string, values: New<typeof waiver> = {}) {
  const common = { reason: 'known', owner: 'shop', until: new Date('2099-01-01T00:00:00.000Z'), createdBy: 'test' }
  await db.insert(waiver).values({ id, ...common, createdAt: MORNING, ...values })
}

export async function addTask(db: Queries, id: string, values: New<typeof task> = {}) {
  const common = { kind: 'CONTAINER_ASSET_SYNC', source: 'CONSOLE', target: id, targetKey: id } as const
  await db.insert(task).values({ id, ...common, runAt: MORNING, createdAt: MORNING, ...values })
}

export async function addTaskItem(db: Queries, ofTask: string, uid: string, values: New<typeof taskItem> = {}) {
  const target = { targetType: 'Cluster', targetId: uid, targetName: uid, cluster: uid }
  await db.insert(taskItem).values({ id: `${ofTask}/${uid}`, task: ofTask, ...target, createdAt: MORNING, ...values })
}

export async function addCoverage(db: Queries, uid: string, kind: string, values: New<typeof coverage> = {}) {
  await db
    .insert(coverage)
    .values({ cluster: uid, kind, reason: 'COMPLETE', lastCompleteAt: NOON, updatedAt: NOON, ...values })
}

export async function addWatch(db: Queries, uid: string, kind: string, values: New<typeof clusterWatch> = {}) {
  await db
    .insert(clusterWatch)
    .values({ cluster: uid, kind, state: 'WATCHING', heardAt: NOON, updatedAt: NOON, ...values })
}

/** Something that happened to a node of cluster `uid`. */
export async function addChange(db: Queries, uid: string, nodeKey: string, values: New<typeof change> = {}) {
  await db.insert(change).values({ type: 'ClusterNode', node: nodeKey, operation: 'MODIFIED', cluster: uid, ...values })
}

export async function addSavedView(db: Queries, id: string, values: New<typeof savedView> = {}) {
  const common = { list: 'workloads', name: id, owner: 'session:session', createdAt: MORNING, updatedAt: MORNING }
  await db.insert(savedView).values({ id, ...common, ...values })
}

export async function addObject(db: Queries, uid: string, id: string, values: New<typeof kubernetesObject> = {}) {
  const [kind = '', inNamespace = '', name = ''] = id.split('/')
  const common = { kind, namespace: inNamespace, name, apiVersion: 'v1', content: {}, contentHash: 'x' }
  await db
    .insert(kubernetesObject)
    .values({ id: `${uid}/${id}`, cluster: uid, ...common, firstSeenAt: MORNING, ...values })
}

export async function addAnalysis(db: Queries, uid: string, values: New<typeof analysis> = {}) {
  await db.insert(analysis).values({ cluster: uid, kind: 'CONFIGURATION', analyzedAt: NOON, ...values })
}

export async function addCount(
  db: Queries,
  uid: string,
  inNamespace: string,
  kind: typeof assetCount.$inferInsert.kind,
  total: number,
  atRisk = 0,
) {
  await db.insert(assetCount).values({ cluster: uid, namespace: inNamespace, kind, total, atRisk, updatedAt: NOON })
}

export async function addImage(
  db: Queries,
  uid: string,
  inNamespace: string,
  image: string,
  values: New<typeof imageUse> = {},
) {
  await db
    .insert(imageUse)
    .values({ cluster: uid, namespace: inNamespace, image, reference: image, containers: 1, ...values })
}

/** A row of the roll-up, and the copy of it that its asset carries when it is there. */
export async function addAssetRisk(db: Queries, values: New<typeof assetRisk> & { readonly assetId: string }) {
  const row = { assetType: 'Pod', high: 1, medium: 0, low: 0, atRisk: true, ...values } as const
  await db.insert(assetRisk).values(row)
  if (carriesRisks(row.assetType)) await copyRisks(db, row.cluster ?? '', row.assetType, [row.assetId])
}

export async function addRiskCount(db: Queries, values: New<typeof riskCount>) {
  const common = { kind: 'CONFIGURATION', severity: 'HIGH', priority: 'HIGH', waived: false, total: 1 } as const
  await db.insert(riskCount).values({ ...common, ...values })
}

export async function addToken(db: Queries, id: string, values: New<typeof token> = {}) {
  await db.insert(token).values({ id, name: id, hash: `hash of ${id}`, createdAt: MORNING, ...values })
}

export async function addSession(db: Queries, id: string, values: New<typeof session> = {}) {
  const moments = { createdAt: MORNING, lastUsedAt: MORNING, expiresAt: new Date('2099-01-01T00:00:00.000Z') }
  await db.insert(session).values({ id, hash: `hash of ${id}`, ...moments, ...values })
}

export async function addAuditEntry(db: Queries, values: New<typeof audit> = {}) {
  await db.insert(audit).values({ at: MORNING, actor: 'token:ci', action: 'renameCluster', ...values })
}
