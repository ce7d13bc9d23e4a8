import type { checkedObject, checkResult } from '@breakwater/drizzle/tables/posture.ts'
import { PRIORITIES, SEVERITIES } from '@breakwater/drizzle/tables/risk.ts'
import { fieldsOf, textOf } from '../kubernetes/fields.ts'
import { type KubernetesObject, keyOf, type Labels, type ObjectRef } from '../kubernetes/object.ts'
import { namespaceId, nodeId, objectId, serviceId } from '../kubernetes/row-ids.ts'
import { digestOf, riskId } from '../risks/risk-id.ts'
import { riskKeyOf } from './check-finding.ts'
import type { JudgedObject } from './live-results.ts'
import { mendingOf } from './mending.ts'
import { jsonPatch } from './patch.ts'
import { isWithin, valueAt } from './path.ts'
import { brings, type Profile } from './profiles/profile.ts'
import type { Result } from './result.ts'
import type { Fix, Rule } from './rule.ts'
import { CONTAINER_LISTS, templatePathOf } from './subject.ts'

type CheckRow = typeof checkResult.$inferSelect
type ObjectRow = typeof checkedObject.$inferSelect

/** What an evaluation tells of a result: its row without what only the rows before it tell, and what its risk has beside. */
export interface CheckRecord extends Omit<CheckRow, 'state' | 'firstSeenAt' | 'lastSeenAt' | 'resolvedAt'> {
  /** Of what has the fault: waivers select risks by them. */
  readonly labels: Labels
}
export type CheckedRecord = Omit<ObjectRow, 'firstSeenAt'>

/** A record whose mending is not made yet: it takes the longest, and most records are there already. */
export interface CheckDraft {
  readonly id: string
  readonly contentHash: string
  readonly finish: () => CheckRecord
}

/** What the records of a cluster are made with, beside what rules say. */
export interface CheckPlace {
  readonly cluster: string
  /** By id. */
  readonly rules: ReadonlyMap<string, Rule>
  readonly profile: Profile | undefined
  /** Ids of workloads that are not made of just kind, namespace and name, by `keyOf`. */
  readonly customWorkloads: ReadonlyMap<string, string>
  /** Who answers for them, by ids of workloads; without those for whom nobody does. */
  readonly owners: ReadonlyMap<string, string>
  /** Ids of workloads that are reached from the internet. */
  readonly reached: ReadonlySet<string>
  readonly isWorkload: (ref: ObjectRef) => boolean
  readonly find: (ref: ObjectRef) => KubernetesObject | undefined
}

/** What is said of one object as rows. Equal answers have equal rows, and equal hashes. */
export interface ObjectRecords {
  readonly checks: readonly CheckDraft[]
  /** Undefined for what is said of no object. */
  readonly object: CheckedRecord | undefined
}

/** Rules about the command lines and configuration of the control plane and the kubelet: whoever runs the cluster chooses them. */
const OF_CONTROL_PLANE = /^KC-1(?:2\d|30)$/
const OF_USERS = /^CU-/
const MOST_RELATED = 20
const MOST_LABELS = 100
const MOST_CHARACTERS = 2_000

export function recordsOf(place: CheckPlace, judged: JudgedObject): ObjectRecords {
  const checks: CheckDraft[] = []
  const twins = new Map<string, number>()
  const counts = { passed: judged.passed, failed: 0, exempt: 0, notAssessable: 0 }
  for (const result of judged.results) {
    // Members of a list may have one name: they are told apart by their order.
    const twin = checkKeyOf(judged.ref, result)
    const before = twins.get(twin) ?? 0
    twins.set(twin, before + 1)
    const draft = draftOf(place, judged, result, before === 0 ? twin : `${twin} ${before}`)
    checks.push(draft)
    if (draft.row.result === 'FAIL') counts.failed++
    else if (draft.row.result === 'EXEMPT') counts.exempt++
    else counts.notAssessable++
  }
  return { checks, object: checkedOf(place, judged, counts) }
}

interface Counts {
  readonly passed: ReadonlySet<string>
  readonly failed: number
  readonly exempt: number
  readonly notAssessable: number
}

function checkedOf(place: CheckPlace, { ref, results, isWorkload }: JudgedObject, counts: Counts) {
  if (ref.kind === '' || (results.length === 0 && counts.passed.size === 0)) return undefined
  const row: Omit<CheckedRecord, 'contentHash'> = {
    id: objectId(place.cluster, ref.kind, ref.namespace, ref.name),
    cluster: place.cluster,
    namespace: namespaceOf(ref),
    registry: '',
    kind: ref.kind,
    name: ref.name,
    nameLower: ref.name.toLowerCase(),
    workload: isWorkload ? workloadIdOf(place, ref) : '',
    ...counts,
    passed: [...counts.passed].sort(),
  }
  return { ...row, contentHash: digestOf(row) }
}

function draftOf(
  place: CheckPlace,
  judged: JudgedObject,
  result: Result,
  key: string,
): CheckDraft & { readonly row: RowSoFar } {
  const row = rowOf(place, judged, result, `${place.cluster}/${digestOf(key)}`)
  const { fix } = result.failure ?? {}
  const labels = labelsOf(faultyOf(place, judged, result.object))
  // What else is told of a rule changes with the product; of a rule of users, whenever they write it anew.
  const rule = place.rules.get(result.rule)
  const written = rule && OF_USERS.test(rule.id) ? [rule.remedy] : []
  const contentHash = digestOf([row, fix && changeOf(fix, judged.ref, place.find), labels, ...written])
  const mending = () => (fix ? mendedBy(fix, judged.ref, place.find) : null)
  return { id: row.id, contentHash, row, finish: () => ({ ...row, labels, mending: mending(), contentHash }) }
}

/** Sorted: an object may write them in any order. More than Kubernetes takes are not kept. */
function labelsOf(object: KubernetesObject | undefined): Labels {
  const written = Object.entries(fieldsOf(fieldsOf(object?.metadata)['labels'])).sort(([a], [b]) => (a < b ? -1 : 1))
  const kept = written.filter(([key, value]) => key.length <= 317 && typeof value === 'string' && value.length <= 63)
  return Object.fromEntries(kept.slice(0, MOST_LABELS)) as Labels
}

type RowSoFar = Omit<CheckRecord, 'mending' | 'contentHash' | 'labels'>

/** What tells a result from all others of its cluster: no position in a list, no text. */
function checkKeyOf(judged: ObjectRef, { rule, object, stablePath }: Result): string {
  return JSON.stringify([rule, keyOf(judged), keyOf(object), stablePath])
}

function rowOf(place: CheckPlace, judged: JudgedObject, result: Result, id: string): RowSoFar {
  const { cluster } = place
  const rule = place.rules.get(result.rule)
  const object = result.object
  const told = toldOf(place, judged.ref, result)
  const workload = workloadOf(place, object, judged)
  const severity: CheckRecord['severity'] = rule ? upper(rule.severity) : 'UNKNOWN'
  const title = rule?.title ?? result.rule
  const asset = assetOf(cluster, workload, [object, judged.ref])
  const rated = rate(place, { severity, workload, under: result.under ?? '', told })
  const row: Omit<RowSoFar, 'risk'> = {
    id,
    cluster,
    namespace: namespaceOf(object) || namespaceOf(judged.ref),
    registry: '',
    result: told.result,
    rule: result.rule,
    title,
    titleLower: title.toLowerCase(),
    severity,
    severityRank: SEVERITIES.length - 1 - SEVERITIES.indexOf(severity),
    ...rated,
    objectKind: object.kind,
    objectNamespace: object.namespace,
    objectName: object.name,
    objectNameLower: object.name.toLowerCase(),
    judgedKind: judged.ref.kind,
    judgedNamespace: judged.ref.namespace,
    judgedName: judged.ref.name,
    workload,
    container: containerOf(judged, result),
    ...asset,
    owner: place.owners.get(workload) ?? '',
    path: textOf(result.path, MOST_CHARACTERS),
    text: textOf(result.text, MOST_CHARACTERS),
    related: (result.failure?.related ?? []).slice(0, MOST_RELATED).map(referenceOf),
    under: result.under ?? '',
    origin: told.origin,
    reason: textOf(told.reason, MOST_CHARACTERS),
    bindingKey: digestOf([id, standingAt(judged.object, result)]),
  }
  return { ...row, risk: riskId({ kind: 'CONFIGURATION', cluster }, riskKeyOf(row)) }
}

type Told = Pick<CheckRecord, 'result' | 'origin' | 'reason'>

function toldOf({ profile }: CheckPlace, judged: ObjectRef, result: Result): Told {
  if (result.state === 'not_assessable') return { result: 'NOT_ASSESSABLE', origin: 'USER', reason: result.text }
  if (result.state === 'exempt') return { result: 'EXEMPT', origin: 'USER', reason: result.text }
  if (!profile || !isBrought(profile, judged, result)) return { result: 'FAIL', origin: 'USER', reason: '' }
  if (OF_CONTROL_PLANE.test(result.rule)) return { result: 'FAIL', origin: 'DISTRIBUTION', reason: '' }
  return { result: 'EXEMPT', origin: 'DISTRIBUTION', reason: `Comes with ${profile.name}.` }
}

/** Rights that somebody has come with the distribution when he does, or what gives them to him. */
function isBrought(profile: Profile, judged: ObjectRef, { object, failure }: Result): boolean {
  if (keyOf(object) === keyOf(judged)) return brings(profile, judged)
  const givers = (failure?.related ?? []).filter(({ kind }) => kind.endsWith('Binding'))
  return [object, ...givers].some((ref) => brings(profile, ref))
}

interface Rated {
  readonly severity: CheckRecord['severity']
  readonly workload: string
  readonly under: string
  readonly told: Told
}

/** What first, and why. */
function rate(place: CheckPlace, { severity, workload, under, told }: Rated) {
  if (told.result !== 'FAIL') return { priority: null, priorityRank: -1, priorityReasons: [] }
  const reasons = [`The severity of the rule is ${severity.toLowerCase()}.`]
  let rank = severity === 'CRITICAL' || severity === 'HIGH' ? 2 : severity === 'MEDIUM' ? 1 : 0
  if (place.reached.has(workload)) {
    rank = Math.min(2, rank + 1)
    reasons.push('The workload is reached from the internet.')
  }
  if (told.origin === 'DISTRIBUTION') {
    rank = Math.max(0, rank - 1)
    reasons.push(`It comes with ${place.profile?.name ?? 'the distribution'}.`)
  }
  if (under !== '') {
    rank = 0
    reasons.push(`${under} says more of the same fault.`)
  }
  const priority = PRIORITIES[PRIORITIES.length - 1 - rank] ?? 'LOW'
  return { priority, priorityRank: rank, priorityReasons: reasons }
}

function workloadOf(place: CheckPlace, object: ObjectRef, judged: JudgedObject): string {
  if (place.isWorkload(object)) return workloadIdOf(place, object)
  return judged.isWorkload ? workloadIdOf(place, judged.ref) : ''
}

function workloadIdOf({ cluster, customWorkloads }: CheckPlace, ref: ObjectRef): string {
  return customWorkloads.get(keyOf(ref)) ?? `${cluster}/${ref.namespace}/${ref.kind}/${ref.name}`
}

/** Name of the container of a workload that has it, empty for its pods as such; null for what its pods do not have. */
function containerOf({ ref, object, isWorkload }: JudgedObject, { object: reported, failure }: Result): string | null {
  const template = templatePathOf(ref.kind)
  if (!isWorkload || !template || !failure || keyOf(reported) !== keyOf(ref)) return null
  if (!isWithin(failure.path, template)) return null
  const [spec, list, at] = failure.path.slice(template.length)
  const isContainer = spec === 'spec' && CONTAINER_LISTS.some((one) => one === list) && typeof at === 'number'
  if (!isContainer) return ''
  return textOf(valueAt(object, [...failure.path.slice(0, template.length + 3), 'name']), 253)
}

/** The object that has the fault, as far as it is one; else the one that was judged. */
function faultyOf(place: CheckPlace, judged: JudgedObject, fault: ObjectRef): KubernetesObject | undefined {
  return keyOf(fault) === keyOf(judged.ref) ? judged.object : (place.find(fault) ?? judged.object)
}

/** What is no asset hangs on its namespace, and without one on the cluster. */
function assetOf(
  cluster: string,
  workload: string,
  refs: readonly ObjectRef[],
): Pick<CheckRecord, 'assetType' | 'assetId'> {
  if (workload !== '') return { assetType: 'Workload', assetId: workload }
  const [first] = refs.filter(({ kind, name }) => kind !== '' && name !== '')
  if (first?.kind === 'Service')
    return { assetType: 'Service', assetId: serviceId(cluster, first.namespace, first.name) }
  if (first?.kind === 'Node') return { assetType: 'ClusterNode', assetId: nodeId(cluster, first.name) }
  const namespace = refs.map(namespaceOf).find((name) => name !== '')
  if (namespace !== undefined) return { assetType: 'Namespace', assetId: namespaceId(cluster, namespace) }
  return { assetType: 'Cluster', assetId: cluster }
}

/** A namespace is in itself. */
function namespaceOf({ kind, namespace, name }: ObjectRef): string {
  return kind === 'Namespace' ? name : namespace
}

/** What stands at the path, where it is one value or a list of such: another one is another fault. */
function standingAt(object: KubernetesObject | undefined, { failure }: Result): unknown {
  if (!failure || failure.path.length === 0) return null
  const value = valueAt(object, failure.path)
  const isSimple = (one: unknown) => typeof one !== 'object' || one === null
  return isSimple(value) || (Array.isArray(value) && value.every(isSimple)) ? (value ?? null) : null
}

/** What a fix comes to in the objects as they are. */
function changeOf(fix: Fix, ref: ObjectRef, find: CheckPlace['find']): unknown {
  return 'edits' in fix ? [fix.of ?? ref, jsonPatch(find(fix.of ?? ref), fix.edits)] : fix
}

function mendedBy(fix: Fix, ref: ObjectRef, find: CheckPlace['find']): CheckRecord['mending'] {
  // Pods of a custom resource are made by it: they are not there to be changed.
  if ('edits' in fix && !find(fix.of ?? ref)) return null
  const mending = mendingOf(fix, ref, find)
  if (!mending) return null
  const { object, verb, yaml, args, command } = mending
  return { verb: upper(verb), object: referenceOf(object), yaml, args, command }
}

function referenceOf({ kind, namespace, name }: ObjectRef): ObjectRef {
  return { kind, namespace, name }
}

function upper<T extends string>(word: T): Uppercase<T> {
  return word.toUpperCase() as Uppercase<T>
}
