import type { Database } from '@breakwater/drizzle/database.ts'
import { createLiveClusters, type LiveClusters } from '../analysis/live-clusters.ts'
import { serveThread } from '../analysis/thread.ts'
import { createThreadHost, type ThreadHost } from '../analysis/thread-host.ts'
import { createBoundedExpressions } from './bounded-expressions.ts'
import { Judging } from './judging.ts'
import { kindsOf } from './kinds-judged.ts'
import type { Rule } from './rule.ts'
import type { Answers, JudgeSettings, Question } from './thread-messages.ts'

export type PostureThread = ThreadHost<JudgeSettings, Question, Answers>
export type LivePosture = LiveClusters<JudgeSettings, Question, Answers>

/** `file` is a program that calls `servePosture`; the one with the rules of the product when it is left out. */
export function createPostureThread(file = new URL('./analysis-thread.ts', import.meta.url)): PostureThread {
  return createThreadHost(file, 'judges configuration')
}

/** Keeps the thread at what is stored of clusters. */
export function createLivePosture(database: Database, thread: PostureThread, rules: readonly Rule[]): LivePosture {
  return createLiveClusters(database, thread, kindsOf(rules))
}

/** Makes this thread judge by `rules` what it is told of. */
export function servePosture(rules: readonly Rule[]): void {
  const expressions = createBoundedExpressions()
  serveThread(
    (settings: JudgeSettings, objects) => new Judging(rules, expressions, settings, objects),
    (question: Question, sessions) => {
      const judging = sessions.of(question.cluster, question.settings)
      return question.ask === 'evaluate' ? judging.evaluate(question) : judging.records(question.of)
    },
  )
}
