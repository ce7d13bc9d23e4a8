import type { Facts } from './facts.ts'
import { policyEngine } from './pod-admission.ts'
import type { Failure, Judgement } from './rule.ts'
import type { Subject } from './subject.ts'

/** Source: Kubernetes, Enforce Pod Security Standards with Namespace Labels. */
export const ENFORCE_LABEL = 'pod-security.kubernetes.io/enforce'
const LEVELS = ['privileged', 'baseline', 'restricted'] as const
export type PodSecurityLevel = (typeof LEVELS)[number]

/** Where the parts of the cluster itself run, which no level but privileged lets run. Source: Kubernetes, Apply Pod Security Standards at the Cluster Level. */
export function isSystemNamespace({ ref }: Subject): boolean {
  return ref.name === 'kube-system'
}

/** Undefined for no label, or one that names no level. */
export function enforcedLevel({ labels }: Subject): PodSecurityLevel | undefined {
  return LEVELS.find((level) => level === labels[ENFORCE_LABEL])
}

/** Whether the namespace holds its pods to `least` or more. What a policy engine holds them to is not read. */
export function atLeast(namespace: Subject, facts: Facts, least: 'baseline' | 'restricted'): Judgement {
  if (isSystemNamespace(namespace)) return undefined
  const level = enforcedLevel(namespace)
  if (level && LEVELS.indexOf(level) >= LEVELS.indexOf(least)) return []
  const engine = policyEngine(facts)
  if (engine) return { notAssessable: `${engine} judges pods as well, and what its policies ask for is not read.` }
  return [levelFailure(level ? `The level that is enforced is ${level}.` : 'No level is enforced.', least)]
}

export function levelFailure(text: string, level: PodSecurityLevel): Failure {
  const path = ['metadata', 'labels', ENFORCE_LABEL]
  return { path, place: [], text, fix: { edits: [{ path, value: level }] } }
}
