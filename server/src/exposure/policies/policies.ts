import type { Pod, PolicyEvidence, Protocol, Reason } from '../model.ts'
import type { SourceSet } from '../sources.ts'

/** What policies say of connections to one port of one pod. Ports are those of the pod, after the translation of a service. */
export interface Policies {
  /** Which sources outside of the cluster ingress policies let in. */
  outside(to: Pod, protocol: Protocol, port: number): OutsideDecision
  /** Whether `from` may reach it: egress of the one and ingress of the other. */
  between(from: Pod, to: Pod, protocol: Protocol, port: number): Decision
  /**
   * Whether an arbitrary pod may: one in a namespace without special labels. `varies`: another source in the cluster would get another
   * answer.
   */
  anyPod(to: Pod, protocol: Protocol, port: number): Decision & { readonly varies: boolean }
  /** Whether anything in the cluster enforces policies, and how that is known. When not, all of the above allow everything. */
  readonly enforcement: { readonly enforced: boolean; readonly reasons: readonly Reason[] }
}

export interface Decision {
  readonly allowed: boolean
  readonly ingress: boolean
  readonly egress: boolean
  /** Those that decided, sorted; empty where nothing selects the pod. */
  readonly policies: readonly PolicyEvidence[]
  /** What makes it less than certain, such as a Cilium policy that selects the pod and is not understood. */
  readonly doubts: readonly Reason[]
}

export interface OutsideDecision {
  readonly sources: SourceSet
  readonly policies: readonly PolicyEvidence[]
  readonly doubts: readonly Reason[]
}
