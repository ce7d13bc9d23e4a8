import type { Queries } from '@breakwater/drizzle/database.ts'
import { TASK_STATES } from '@breakwater/drizzle/tables/task.ts'
import { addAccess } from './access-rows.ts'
import { addChecks } from './check-rows.ts'
import {
  addAnalysis,
  addAssetRisk,
  addChange,
  addCluster,
  addContainer,
  addCount,
  addCoverage,
  addExposure,
  addImage,
  addNamespace,
  addNode,
  addPod,
  addRisk,
  addSavedView,
  addService,
  addTask,
  addTaskItem,
  addWaiver,
  addWatch,
  addWorkload,
  idOf,
  MORNING,
  NOON,
} from './rows.ts'

/** The task of the fleet that has items. */
export const TASK_WITH_ITEMS = 'task-0'
/** The node of the fleet to which something happened. */
export const NODE_WITH_HISTORY = idOf('c1', 'Node', '', 'n1')

/** A digest of an image that runs in several clusters. */
export const DIGEST = `sha256:${'a'.repeat(64)}`

const CLUSTERS = [
  { uid: 'c1', name: 'beta', type: 'MANAGED', distribution: 'EKS', region: 'eu', version: '1.33', state: 'RUNNING' },
  // Two of one name, and names that case would sort otherwise.
  { uid: 'c2', name: 'Alpha', type: 'MANAGED', distribution: 'AKS', region: 'us', version: '1.32', state: 'RUNNING' },
  { uid: 'c3', name: 'Gamma', type: 'EDGE', distribution: 'k3s', region: 'eu', version: '1.33', state: 'DEGRADED' },
  { uid: 'c4', name: 'Alpha', type: 'EDGE', distribution: 'k3s', region: '', version: '1.31', state: 'RUNNING' },
  // Connected, and not read yet.
  { uid: 'c5', name: 'delta', type: 'UNKNOWN', distribution: '', region: '', version: '', state: 'PENDING' },
] as const

/** A fleet whose lists have ties, gaps and something to tell in every column. */
export async function addFleet(db: Queries): Promise<void> {
  for (const [index, values] of CLUSTERS.entries()) {
    await addCluster(db, values.uid, {
      ...values,
      sourceKind: index % 2 === 0 ? 'KUBECONFIG' : 'SNAPSHOT',
      sample: index === 4,
      connectedAt: minutesAfter(MORNING, index % 3),
      lastSyncAt: [NOON, MORNING, NOON, null, null][index] ?? null,
    })
    if (index < 4) await addAssets(db, values.uid, index)
  }
  for (const uid of ['c1', 'c2', 'c4']) await addAnalysis(db, uid)
  await addCoverages(db)
  await addHistory(db)
  await addDifferences(db)
  await addSavedViews(db)
  await addRisks(db)
  await addExposures(db)
  await addChecks(db)
  await addTasks(db)
  await addAccess(db)
}

async function addAssets(db: Queries, uid: string, inFleet: number): Promise<void> {
  await addCount(db, uid, '', 'NODE', 2 + (inFleet % 2))
  await addAssetRisk(db, { assetType: 'Cluster', assetId: uid, cluster: uid, ...risky(inFleet) })
  let index = inFleet
  for (const [position, name] of ['n1', 'n2', 'n3'].entries()) {
    await addNode(db, uid, name, {
      ready: (['READY', 'NOT_READY', 'UNKNOWN'] as const)[(inFleet + position) % 3] ?? 'READY',
      roles: [[], ['worker'], ['control-plane', 'worker']][position] ?? [],
      kubeletVersion: `v1.3${position % 2}`,
      osImage: position % 2 === 0 ? 'Talos' : 'Flatcar',
      internalIp: `10.0.${position}.${inFleet}`,
      zone: ['', 'z1', 'z2'][position] ?? '',
      pods: 10 * (position % 2),
      labels: labelsOf(position),
      firstSeenAt: minutesAfter(MORNING, position % 2),
    })
    await addAssetRisk(db, {
      assetType: 'ClusterNode',
      assetId: idOf(uid, 'Node', '', name),
      cluster: uid,
      ...risky(position),
    })
  }
  for (const namespace of ['shop', 'kube-system']) {
    await addNamespace(db, uid, namespace, {
      labels: labelsOf(index),
      phase: namespace === 'shop' ? 'Active' : 'Terminating',
      firstSeenAt: minutesAfter(MORNING, index % 3),
    })
    await addAssetRisk(db, {
      assetType: 'Namespace',
      assetId: idOf(uid, 'Namespace', namespace, namespace),
      cluster: uid,
      namespace,
      ...risky(index),
    })
    for (const [kind, total] of [
      ['APPLICATION', index % 3],
      ['POD', 3 * (index % 2)],
      ['CONTAINER', 5 + (index % 4)],
    ] as const) {
      await addCount(db, uid, namespace, kind, total)
    }
    await addImage(db, uid, namespace, DIGEST, { reference: 'registry.example/web:1', containers: 1 + (index % 2) })
    if (index % 2 === 0)
      await addImage(db, uid, namespace, `registry.example/${uid}:1`, { containers: 2, atRisk: inFleet === 0 })
    for (const name of ['web', 'db']) await addApplication(db, uid, namespace, name, index++)
  }
}

async function addApplication(db: Queries, uid: string, namespace: string, name: string, index: number): Promise<void> {
  const firstSeenAt = minutesAfter(MORNING, index % 4)
  const place = { cluster: uid, namespace }
  const workload = idOf(uid, 'Workload', namespace, name)
  await addWorkload(db, uid, namespace, name, {
    kind: index % 2 === 0 ? 'Deployment' : 'StatefulSet',
    state: index % 3 === 0 ? 'DEGRADED' : 'READY',
    ready: index % 3,
    desired: 2,
    pods: index % 3,
    containers: index % 5,
    application: index % 2 === 0 ? 'store' : name,
    owner: ['', 'team-a', 'team-b'][index % 3] ?? '',
    labels: labelsOf(index),
    firstSeenAt,
  })
  await addAssetRisk(db, { assetType: 'Workload', assetId: workload, ...place, ...risky(index) })
  for (const replica of [1, 2]) {
    const at = index + replica
    const pod = `${name}-${replica}`
    await addPod(db, uid, namespace, pod, {
      workload,
      workloadName: name,
      node: `n${replica}`,
      status: at % 2 === 0 ? 'Running' : 'CrashLoopBackOff',
      ready: at % 2 === 0,
      hostNetwork: at % 3 === 0,
      restarts: at % 3,
      ip: at % 4 === 0 ? '' : `10.1.0.${at % 4}`,
      containers: 1 + (at % 2),
      labels: labelsOf(at),
      firstSeenAt,
    })
    await addAssetRisk(db, { assetType: 'Pod', assetId: idOf(uid, 'Pod', namespace, pod), ...place, ...risky(at) })
    await addContainer(db, uid, namespace, pod, {
      pod: idOf(uid, 'Pod', namespace, pod),
      podName: pod,
      workload,
      kind: at % 3 === 0 ? 'INIT' : 'MAIN',
      state: at % 2 === 0 ? 'RUNNING' : 'WAITING',
      stateReason: at % 2 === 0 ? '' : at % 3 === 0 ? 'CrashLoopBackOff' : 'ImagePullBackOff',
      restarts: at % 4,
      exposureRank: (at % 7) - 1,
      imageReference: `registry.example/${name}:1`,
      imageRegistry: at % 2 === 0 ? 'registry.example' : 'docker.io',
      imageDigest: at % 2 === 0 ? DIGEST : '',
      labels: labelsOf(at),
      firstSeenAt,
    })
    await addAssetRisk(db, {
      assetType: 'Container',
      assetId: idOf(uid, 'Container', namespace, pod),
      ...place,
      ...risky(at),
    })
  }
  await addService(db, uid, namespace, name, {
    type: index % 2 === 0 ? 'LoadBalancer' : 'ClusterIP',
    clusterIp: index % 3 === 0 ? 'None' : `10.2.0.${index % 3}`,
    externalAddresses: index % 2 === 0 ? [`203.0.113.${index % 4}`, 'shop.example'] : [],
    labels: labelsOf(index),
    ports: [[], [servicePort(443), servicePort(80)], [servicePort(80)]][index % 3] ?? [],
    firstSeenAt,
  })
  await addAssetRisk(db, {
    assetType: 'Service',
    assetId: idOf(uid, 'Service', namespace, name),
    ...place,
    ...risky(index),
  })
}

function labelsOf(index: number): Record<string, string> {
  return index % 2 === 0 ? { tier: 'front', 'example.com/zone': `z${index % 3}` } : { tier: 'back' }
}

/** Also where nothing was analyzed: such counts must not be told. */
function risky(index: number) {
  return { high: index % 3, medium: index % 2, low: index % 5, atRisk: index % 3 > 0 }
}

function servicePort(port: number) {
  return { name: '', port, protocol: 'TCP', targetPort: String(port), nodePort: null }
}

async function addCoverages(db: Queries): Promise<void> {
  const gaps = { c1: ['Ingress'], c2: [], c3: ['Ingress', 'Service'], c4: ['Service'] }
  for (const [uid, missing] of Object.entries<string[]>(gaps)) {
    for (const [index, kind] of ['Ingress', 'Pod', 'Service'].entries()) {
      const seen = !missing.includes(kind)
      await addCoverage(db, uid, kind, {
        objects: seen ? 10 * (index % 2) : 0,
        apiVersion: seen ? (index === 0 ? 'networking.k8s.io/v1' : 'v1') : '',
        writtenVersions: seen && index === 1 ? ['v1', 'v1beta1'] : [],
        lastCompleteAt: seen ? (index % 2 === 0 ? NOON : MORNING) : null,
        ...(!seen && {
          reason: index === 0 ? 'FORBIDDEN' : 'FAILED',
          message: `${kind} not read`,
          advice: 'Allow it.',
        }),
      })
      const state = (['WATCHING', 'POLLING', 'RECONNECTING'] as const)[index]
      if (state && uid !== 'c4') await addWatch(db, uid, kind, { state })
    }
  }
}

async function addHistory(db: Queries): Promise<void> {
  for (const [index, operation] of (['ADDED', 'MODIFIED', 'MODIFIED', 'REMOVED'] as const).entries()) {
    await addChange(db, 'c1', NODE_WITH_HISTORY, { operation, at: minutesAfter(MORNING, index) })
  }
  await addChange(db, 'c1', idOf('c1', 'Node', '', 'n2'))
  const inShop = { namespace: 'shop', operation: 'ADDED' } as const
  await addChange(db, 'c2', 'c2/shop/web-1', { ...inShop, type: 'Pod', at: minutesAfter(MORNING, 5) })
  await addChange(db, 'c2', 'c2/shop/Deployment/web', { ...inShop, type: 'Workload', at: minutesAfter(MORNING, 6) })
}

/** Of each kind, in several clusters and namespaces, at the same moments. */
async function addDifferences(db: Queries): Promise<void> {
  for (let index = 0; index < 12; index++) {
    const cluster = `c${1 + (index % 3)}`
    const namespace = index % 2 === 0 ? 'shop' : 'kube-system'
    const type = (['Pod', 'Service', 'Ingress'] as const)[index % 3] ?? 'Pod'
    const name = `thing-${index % 5}`
    const node = type === 'Ingress' ? `${cluster}/Ingress/${namespace}/${name}` : `${cluster}/${namespace}/${name}`
    const operation = (['ADDED', 'MODIFIED', 'REMOVED'] as const)[index % 4] ?? 'MODIFIED'
    const old = operation === 'ADDED' ? null : { name, status: 'Running' }
    const after = operation === 'REMOVED' ? null : { name, status: 'Failed' }
    const at = minutesAfter(MORNING, index % 4)
    for (let times = 0; times <= index % 2; times++) {
      await addChange(db, cluster, node, { type, namespace, operation, at, old, new: after })
    }
  }
}

async function addExposures(db: Queries): Promise<void> {
  const at = <T>(index: number, ...values: readonly [T, ...T[]]): T => values[index % values.length] ?? values[0]
  for (let index = 0; index < 24; index++) {
    const cluster = `c${1 + (index % 4)}`
    const namespace = index % 3 === 0 ? 'kube-system' : 'shop'
    const name = index % 2 === 0 ? 'web' : 'db'
    const isNowhere = index % 8 === 7
    const verdict = at(index, 'INTERNET', 'PRIVATE', 'RESTRICTED', 'BLOCKED', 'POSSIBLE', 'NONE')
    const addresses = index % 5 === 0 ? [] : [`203.0.113.${index % 3}`, 'shop.example']
    await addExposure(db, cluster, `way-${index}`, {
      ...{
        namespace,
        verdict,
        addresses,
        address: addresses[0] ?? '',
        title: `${at(index, 'Open', 'ajar')} ${index % 7}`,
      },
      confidence: at(index, 'LOW', 'MEDIUM', 'HIGH'),
      priority: ['PRIVATE', 'BLOCKED', 'NONE'].includes(verdict) ? null : at(index >> 1, 'HIGH', 'MEDIUM', 'LOW'),
      entryKind: at(index, 'LOAD_BALANCER', 'INGRESS', 'NODE_PORT'),
      entryName: isNowhere ? 'nowhere' : at(index, 'web', 'shop', 'db', 'web'),
      port: at(index, 443, 80, -1),
      host: index % 4 === 1 ? 'shop.example' : '',
      tls: at(index, 'TERMINATED', 'NONE', 'UNKNOWN'),
      workload: isNowhere ? '' : idOf(cluster, 'Workload', namespace, name),
      workloadKind: isNowhere ? '' : name === 'web' ? 'Deployment' : 'StatefulSet',
      workloadName: isNowhere ? '' : name,
      container: index % 2 === 0 ? 'web-1' : '',
      containerPort: isNowhere ? 0 : at(index, 8080, 5432, 9090),
      portClass: at(index, 'WEB', 'DATABASE', 'METRICS'),
      authentication: at(index, 'KNOWN', 'NONE'),
      finding: isNowhere ? 'NO_BACKEND' : null,
      firstSeenAt: minutesAfter(MORNING, index % 3),
      ...(index === 23 && { state: 'RESOLVED', resolvedAt: NOON, lastSeenAt: NOON }),
    })
    if (index % 6 === 0)
      await addRisk(db, `risk of way-${index}`, {
        ...{ kind: 'EXPOSURE', rule: 'EXPOSED_BY_LOAD_BALANCER', cluster, namespace },
        waiver: index % 12 === 0 ? 'waiver-0' : null,
        binding: { key: `${cluster}/way-${index}`, rank: 5, sources: ['0.0.0.0/0'] },
      })
  }
}

async function addSavedViews(db: Queries): Promise<void> {
  for (let index = 0; index < 12; index++) {
    await addSavedView(db, `view-${index}`, {
      list: index % 2 === 0 ? 'workloads' : 'pods',
      name: `View ${index}`,
      shared: index % 3 === 0,
      owner: index % 3 === 0 ? `token:ci-${index}` : 'session:session',
      query: `text=${index}`,
      columns: index % 2 === 0 ? ['name', 'state'] : [],
      updatedAt: minutesAfter(MORNING, index % 4),
    })
  }
}

const SEVERITY = ['HIGH', 'MEDIUM', 'LOW'] as const

async function addRisks(db: Queries): Promise<void> {
  for (let index = 0; index < 14; index++) {
    const rank = index % 3
    await addRisk(db, `risk-${String(index).padStart(2, '0')}`, {
      // Every fifth is of an image in a registry, which is in no cluster.
      ...(index % 5 === 0
        ? { registry: 'registry.example', assetType: 'Image' }
        : { cluster: `c${1 + (index % 4)}`, namespace: index % 2 === 0 ? 'shop' : '' }),
      kind: index % 2 === 0 ? 'CONFIGURATION' : 'EXPOSURE',
      rule: index % 4 === 0 ? 'HOST_NETWORK' : 'PRIVILEGED',
      title: index % 3 === 0 ? 'runs privileged' : `Finding ${index % 4}`,
      severity: SEVERITY[rank] ?? 'HIGH',
      severityRank: 3 - rank,
      priority: SEVERITY[(index + 1) % 3] ?? 'HIGH',
      priorityRank: 2 - ((index + 1) % 3),
      assetId: `asset-${index % 4}`,
      assetName: `asset-${index % 4}`,
      owner: index % 2 === 0 ? 'shop' : '',
      state: index % 7 === 0 ? 'RESOLVED' : 'OPEN',
      waiver: index % 6 === 0 ? 'waiver-0' : null,
      firstSeenAt: minutesAfter(MORNING, index % 5),
    })
  }
  for (let index = 0; index < 10; index++) {
    await addWaiver(db, `waiver-${index}`, {
      kind: index % 3 === 0 ? null : index % 3 === 1 ? 'CONFIGURATION' : 'EXPOSURE',
      rule: index % 2 === 0 ? 'PRIVILEGED' : '',
      assetName: index % 4 === 0 ? '' : `asset-${index % 4}`,
      reason: index % 2 === 0 ? 'Known.' : 'accepted',
      owner: `owner-${index % 3}`,
      until: minutesAfter(new Date('2099-01-01T00:00:00.000Z'), index % 4),
      ended: index % 5 === 0,
      hides: index % 5 === 0 ? 0 : index % 3,
      createdAt: minutesAfter(MORNING, index % 3),
      createdBy: index % 2 === 0 ? 'session' : 'token ci',
    })
  }
}

async function addTasks(db: Queries): Promise<void> {
  for (let index = 0; index < 14; index++) {
    // In turn queued, running, done; so there are some that were never begun and some that still run.
    const state = TASK_STATES[index % 3] ?? 'QUEUED'
    const startedAt = state === 'QUEUED' ? null : minutesAfter(MORNING, 10 + (index % 4))
    const finishedAt = startedAt && state !== 'RUNNING' ? minutesAfter(startedAt, index % 2) : null
    await addTask(db, `task-${index}`, {
      kind: index % 2 === 0 ? 'CONTAINER_ASSET_SYNC' : 'RETENTION',
      state,
      source: index % 3 === 0 ? 'SCHEDULE' : 'CONSOLE',
      target: `target ${index % 4}`,
      progress: 25 * (index % 4),
      itemsTotal: index % 3,
      createdAt: minutesAfter(MORNING, index % 5),
      startedAt,
      finishedAt,
    })
    await addTaskItem(db, TASK_WITH_ITEMS, `c${index}`, {
      targetName: `cluster ${index % 5}`,
      state,
      added: index % 3,
      modified: index % 2,
      removed: 1,
      startedAt,
      finishedAt,
      ...(index % 4 === 0 && { causeCode: 'UNREACHABLE', cause: 'No answer.', advice: 'Look at the network.' }),
    })
  }
}

function minutesAfter(moment: Date, minutes: number): Date {
  return new Date(moment.getTime() + 60_000 * minutes)
}
