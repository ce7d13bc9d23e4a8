import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import type { AnalysisSettings, Pod, PolicyEvidence, Protocol, Reason } from './model.ts'
import { detectEnforcement } from './policies/enforcement.ts'
import type { OutsideDecision } from './policies/policies.ts'
import { PolicyEngine } from './policies/policy-engine.ts'
import { readPolicies } from './policies/read-policies.ts'

/** Policies, asked for each direction by itself. */
export interface DirectedPolicies {
  readonly enforcement: readonly Reason[]
  /** Equal for pods that get the same answers. */
  sortOf(pod: Pod): string
  outside(to: Pod, protocol: Protocol, port: number): OutsideDecision
  between(from: Pod, to: Pod, protocol: Protocol, port: number): PairAnswer
}

export interface PairAnswer {
  readonly ingress: DirectionAnswer
  readonly egress: DirectionAnswer
  readonly doubts: readonly string[]
}

export interface DirectionAnswer {
  readonly isAllowed: boolean
  readonly policies: readonly PolicyEvidence[]
}

/** `pods` are those that are asked about. One engine knows policies of ingress only, another those of egress only. */
export function directedPolicies(
  objects: ClusterObjects,
  settings: AnalysisSettings,
  pods: readonly Pod[],
): DirectedPolicies {
  const read = readPolicies(objects)
  const enforcement = detectEnforcement(objects, settings.enforcement)
  const engineOf = (direction: 'ingress' | 'egress') =>
    new PolicyEngine(pods, { ...read, parts: read.parts.filter((part) => part.direction === direction) }, enforcement)
  const [into, out] = [engineOf('ingress'), engineOf('egress')]
  // A node reaches the pods that run on it, and they differ in that.
  const meetsNodes = pods.some(({ hostNetwork }) => hostNetwork)
  return {
    enforcement: enforcement.reasons,
    sortOf: (pod) => [into.classOf(pod), out.classOf(pod), meetsNodes ? pod.node : ''].join(' '),
    outside: (to, protocol, port) => into.outside(to, protocol, port),
    between(from, to, protocol, port) {
      const ingress = into.between(from, to, protocol, port)
      const egress = out.between(from, to, protocol, port)
      return {
        ingress: { isAllowed: ingress.ingress, policies: ingress.policies },
        egress: { isAllowed: egress.egress, policies: egress.policies },
        doubts: [...ingress.doubts, ...egress.doubts].map(({ text }) => text),
      }
    },
  }
}
