import type { BenchmarkAnswer, nodeReport } from '@breakwater/drizzle/tables/posture.ts'

/** The versions of the CIS Kubernetes Benchmark that are known, the oldest first. */
export const BENCHMARK_VERSIONS = ['1.10', '1.11', '1.12'] as const
export type BenchmarkVersion = (typeof BENCHMARK_VERSIONS)[number]

/** The worst first, but for what nothing can be said of. MANUAL is for a person to say. */
export const BENCHMARK_STATES = ['FAIL', 'EXEMPT', 'PASS', 'MANUAL', 'NOT_ASSESSABLE'] as const
export type BenchmarkState = (typeof BENCHMARK_STATES)[number]

/** Answers by the number of the check. */
export type BenchmarkAnswers = Readonly<Record<string, BenchmarkAnswer>>

/** What is known of a cluster that its checks are judged by. */
export interface BenchmarkFacts {
  /** Who runs the control plane, such as `EKS`; undefined where the cluster does itself. */
  readonly managedBy: string | undefined
  /** What objects say, as the last evaluation left it; undefined where there was none. */
  readonly objects: BenchmarkAnswers | undefined
  /** The rules that look after checks of the version. */
  readonly rules: readonly BenchmarkRule[]
  /** The nodes that are there; undefined where these could not be read. */
  readonly nodes: readonly BenchmarkNode[] | undefined
  readonly reports: readonly BenchmarkReport[]
}

/** What a rule says of the cluster. */
export interface BenchmarkRule {
  readonly id: string
  /** Numbers of the checks that it looks after. */
  readonly sections: readonly string[]
  /** -1, as the other numbers, where it has judged nothing. */
  readonly passed: number
  readonly failed: number
  readonly exempt: number
  readonly notAssessable: number
  /** What is wrong at one of the places that fail; empty without any. */
  readonly failure: string
  /** Why nothing can be said of something; empty where all was judged. */
  readonly unknown: string
}

export interface BenchmarkNode {
  readonly name: string
  readonly isControlPlane: boolean
}

/** What a node told of the version. */
export interface BenchmarkReport {
  readonly node: string
  readonly answers: BenchmarkAnswers
}

export interface BenchmarkCheckShape {
  readonly number: string
  readonly title: string
  /** Whether the benchmark has it scored by a program. */
  readonly automated: boolean
  readonly state: BenchmarkState
  /** What is wrong, or why nothing can be said; empty for what passes. */
  readonly reason: string
  /** Ids of the rules that look after it. */
  readonly rules: readonly string[]
  /** Undefined where nodes have nothing to tell of it. */
  readonly nodes: BenchmarkNodeShare | undefined
}

/** How many of the nodes that a check is about say what of it. */
export interface BenchmarkNodeShare {
  readonly passed: number
  readonly failed: number
  /** They told that they could not say. */
  readonly notAssessable: number
  /** They have nothing that it is about. */
  readonly absent: number
  /** They have told nothing; undefined where it is not known which nodes there are. */
  readonly silent: number | undefined
  /** Of the first that fail, by their names, name and what is wrong: `node-1: …`. */
  readonly failing: readonly string[]
}

export interface BenchmarkSectionShape {
  /** Such as `1.2`. */
  readonly section: string
  readonly title: string
  readonly checks: readonly BenchmarkCheckShape[]
}

/** A report as it was read, not yet of a cluster. */
export type ReadNodeReport = Pick<typeof nodeReport.$inferSelect, 'node' | 'source' | 'states'>

/** A manifest that has each node tell of itself, and the commands to use it. Nothing is run by us. */
export interface NodeJobShape {
  readonly manifest: string
  readonly apply: string
  readonly collect: string
  readonly remove: string
}

/** What is known of the CIS benchmark. Reads and writes nothing. */
export interface BenchmarkService {
  /** The version that fits a version of Kubernetes, such as `v1.33.2`. */
  versionFor(kubernetes: string): BenchmarkVersion
  /** The state of each check, by sections in their order. */
  sections(version: BenchmarkVersion, facts: BenchmarkFacts): readonly BenchmarkSectionShape[]
  /**
   * Reports within a text: of the node job, of any number of nodes, or one of kube-bench, which does not tell its node: `node` does. Throws
   * `RequestError` for anything else.
   */
  readReports(text: string, node: string): readonly ReadNodeReport[]
  /** Throws `RequestError` for names that are none. */
  nodeJob(options: { readonly namespace?: string | undefined; readonly image?: string | undefined }): NodeJobShape
}
