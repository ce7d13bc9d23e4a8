import { parentPort } from 'node:worker_threads'
import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import {
  type Answered,
  type Asked,
  type ChangeQuestion,
  type ClusterQuestion,
  parsedObject,
  type Told,
} from './thread-messages.ts'

/** A cluster whose objects change while it is asked for again and again. */
export interface LiveSession {
  change(changed: readonly KubernetesObject[], gone: readonly ObjectRef[]): void
  objects(): ClusterObjects
}

/** The clusters that a thread knows, by their uids. */
export interface Sessions<Settings, Session> {
  /**
   * The session of a cluster that was told of, made anew of its objects when the settings are others than before. Throws for another one: of
   * nothing, nothing is found, and that would be taken for an answer.
   */
  of(cluster: string, settings: Settings): Session
}

/**
 * Makes this thread take what it is told of clusters, and answer questions with `answerTo`, one after the other. `begin` makes a session of
 * what is known of a cluster, nothing at first.
 */
export function serveThread<Settings, Session extends LiveSession, Q extends ClusterQuestion>(
  begin: (settings: Settings, objects: ClusterObjects | undefined) => Session,
  answerTo: (question: Q, sessions: Sessions<Settings, Session>) => unknown,
): void {
  const clusters = new Map<string, { readonly session: Session; readonly settings: string }>()
  const begun = (cluster: string, settings: Settings, objects: ClusterObjects | undefined) => {
    const made = { session: begin(settings, objects), settings: JSON.stringify(settings) }
    clusters.set(cluster, made)
    return made.session
  }
  const sessions: Sessions<Settings, Session> = {
    of(cluster, settings) {
      const known = clusters.get(cluster)
      if (!known) throw new Error('The thread that analyzes was told nothing of this cluster.')
      if (known.settings === JSON.stringify(settings)) return known.session
      return begun(cluster, settings, known.session.objects())
    },
  }
  const answer = (question: ClusterQuestion): unknown => {
    if (isTold<Settings>(question)) {
      if (question.ask === 'forget') clusters.delete(question.cluster)
      else
        change(
          question,
          clusters.get(question.cluster)?.session ?? begun(question.cluster, question.settings, undefined),
        )
      return undefined
    }
    return answerTo(question as Q, sessions)
  }
  parentPort?.on('message', ({ number, question }: Asked) => {
    parentPort?.postMessage(answered(number, () => answer(question)))
  })
}

function isTold<Settings>(question: ClusterQuestion): question is Told<Settings> {
  return question.ask === 'change' || question.ask === 'forget'
}

function change<Settings>({ changed, gone }: ChangeQuestion<Settings>, session: LiveSession): void {
  session.change(changed.map(parsedObject), gone)
}

function answered(number: number, fn: () => unknown): Answered {
  try {
    return { number, answer: fn() }
  } catch (error) {
    return { number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
