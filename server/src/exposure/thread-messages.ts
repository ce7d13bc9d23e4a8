import type { ExposureRecord } from './exposure-record.ts'
import type { AnalysisSettings, Gap } from './model.ts'
import type { ReachabilityAnswer } from './reachability.ts'
import type { ReachabilityQuestion } from './reachability-targets.ts'
import type { WhatIfAction, WhatIfAnswer } from './what-if/what-if.ts'

/** What the thread that analyzes exposures is asked, and what it answers, beside what it is told of clusters. */

export interface AnalyzeQuestion {
  readonly ask: 'analyze'
  readonly cluster: string
  readonly settings: AnalysisSettings
  readonly unread: ReadonlyMap<string, string>
  readonly customWorkloads: ReadonlyMap<string, string>
  /** What is stored of the cluster's open exposures: id and content hash. Only what differs from it is answered. */
  readonly stored: ReadonlyMap<string, string>
}

export interface AnalyzeAnswer {
  /** New or different ones. */
  readonly differing: readonly ExposureRecord[]
  /** Ids of stored ones that were not found. */
  readonly gone: readonly string[]
  readonly gaps: readonly Gap[]
}

/** What would come of an action; on the objects that are known. */
export interface SimulateQuestion {
  readonly ask: 'simulate'
  readonly cluster: string
  readonly settings: AnalysisSettings
  readonly unread: ReadonlyMap<string, string>
  /** Of the engine: without the cluster. */
  readonly exposureIds: readonly string[]
  readonly action: WhatIfAction
}

/** Whether something reaches something; on the objects that are known. */
export interface ReachQuestion {
  readonly ask: 'reach'
  readonly cluster: string
  readonly settings: AnalysisSettings
  readonly unread: ReadonlyMap<string, string>
  readonly question: ReachabilityQuestion
}

export type ReachAnswer =
  | { readonly reachability: ReachabilityAnswer }
  | { readonly refused: { readonly code: string; readonly message: string; readonly advice: string } }

export type Question = AnalyzeQuestion | SimulateQuestion | ReachQuestion

/** What each question is answered with. */
export interface Answers extends Record<Question['ask'], unknown> {
  readonly analyze: AnalyzeAnswer
  readonly simulate: WhatIfAnswer
  readonly reach: ReachAnswer
}
