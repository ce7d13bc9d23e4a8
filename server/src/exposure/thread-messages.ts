import type { ExposureRecord } from './exposure-record.ts'
import type { AnalysisSettings, Gap } from './model.ts'
import type { ReachabilityAnswer } from './reachability.ts'
import type { ReachabilityQuestion } from './reachability-targets.ts'
import type { WhatIfAction, WhatIfAnswer } from './what-if/what-if.ts'

/** What the thread that analyzes is asked, and what it answers: one answer to each question, in their order. */

/** An object as it is stored: its content is JSON that only the thread takes apart. */
export interface StoredObject {
  /** As `kubernetes/kinds.ts` names it. */
  readonly kind: string
  readonly apiVersion: string
  readonly namespace: string
  readonly name: string
  readonly content: string
}

export interface GoneObject {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** Puts objects of a cluster in, and takes others out. A cluster that is not known yet begins with none. */
export interface ChangeQuestion {
  readonly ask: 'change'
  readonly cluster: string
  readonly settings: AnalysisSettings
  readonly changed: readonly StoredObject[]
  readonly gone: readonly GoneObject[]
}

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

/** Forgets a cluster. */
export interface ForgetQuestion {
  readonly ask: 'forget'
  readonly cluster: string
}

export type Question = ChangeQuestion | AnalyzeQuestion | SimulateQuestion | ReachQuestion | ForgetQuestion

/** What each question is answered with. */
export interface Answers {
  readonly change: undefined
  readonly analyze: AnalyzeAnswer
  readonly simulate: WhatIfAnswer
  readonly reach: ReachAnswer
  readonly forget: undefined
}

export interface Asked {
  readonly number: number
  readonly question: Question
}

export type Answered =
  | { readonly number: number; readonly answer: Answers[Question['ask']] }
  | { readonly number: number; readonly error: string }
