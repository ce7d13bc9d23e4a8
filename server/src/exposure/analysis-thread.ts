import { parentPort } from 'node:worker_threads'
import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { objectKind } from '../kubernetes/kinds.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { recordOf } from './exposure-record.ts'
import type { AnalysisSettings } from './model.ts'
import { createRater } from './rating/create-rater.ts'
import { reachability } from './reachability.ts'
import { ReachabilityError } from './reachability-targets.ts'
import { createExposureSession, type ExposureSession } from './session.ts'
import type {
  AnalyzeAnswer,
  AnalyzeQuestion,
  Answered,
  Asked,
  ChangeQuestion,
  ReachAnswer,
  ReachQuestion,
  SimulateQuestion,
  StoredObject,
} from './thread-messages.ts'
import { simulate } from './what-if/simulate.ts'
import type { WhatIfAnswer } from './what-if/what-if.ts'

/** The clusters that are known, each with the settings that its session was made with. */
const clusters = new Map<string, { session: ExposureSession; settings: string }>()

parentPort?.on('message', ({ number, question }: Asked) => {
  parentPort?.postMessage(answered(number, question))
})

function answered(number: number, question: Asked['question']): Answered {
  try {
    return { number, answer: answerTo(question) }
  } catch (error) {
    return { number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

function answerTo(question: Asked['question']): Extract<Answered, { answer: unknown }>['answer'] {
  if (question.ask === 'change') return change(question)
  if (question.ask === 'analyze') return analyze(question)
  if (question.ask === 'simulate') return tryOut(question)
  if (question.ask === 'reach') return reach(question)
  clusters.delete(question.cluster)
  return undefined
}

function change({ cluster, settings, changed, gone }: ChangeQuestion): undefined {
  const { session } = clusters.get(cluster) ?? begun(cluster, settings, undefined)
  session.change(changed.map(parsed), gone)
  return undefined
}

function analyze({ cluster, settings, unread, customWorkloads, stored }: AnalyzeQuestion): AnalyzeAnswer {
  const session = sessionOf(cluster, settings)
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

function tryOut({ cluster, settings, unread, exposureIds, action }: SimulateQuestion): WhatIfAnswer {
  const session = sessionOf(cluster, settings)
  session.setUnread(unread)
  return simulate(session.objects(), settings, exposureIds, action)
}

function reach({ cluster, settings, unread, question }: ReachQuestion): ReachAnswer {
  const session = sessionOf(cluster, settings)
  session.setUnread(unread)
  try {
    return { reachability: reachability(session.objects(), settings, question) }
  } catch (error) {
    if (!(error instanceof ReachabilityError)) throw error
    const { code, message, advice } = error
    return { refused: { code, message, advice } }
  }
}

/**
 * The session of a cluster that was told of, made anew of its objects when the settings are others than before. Throws for another one: of
 * nothing, nothing is reached, and that would be taken for an answer.
 */
function sessionOf(cluster: string, settings: AnalysisSettings): ExposureSession {
  const known = clusters.get(cluster)
  if (!known) throw new Error('The thread that analyzes exposures was told nothing of this cluster.')
  if (known.settings === JSON.stringify(settings)) return known.session
  return begun(cluster, settings, known.session.objects()).session
}

function begun(cluster: string, settings: AnalysisSettings, objects: ClusterObjects | undefined) {
  const made = { session: createExposureSession(settings, objects), settings: JSON.stringify(settings) }
  clusters.set(cluster, made)
  return made
}

/** The kind is that of the row: content has none. */
function parsed({ kind, apiVersion, content }: StoredObject): KubernetesObject {
  return { ...(JSON.parse(content) as KubernetesObject), apiVersion, kind: objectKind({ kind }) }
}
