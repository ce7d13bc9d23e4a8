import type { Queries } from '@breakwater/drizzle/database.ts'
import { regionGroup } from '@breakwater/drizzle/tables/access.ts'
import { encodeId } from '@breakwater/schema/ids.ts'
import * as rows from '../../schema/test/rows.ts'

/**
 * Two clusters with two namespaces each. Whatever belongs to one of these places has its mark in every text, and numbers whose digit
 * at the place's position is not 0, also in a sum: so a single letter or count of it is told wherever it shows.
 */
export const PLACES = ['a0', 'a1', 'a2', 'b0', 'b1', 'b2', 'all'] as const
/** A cluster and one of its namespaces, or 0 for what is in none; `all` for what is in no cluster. */
export type Place = (typeof PLACES)[number]

const NUMBERS: Readonly<Record<Place, number>> = {
  a1: 100,
  a2: 1_000,
  b1: 10_000,
  b2: 100_000,
  a0: 1_000_000,
  b0: 10_000_000,
  all: 100_000_000,
}

export const markOf = (place: Place) => `zq${place}`
export const uidOf = (cluster: 'a' | 'b') => `zqcluster${cluster}`
export const namespaceOf = (digit: '1' | '2') => `zqspace${digit}`
/** The registry of the images at the place `all`. */
export const REGISTRY = 'zqall.registry.example'

/** Places whose mark or number shows in an answer, whatever is encoded in ids and cursors included. */
export function placesIn(answer: unknown): Place[] {
  const found = new Set<Place>()
  visit(answer)
  return PLACES.filter((place) => found.has(place))

  function visit(value: unknown): void {
    if (typeof value === 'number') for (const place of placesOfNumber(value)) found.add(place)
    else if (typeof value === 'string') for (const place of placesOfText(value)) found.add(place)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit)
  }
}

function placesOfNumber(value: number): Place[] {
  if (!Number.isInteger(value) || value < 100) return []
  return PLACES.filter((place) => Math.floor(value / NUMBERS[place]) % 10 > 0)
}

function placesOfText(text: string): Place[] {
  const readable = `${text} ${Buffer.from(text, 'base64url').toString('latin1')}`
  return PLACES.filter(
    (place) =>
      readable.includes(markOf(place)) || (/^\d{3,9}$/.test(text) && placesOfNumber(Number(text)).includes(place)),
  )
}

/** Everything that is in these places, in their order. Numbers that tell of all of a cluster have the mark of its place 0 only when that is planted. */
export async function plant(db: Queries, places: readonly Place[]): Promise<void> {
  // Rules are the same for everybody.
  await rows.addCheckRule(db, RULE)
  for (const cluster of clustersOf(places)) {
    await plantCluster(
      db,
      cluster,
      places.filter((place) => place !== 'all' && place.startsWith(cluster)),
    )
  }
  if (places.includes('all')) await plantBetween(db)
  await plantGroups(db, places)
}

async function plantCluster(db: Queries, letter: 'a' | 'b', places: readonly Place[]): Promise<void> {
  const cluster = uidOf(letter)
  const whole = `${letter}0` as Place
  const total = places.includes(whole) ? NUMBERS[whole] : 1
  await rows.addCluster(db, cluster, { name: `zqname${letter}`, region: `zqregion${letter}`, lastSyncAt: rows.NOON })
  await rows.addAnalysis(db, cluster)
  await rows.addCoverage(db, cluster, 'Pod', { objects: total })
  await rows.addCoverage(db, cluster, 'Ingress', { objects: total, reason: 'FORBIDDEN' })
  await rows.addWatch(db, cluster, 'Pod')
  await rows.addAssetRisk(db, { assetType: 'Cluster', assetId: cluster, cluster, ...counts(total), atRisk: true })
  // Both are told to whoever sees something of the cluster, but their numbers are over all of it.
  const ofAll = { high: total, objects: total }
  await rows.addChange(db, cluster, cluster, { type: 'Cluster', new: ofAll, at: rows.NOON })
  await rows.addChange(db, cluster, `${cluster}/Pod`, {
    type: 'Coverage',
    new: { ...ofAll, reason: 'X' },
    at: rows.NOON,
  })
  for (const place of places) {
    if (place === whole) await plantWhole(db, cluster, place)
    else await plantNamespace(db, cluster, place)
  }
}

/** What belongs to a cluster and to no namespace of it. */
async function plantWhole(db: Queries, cluster: string, place: Place): Promise<void> {
  const mark = markOf(place)
  const number = NUMBERS[place]
  await rows.addNode(db, cluster, `${mark}-node`, { pods: number, labels: { [mark]: mark }, zone: mark, roles: [mark] })
  await rows.addCount(db, cluster, '', 'NODE', number, number)
  await rows.addAssetRisk(db, {
    assetType: 'ClusterNode',
    assetId: rows.idOf(cluster, 'Node', '', `${mark}-node`),
    cluster,
    ...counts(number),
  })
  await rows.addTask(db, `${mark}-task`, {
    cluster,
    state: 'RUNNING',
    assetsFound: number,
    itemsTotal: number,
    startedBy: mark,
  })
  await rows.addTaskItem(db, `${mark}-task`, cluster, { targetName: mark, added: number, assetsFound: number })
  await plantRisks(db, cluster, '', place)
  await plantChecks(db, cluster, '', place)
  const states = { '1.12': { '4.1.1': ['FAIL', mark] } } as const
  await rows.addNodeReport(db, cluster, `${mark}-node`, { states, readBy: mark })
  await rows.addChange(db, cluster, `${mark}-node`, { new: { name: mark, pods: number }, at: rows.NOON })
}

async function plantNamespace(db: Queries, cluster: string, place: Place): Promise<void> {
  const mark = markOf(place)
  const number = NUMBERS[place]
  const namespace = namespaceOf(place.endsWith('1') ? '1' : '2')
  const at = { cluster, namespace }
  const id = (kind: string) => rows.idOf(cluster, kind, namespace, mark)
  const common = { labels: { [mark]: mark } }
  await rows.addNamespace(db, cluster, namespace, common)
  await rows.addWorkload(db, cluster, namespace, mark, {
    ...common,
    application: mark,
    owner: mark,
    ready: number,
    desired: number,
    pods: number,
    containers: number,
  })
  await rows.addPod(db, cluster, namespace, mark, {
    ...common,
    workload: id('Workload'),
    workloadName: mark,
    node: `${mark}-host`,
    restarts: number,
    containers: number,
  })
  await rows.addContainer(db, cluster, namespace, mark, {
    ...common,
    pod: id('Pod'),
    podName: mark,
    workload: id('Workload'),
    restarts: number,
    imageReference: `${mark}.example/web:1`,
    imageRegistry: `${mark}.example`,
    imageDigest: SHARED_DIGEST,
  })
  await rows.addService(db, cluster, namespace, mark, { ...common, externalAddresses: [`${mark}.example`] })
  // One image in all places: it has their sums.
  await rows.addImage(db, cluster, namespace, SHARED_DIGEST, { containers: number, reference: `${mark}.example/web:1` })
  for (const kind of ['APPLICATION', 'POD', 'CONTAINER'] as const)
    await rows.addCount(db, cluster, namespace, kind, number, number)
  await rows.addCount(db, cluster, namespace, 'NAMESPACE', 1, 1)
  const namespaceId = rows.idOf(cluster, 'Namespace', namespace, namespace)
  await rows.addAssetRisk(db, { assetType: 'Namespace', assetId: namespaceId, ...at, ...counts(number) })
  for (const assetType of ['Workload', 'Pod', 'Container', 'Service'] as const)
    await rows.addAssetRisk(db, { assetType, assetId: id(assetType), ...at, ...counts(number) })
  await plantExposure(db, cluster, namespace, place)
  await plantRisks(db, cluster, namespace, place)
  await plantChecks(db, cluster, namespace, place)
  await rows.addChange(db, cluster, id('Pod'), {
    type: 'Pod',
    namespace,
    new: { name: mark, restarts: number },
    at: rows.NOON,
  })
}

const SHARED_DIGEST = `sha256:${'e'.repeat(64)}`

/** A way in that leads through another namespace: who does not see that one is told no more than that there is a step. */
async function plantExposure(db: Queries, cluster: string, namespace: string, place: Place): Promise<void> {
  const mark = markOf(place)
  const other = `${place.slice(0, 1)}${place.endsWith('1') ? '2' : '1'}` as Place
  const elsewhere = { namespace: namespaceOf(place.endsWith('1') ? '2' : '1'), name: markOf(other) }
  await rows.addExposure(db, cluster, `${mark}-exposure`, {
    namespace,
    // Larger numbers would tell of places.
    ...{ port: 80, servicePort: 80, containerPort: 80 },
    ...{ entryName: mark, host: `${mark}.example`, workloadName: mark, container: mark, risk: `${mark}-risk` },
    workload: rows.idOf(cluster, 'Workload', namespace, mark),
    sentence: `${markOf(other)} → ${mark}`,
    hops: [
      { kind: 'SERVICE', object: { kind: 'Service', ...elsewhere }, label: markOf(other), evidence: [], policies: [] },
      {
        ...{ kind: 'ENDPOINT', object: { kind: 'Deployment', namespace, name: mark }, label: mark },
        evidence: [`by ${markOf(other)}`],
        policies: [{ policy: { kind: 'NetworkPolicy', ...elsewhere }, effect: 'ALLOWS' }],
      },
    ],
  })
}

async function plantRisks(db: Queries, cluster: string, namespace: string, place: Place): Promise<void> {
  const mark = markOf(place)
  const at = { cluster, namespace }
  await rows.addRiskCount(db, { ...at, total: NUMBERS[place] })
  await rows.addRisk(db, `${mark}-risk`, {
    ...at,
    rule: mark,
    owner: mark,
    reasons: [mark],
    waiver: `${mark}-waiver`,
    assetType: 'Pod',
    assetId: rows.idOf(cluster, 'Pod', namespace, mark),
    assetName: mark,
  })
  await rows.addWaiver(db, `${mark}-waiver`, { ...at, rule: mark, reason: mark, owner: mark, hides: NUMBERS[place] })
}

const RULE = 'KC-001'

/** What a rule says of two objects; of one because of others, elsewhere, of which who does not see them is told nothing. */
async function plantChecks(db: Queries, cluster: string, namespace: string, place: Place): Promise<void> {
  const mark = markOf(place)
  const number = NUMBERS[place]
  const own = { namespace, objectName: mark, judgedName: mark, owner: mark, priorityReasons: [mark], reason: mark }
  const object = { kind: 'Deployment', namespace, name: mark }
  const workload = namespace === '' ? '' : rows.idOf(cluster, 'Workload', namespace, mark)
  await rows.addCheckResult(db, cluster, `${mark}-checkresult`, {
    ...{ ...own, rule: RULE, title: 'Rule', workload, risk: `${mark}-risk`, text: mark, path: mark, related: [object] },
    mending: { verb: 'PATCH', object, yaml: mark, args: [mark], command: mark },
  })
  const whole = markOf(`${place.slice(0, 1)}0` as Place)
  const other = markOf(`${place.slice(0, 1)}${place.endsWith('1') ? '2' : '1'}` as Place)
  const elsewhere = { kind: 'Role', namespace: namespaceOf(place.endsWith('1') ? '2' : '1'), name: other }
  const binding = { kind: 'ClusterRoleBinding', namespace: '', name: whole }
  await rows.addCheckResult(db, cluster, `${mark}-elsewhere`, {
    ...{ ...own, rule: RULE, title: 'Rule', text: `${whole} ${other}`, reason: other, path: whole },
    ...{ judgedKind: binding.kind, judgedNamespace: '', judgedName: whole, related: [object, elsewhere] },
    mending: { verb: 'PATCH', object: binding, yaml: whole, args: [whole], command: whole },
  })
  await rows.addObject(db, cluster, `Deployment/${namespace}/${mark}`, { content: { metadata: { name: mark } } })
  await rows.addObject(db, cluster, `ClusterRoleBinding//${whole}/${mark}`, { name: whole, content: { of: whole } })
  await rows.addCheckedObject(db, cluster, `Deployment/${namespace}/${mark}`, {
    ...{ workload, passed: [RULE], failed: number, exempt: number, notAssessable: number },
  })
  const said = { passed: number, failed: number, exempt: number, notAssessable: number }
  await rows.addCheckTally(db, cluster, namespace, RULE, said)
}

/** What belongs to no cluster: a task over all of them, waivers for everything, and an image in a registry. */
async function plantBetween(db: Queries): Promise<void> {
  const mark = markOf('all')
  const number = NUMBERS.all
  await rows.addTask(db, `${mark}-task`, { state: 'RUNNING', assetsFound: number, itemsTotal: number })
  await rows.addWaiver(db, `${mark}-waiver`, { rule: mark, reason: mark, hides: number })
  await rows.addRisk(db, `${mark}-risk`, {
    registry: REGISTRY,
    assetType: 'Image',
    assetId: SHARED_DIGEST,
    assetName: mark,
  })
  await rows.addToken(db, `${mark}-token`)
  await rows.addSession(db, `${mark}-session`, { name: mark })
  await rows.addSavedView(db, `${mark}-savedview`, { name: mark, query: `text=${mark}`, shared: true })
  await rows.addAuditEntry(db, { target: mark, details: { mark } })
}

async function plantGroups(db: Queries, places: readonly Place[]): Promise<void> {
  const letters = clustersOf(places)
  const groups = letters.map((letter) => ({ id: `zqgroup${letter}`, regions: [`zqregion${letter}`] }))
  const both = { id: 'both', regions: letters.map((letter) => `zqregion${letter}`) }
  await db.insert(regionGroup).values([...groups, both].map((group) => ({ ...group, name: group.id })))
}

/** In the order of the places. */
function clustersOf(places: readonly Place[]): ('a' | 'b')[] {
  return [...new Set(places.filter((place) => place !== 'all').map((place) => (place.startsWith('a') ? 'a' : 'b')))]
}

/** Ids of all that can be asked for by its id, of all places. */
export function plantedIds(): string[] {
  return PLACES.flatMap((place) => {
    const mark = markOf(place)
    const rest = ['Risk', 'Waiver', 'Task', 'Token', 'Session', 'SavedView'].map((type) =>
      encodeId(type, `${mark}-${type.toLowerCase()}`),
    )
    if (place === 'all') return [...rest, encodeId('Check', RULE)]
    const letter = place.startsWith('a') ? 'a' : 'b'
    const cluster = uidOf(letter)
    const isWhole = place.endsWith('0')
    const namespace = isWhole ? '' : namespaceOf(place.endsWith('1') ? '1' : '2')
    const checks = [
      encodeId('CheckResult', `${cluster}/${mark}-checkresult`),
      encodeId('CheckResult', `${cluster}/${mark}-elsewhere`),
      encodeId('CheckedObject', `${cluster}/Deployment/${namespace}/${mark}`),
    ]
    if (isWhole)
      return [
        ...rest,
        ...checks,
        encodeId('Cluster', cluster),
        encodeId('RegionGroup', `zqgroup${letter}`),
        encodeId('TaskItem', `${mark}-task/${cluster}`),
        encodeId('ClusterNode', rows.idOf(cluster, 'Node', '', `${mark}-node`)),
        encodeId('NodeReport', `JOB/${cluster}/${mark}-node`),
      ]
    const assets = ['Workload', 'Pod', 'Container', 'Service'] as const
    return [
      ...rest,
      ...checks,
      encodeId('Exposure', `${cluster}/${mark}-exposure`),
      encodeId('Namespace', rows.idOf(cluster, 'Namespace', namespace, namespace)),
      ...assets.map((type) => encodeId(type, rows.idOf(cluster, type, namespace, mark))),
    ]
  })
}

function counts(number: number) {
  return { high: number, medium: number, low: number }
}
