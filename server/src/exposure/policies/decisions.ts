import { keyOf } from '../../kubernetes/object.ts'
import type { Pod, PolicyEvidence, Reason } from '../model.ts'
import type { Decision } from './policies.ts'
import type { TierAnswer } from './tiers.ts'

/** What all who answer for policies have in common: how an answer is told. */

/** No namespace or label of an object has this name: it is that of a pod of which nothing is known. */
const NO_NAME = '\n'

/** A pod of which nothing is known. */
export const ARBITRARY: Pod = {
  namespace: NO_NAME,
  name: NO_NAME,
  workload: { kind: 'Pod', namespace: NO_NAME, name: NO_NAME },
  labels: {},
  namespaceLabels: { 'kubernetes.io/metadata.name': NO_NAME },
  serviceAccount: '',
  hostNetwork: false,
  ips: [],
  hostIps: [],
  node: '',
  ports: [],
  containers: [],
  images: [],
  ready: 'unknown',
  finished: false,
  terminating: false,
  isTemplate: true,
}

/** Where nothing enforces policies. */
export const UNRESTRICTED: Decision = { allowed: true, ingress: true, egress: true, policies: [], doubts: [] }

/** A node may always reach the pods that run on it. */
export function isOnNodeOf(from: Pod, to: Pod): boolean {
  return from.hostNetwork && from.node !== '' && from.node === to.node
}

/** What is decided of a connection from one pod to another: by egress of the one, `out`, and ingress of the other, `into`. */
export function decisionOf(
  into: { readonly isAllowed: boolean; readonly decided: TierAnswer<unknown>['decided'] },
  out: { readonly isAllowed: boolean; readonly decided: TierAnswer<unknown>['decided'] },
  onNode: boolean,
  doubts: readonly Reason[],
): Decision {
  const ingress = onNode || into.isAllowed
  const egress = out.isAllowed
  const decided = [
    ...(onNode ? [] : into.decided.filter(({ effect }) => !(ingress && effect === 'isolates'))),
    ...out.decided.filter(({ effect }) => !(egress && effect === 'isolates')),
  ]
  return { allowed: ingress && egress, ingress, egress, policies: evidenceOf(decided), doubts: distinct(doubts) }
}

/** A policy that lets something through is not also named for what it shuts out. */
export function evidenceOf(decided: TierAnswer<unknown>['decided']): PolicyEvidence[] {
  const allowing = new Set(decided.flatMap(({ part, effect }) => (effect === 'allows' ? keyOf(part.policy) : [])))
  const told = decided
    .filter(({ part, effect }) => effect !== 'isolates' || !allowing.has(keyOf(part.policy)))
    .map(({ part, effect }) => [`${keyOf(part.policy)} ${effect}`, { policy: part.policy, effect }] as const)
  return [...new Map(told)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, evidence]) => evidence)
}

/** Each reason once, in the order of their codes and texts. */
export function distinct(reasons: readonly Reason[]): Reason[] {
  const byText = new Map(reasons.map((reason) => [`${reason.code} ${reason.text}`, reason]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reason]) => reason)
}
