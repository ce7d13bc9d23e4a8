import { type Sessions, serveThread } from '../analysis/thread.ts'
import { recordOf } from './exposure-record.ts'
import type { AnalysisSettings } from './model.ts'
import { createRater } from './rating/create-rater.ts'
import { reachability } from './reachability.ts'
import { ReachabilityError } from './reachability-targets.ts'
import { createExposureSession, type ExposureSession } from './session.ts'
import type {
  AnalyzeAnswer,
  AnalyzeQuestion,
  Question,
  ReachAnswer,
  ReachQuestion,
  SimulateQuestion,
} from './thread-messages.ts'
import { simulate } from './what-if/simulate.ts'
import type { WhatIfAnswer } from './what-if/what-if.ts'

serveThread(createExposureSession, (question: Question, sessions: ExposureSessions) => {
  if (question.ask === 'analyze') return analyze(question, sessions)
  if (question.ask === 'simulate') return tryOut(question, sessions)
  return reach(question, sessions)
})

type ExposureSessions = Sessions<AnalysisSettings, ExposureSession>

function analyze(
  { cluster, settings, unread, customWorkloads, stored }: AnalyzeQuestion,
  sessions: ExposureSessions,
): AnalyzeAnswer {
  const session = sessions.of(cluster, settings)
  session.setUnread(unread)
  const { exposures, gaps } = session.answer()
  const rate = createRater(session.objects())
  const place = { cluster, customWorkloads }
  const records = exposures.map((found) => recordOf(place, found, rate(found)))
  const found = new Set(records.map(({ id }) => id))
  return {
    differing: records.filter(({ id, contentHash }) => stored.get(id) !== contentHash),
    gone: [...stored.keys()].filter((id) => !found.has(id)),
    gaps,
  }
}

function tryOut(
  { cluster, settings, unread, exposureIds, action }: SimulateQuestion,
  sessions: ExposureSessions,
): WhatIfAnswer {
  const session = sessions.of(cluster, settings)
  session.setUnread(unread)
  return simulate(session.objects(), settings, exposureIds, action)
}

function reach({ cluster, settings, unread, question }: ReachQuestion, sessions: ExposureSessions): ReachAnswer {
  const session = sessions.of(cluster, settings)
  session.setUnread(unread)
  try {
    return { reachability: reachability(session.objects(), settings, question) }
  } catch (error) {
    if (!(error instanceof ReachabilityError)) throw error
    const { code, message, advice } = error
    return { refused: { code, message, advice } }
  }
}
