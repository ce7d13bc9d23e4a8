import type { BenchmarkAnswer } from '@breakwater/drizzle/tables/posture.ts'
import type { CheckedRecord, CheckRecord } from './check-record.ts'
import type { CustomRuleSource } from './custom-rule.ts'
import type { ExposureEntry } from './facts.ts'
import type { CisVersion } from './frameworks.ts'
import type { PostureSettings } from './settings.ts'

/** What the thread that judges configuration is asked, and what it answers, beside what it is told of clusters. */

/** How a cluster is judged. */
export interface JudgeSettings {
  readonly posture: PostureSettings
  /** Of Kubernetes 1.x: x; null where it is not known. */
  readonly minor: number | null
}

/** Judges a cluster. Its records are asked for afterwards, some at a time: there may be very many. */
export interface EvaluateQuestion {
  readonly ask: 'evaluate'
  readonly cluster: string
  readonly settings: JudgeSettings
  readonly unread: ReadonlyMap<string, string>
  readonly distribution: string
  readonly customWorkloads: ReadonlyMap<string, string>
  readonly owners: ReadonlyMap<string, string>
  readonly reached: ReadonlySet<string>
  /** The rules that users wrote, as they are written now. */
  readonly ownRules: readonly CustomRuleSource[]
  /** Ways in from outside that an analysis of exposures found, by `kind/namespace/name` of workloads; undefined where there was none. */
  readonly exposures: ReadonlyMap<string, readonly ExposureEntry[]> | undefined
  readonly stored: StoredChecks
}

/** What is stored of the cluster. Only what differs from it is answered. */
export interface StoredChecks {
  /** Open results by id. */
  readonly checks: ReadonlyMap<string, { readonly hash: string; readonly rule: string }>
  /** Content hashes of judged objects by id. */
  readonly objects: ReadonlyMap<string, string>
}

export interface EvaluateAnswer {
  /** What to ask records of, one after the other. */
  readonly differing: readonly string[]
  /** Ids of stored results that are none any more. Those of rules that could not be asked are not among them. */
  readonly gone: readonly string[]
  readonly goneObjects: readonly string[]
  /** What objects say of checks of the CIS benchmark that no rule looks after, by version and number. */
  readonly benchmarks: readonly (readonly [CisVersion, Readonly<Record<string, BenchmarkAnswer>>])[]
}

/** The records that differ of some of what `evaluate` named. */
export interface RecordsQuestion {
  readonly ask: 'records'
  readonly cluster: string
  readonly settings: JudgeSettings
  readonly of: readonly string[]
}

export interface RecordsAnswer {
  readonly checks: readonly CheckRecord[]
  readonly objects: readonly CheckedRecord[]
}

export type Question = EvaluateQuestion | RecordsQuestion

export interface Answers extends Record<Question['ask'], unknown> {
  readonly evaluate: EvaluateAnswer
  readonly records: RecordsAnswer
}
