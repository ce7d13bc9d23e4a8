import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { keyOf, type ObjectRef } from '../kubernetes/object.ts'
import { type ClusterView, viewOf } from './cluster-view.ts'
import type { AnalysisSettings, Pod, PolicyEvidence } from './model.ts'
import { type DirectedPolicies, directedPolicies, type PairAnswer } from './reachability-policies.ts'
import {
  ReachabilityError,
  type ReachabilityQuestion,
  sourcePods,
  type Target,
  targetsOf,
} from './reachability-targets.ts'
import { cidrsOf, isNowhere, isWithin, type SourceSet, sourcesOfAll, unionAll } from './sources.ts'
import { visible } from './visible.ts'

/** What policies say of a connection. Whether an entry point leads there from outside is what exposures tell. */
export interface ReachabilityAnswer {
  /** `partly`: some pods reach or are reached and others do not, or not all sources outside are let in. */
  readonly allowed: 'yes' | 'no' | 'partly'
  /** The answer as a sentence. */
  readonly text: string
  /** From outside: ranges in CIDR notation that are let in, by some of the pods at least; else empty. */
  readonly sources: readonly string[]
  /** Of several pods the strictest; `notIsolated` where no policy has a say. */
  readonly ingress: DirectionState
  readonly egress: DirectionState
  /** Those that decide, sorted. */
  readonly policies: readonly DecidingPolicy[]
  /** What makes the answer less than certain, in sentences. */
  readonly doubts: readonly string[]
}

export type DirectionState = 'allowed' | 'denied' | 'notIsolated'

export interface DecidingPolicy {
  readonly policy: ObjectRef
  readonly direction: 'ingress' | 'egress'
  readonly effect: PolicyEvidence['effect']
}

/**
 * Whether policies let `from` reach a port of `to`. The same whatever the order of the objects. Throws a `ReachabilityError` for objects and
 * ports that are not there.
 */
export function reachability(
  objects: ClusterObjects,
  settings: AnalysisSettings,
  question: ReachabilityQuestion,
): ReachabilityAnswer {
  const view = viewOf(objects, settings)
  const found = targetsOf(view, question)
  const from = question.from === 'outside' ? [] : sourcePods(view, question.from)
  const policies = directedPolicies(objects, settings, [...from, ...found.targets.map(({ pod }) => pod)])
  const answer =
    question.from === 'outside'
      ? fromOutside(policies, found.targets, question)
      : fromPods(policies, from, found.targets, question)
  const doubts = [...found.doubts, ...doubtsAbout(view, policies, from, found.targets), ...answer.doubts]
  return {
    ...answer,
    text: visible(answer.text),
    policies: distinct(answer.policies),
    doubts: [...new Set(doubts.map(visible))].sort(),
  }
}

const EVERYBODY = sourcesOfAll(['0.0.0.0/0'])

function fromOutside(
  policies: DirectedPolicies,
  targets: readonly Target[],
  question: ReachabilityQuestion,
): ReachabilityAnswer {
  const answers = targets.map(({ pod, port }) => policies.outside(pod, question.protocol, port))
  const parts = answers.map(({ sources }) => shareOf(sources))
  const allowed = parts.every((part) => part === parts[0]) ? (parts[0] ?? 'no') : 'partly'
  const sources = cidrsOf(unionAll(answers.map((answer) => answer.sources)))
  const decided = answers.map((answer) => answer.policies.map((one) => ({ ...one, direction: 'ingress' as const })))
  const states = answers.map((answer, at) => stateOf(parts[at] !== 'no', answer.policies.length > 0))
  const whom = allowed === 'partly' ? 'Some sources outside of the cluster' : 'Every source outside of the cluster'
  const text =
    allowed === 'no'
      ? `No source outside of the cluster can reach ${nameOf(question)}`
      : `${whom} can reach ${nameOf(question)}`
  return {
    allowed,
    text: `${text}${because(allowed, decided.flat())}.`,
    sources,
    ingress: strictest(states),
    egress: 'notIsolated',
    policies: decided.flat(),
    doubts: answers.flatMap((answer) => answer.doubts.map((doubt) => doubt.text)),
  }
}

/** IPv6 is asked about only where a policy lets in no more than some of IPv4. */
function shareOf(sources: SourceSet): ReachabilityAnswer['allowed'] {
  if (isNowhere(sources)) return 'no'
  return isWithin(EVERYBODY, sources) ? 'yes' : 'partly'
}

function fromPods(
  policies: DirectedPolicies,
  from: readonly Pod[],
  targets: readonly Target[],
  question: ReachabilityQuestion,
): ReachabilityAnswer {
  const unlikeTargets = twoOfEach(targets, ({ pod, port }) => `${port} ${policies.sortOf(pod)}`)
  const pairs = twoOfEach(from, policies.sortOf).flatMap((source) =>
    unlikeTargets.filter(({ pod }) => !isItself(source, pod)).map((target) => ({ source, target })),
  )
  const answers = pairs.map(({ source, target }) =>
    policies.between(source, target.pod, question.protocol, target.port),
  )
  const verdicts = answers.map(({ ingress, egress }) => ingress.isAllowed && egress.isAllowed)
  const allowed = verdicts.every(Boolean) ? 'yes' : verdicts.some(Boolean) ? 'partly' : 'no'
  const decided = answers.flatMap(decidedBy)
  const who = question.from === 'outside' ? '' : `${question.from.kind} ${placeOf(question.from)}`
  const verb = { yes: 'can reach', no: 'cannot reach', partly: 'can reach only partly' }[allowed]
  const itself = pairs.length === 0 ? ', as every pod reaches itself' : ''
  return {
    allowed,
    text: `${who} ${verb} ${nameOf(question)}${itself}${because(allowed, decided)}.`,
    sources: [],
    ingress: strictest(answers.map(({ ingress }) => stateOf(ingress.isAllowed, ingress.policies.length > 0))),
    egress: strictest(answers.map(({ egress }) => stateOf(egress.isAllowed, egress.policies.length > 0))),
    policies: decided,
    doubts: answers.flatMap(({ doubts }) => doubts),
  }
}

/** Replicas get the same answers: two of each sort are enough, since one may be the pod that asks. */
function twoOfEach<T>(all: readonly T[], sortOf: (one: T) => string): T[] {
  return [...Map.groupBy(all, sortOf).values()].flatMap((alike) => alike.slice(0, 2))
}

function isItself(a: Pod, b: Pod): boolean {
  return !a.isTemplate && !b.isTemplate && a.namespace === b.namespace && a.name === b.name
}

function decidedBy({ ingress, egress }: PairAnswer): DecidingPolicy[] {
  return [
    ...ingress.policies.map((one) => ({ ...one, direction: 'ingress' as const })),
    ...egress.policies.map((one) => ({ ...one, direction: 'egress' as const })),
  ]
}

function stateOf(isAllowed: boolean, isDecided: boolean): DirectionState {
  if (!isAllowed) return 'denied'
  return isDecided ? 'allowed' : 'notIsolated'
}

function strictest(states: readonly DirectionState[]): DirectionState {
  return (['denied', 'allowed'] as const).find((state) => states.includes(state)) ?? 'notIsolated'
}

const SHUTTING: readonly PolicyEvidence['effect'][] = ['denies', 'isolates']

/** The policies that stand in the way, by name. */
function because(allowed: ReachabilityAnswer['allowed'], decided: readonly DecidingPolicy[]): string {
  const shutting = allowed === 'yes' ? [] : decided.filter(({ effect }) => SHUTTING.includes(effect))
  const [first, ...others] = [
    ...new Set(
      distinct(shutting).map(({ policy, direction }) => `${direction} policy ${policy.kind} ${placeOf(policy)}`),
    ),
  ]
  if (first === undefined) return ''
  return `: ${first}${others.length > 0 ? ` and ${others.length} more` : ''} ${others.length > 0 ? 'stand' : 'stands'} in the way`
}

function doubtsAbout(
  { isEnforced }: ClusterView,
  { enforcement }: DirectedPolicies,
  from: readonly Pod[],
  targets: readonly Target[],
): string[] {
  const pods = [...from, ...targets.map(({ pod }) => pod)]
  return [
    ...(isEnforced ? [] : ['Nothing in the cluster enforces policies, so that all of them have no effect.']),
    ...enforcement.filter(({ code }) => code === 'enforcementUnknown').map(({ text }) => text),
    ...(pods.some(({ isTemplate }) => isTemplate) ? ['A workload without pods is judged by its template.'] : []),
    ...(targets.some(({ pod }) => pod.hostNetwork)
      ? ['A pod in the network of its node is reached at the node; most network plug-ins apply no policies there.']
      : []),
  ]
}

function distinct(policies: readonly DecidingPolicy[]): DecidingPolicy[] {
  const byKey = new Map(policies.map((one) => [`${one.direction} ${keyOf(one.policy)} ${one.effect}`, one]))
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { policy, direction, effect }]) => ({ policy, direction, effect }))
}

function nameOf({ to, protocol, port }: ReachabilityQuestion): string {
  return `${to.kind} ${placeOf(to)} at port ${port}/${protocol}`
}

function placeOf({ namespace, name }: ObjectRef): string {
  return namespace === '' ? name : `${namespace}/${name}`
}

export { ReachabilityError, type ReachabilityQuestion }
