import type { Database } from '@breakwater/drizzle/database.ts'
import { createLiveClusters, type LiveClusters } from '../analysis/live-clusters.ts'
import { createThreadHost, type ThreadHost } from '../analysis/thread-host.ts'
import { ANALYZED_KINDS } from './kinds-analyzed.ts'
import type { AnalysisSettings } from './model.ts'
import type { Answers, Question } from './thread-messages.ts'

export type ExposureThread = ThreadHost<AnalysisSettings, Question, Answers>
export type LiveExposureClusters = LiveClusters<AnalysisSettings, Question, Answers>

export function createExposureThread(): ExposureThread {
  return createThreadHost(new URL('./analysis-thread.ts', import.meta.url), 'analyzes exposures')
}

/** Keeps the thread at what is stored of clusters. */
export function createLiveExposures(database: Database, thread: ExposureThread): LiveExposureClusters {
  return createLiveClusters(database, thread, ANALYZED_KINDS)
}
