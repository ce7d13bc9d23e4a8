import type { Component } from '../control-plane.ts'
import type { CisVersion } from '../frameworks.ts'
import type { Expectation } from './expectation.ts'
import type { KubeletExpectation } from './kubelet-expectation.ts'

/** A check of the CIS Kubernetes Benchmark. Numbers are facts of the benchmark, titles are our own. */
export interface CisCheck {
  /** By version; one that does not have the check is left out. */
  readonly numbers: Partial<Record<CisVersion, string>>
  readonly title: string
  /** Versions that score it by a program; in all others a person does. */
  readonly automated: readonly CisVersion[]
  /** How it can be known. Where a rule names the number of the check among its `frameworks`, the rule decides before it. */
  readonly by: Knowledge
}

export type Knowledge =
  /** Rules alone: the check names nothing that is read besides. */
  | { readonly kind: 'rules' }
  | { readonly kind: 'controlPlaneFlag'; readonly component: Component; readonly expects: readonly Expectation[] }
  /** A flag of two components that must not say the same. */
  | { readonly kind: 'differentFlags'; readonly first: FlagOf; readonly second: FlagOf }
  | { readonly kind: 'kubeProxyMetrics' }
  | NodeKnowledge
  /** Asks for a person. */
  | { readonly kind: 'judgement' }

export interface FlagOf {
  readonly component: Component
  readonly flag: string
}

/** What only a node itself tells: a job on it has to look. */
export type NodeKnowledge =
  | { readonly kind: 'nodeJob'; readonly files: FileExpectation }
  | { readonly kind: 'nodeJob'; readonly kubelet: KubeletExpectation }

export interface FileExpectation {
  /** Of files, or of folders, which end in `/`; all that is below a folder with `**` after it, and what ends in `.crt` with `*.crt`. */
  readonly paths: readonly string[]
  /** No bit may be set that is not set there, in octal; by version where versions differ. */
  readonly mode?: string | Partial<Record<CisVersion, string>>
  /** `user:group`. */
  readonly owner?: string
  /** Whether it is right that there is none of them. */
  readonly optional?: true
}
