import type { Database } from '@breakwater/drizzle/database.ts'
import type {
  ExposureService,
  ReachabilityResult,
  SimulatedExposureShape,
  SimulationRequest,
  SimulationResult,
} from '@breakwater/schema/exposure-service.ts'
import { RequestError } from '@breakwater/schema/services.ts'
import { unreadKinds } from '../analysis/stored-objects.ts'
import type { ObjectRef } from '../kubernetes/object.ts'
import { ENTRY_KIND, upper } from './exposure-record.ts'
import type { LiveExposureClusters } from './exposure-thread.ts'
import { ANALYZED_KINDS } from './kinds-analyzed.ts'
import type { AnalysisSettings, Exposure } from './model.ts'
import { pathSentence } from './path-sentence.ts'
import type { ReachabilityAnswer } from './reachability.ts'
import { sourcesOf } from './sources.ts'
import type { WhatIfAction, WhatIfAnswer } from './what-if/what-if.ts'

export interface ExposureServiceSettings {
  readonly database: Database
  readonly live: LiveExposureClusters
  readonly settings: (uid: string) => Promise<AnalysisSettings>
}

/** Each takes about as long as an analysis, and the thread does one after the other. */
const MOST_WAITING = 8
const MOST_EXPOSURES = 100
const MOST_RANGES = 100

/** Asks the thread that analyzes, after it was told what has changed since. */
export function createExposureService(given: ExposureServiceSettings): ExposureService {
  const { database, live, settings } = given
  let waiting = 0

  async function inTurn<T>(fn: () => Promise<T>): Promise<T> {
    if (waiting >= MOST_WAITING) {
      throw new RequestError('BUSY', 'Too many such questions are being answered. Ask again in a few seconds.')
    }
    waiting++
    try {
      return await fn()
    } finally {
      waiting--
    }
  }

  async function prepared(cluster: string, signal: AbortSignal) {
    const analysis = await settings(cluster)
    await live.refresh(cluster, analysis, signal)
    return { cluster, settings: analysis, unread: await unreadKinds(database, { uid: cluster, kinds: ANALYZED_KINDS }) }
  }

  return {
    reachability: ({ cluster, from, to, protocol, port }, signal) =>
      inTurn(async () => {
        const question = { from: from ?? ('outside' as const), to, protocol, port: portOf(port) }
        const answer = await live.ask({ ask: 'reach', ...(await prepared(cluster, signal)), question })
        if ('refused' in answer) {
          const { code, message, advice } = answer.refused
          throw new RequestError(code, `${message} ${advice}`.trim())
        }
        return toldReachability(answer.reachability)
      }),

    simulate: (request, signal) =>
      inTurn(async () => {
        const { cluster, exposures } = request
        if (exposures.length === 0 || exposures.length > MOST_EXPOSURES) {
          throw new RequestError('TOO_MANY', `Choose 1 to ${MOST_EXPOSURES} exposures.`, ['exposures'])
        }
        const action = actionOf(request)
        const exposureIds = exposures.map((key) => key.slice(cluster.length + 1))
        const asked = { ask: 'simulate', ...(await prepared(cluster, signal)), exposureIds, action } as const
        return toldSimulation(cluster, await live.ask(asked))
      }),
  }
}

function portOf(port: string): number | string {
  return /^\d{1,5}$/.test(port) ? Number(port) : port
}

const KINDS = {
  MAKE_SERVICE_INTERNAL: 'makeServiceInternal',
  MAKE_SERVICE_CLUSTER_IP: 'makeServiceClusterIp',
  DROP_PORT: 'dropPort',
  LIMIT_SOURCES: 'limitSources',
  DELETE_ROUTE: 'deleteRoute',
  ADMIT_ONLY_CONTROLLER: 'admitOnlyController',
} as const satisfies Record<SimulationRequest['action'], WhatIfAction['kind']>

function actionOf({ action, provider, ranges }: SimulationRequest): WhatIfAction {
  const kind = KINDS[action]
  if (kind === 'makeServiceInternal') return { kind, provider }
  if (kind !== 'limitSources') return { kind }
  if (ranges.length === 0 || ranges.length > MOST_RANGES) {
    throw new RequestError('INVALID_VALUE', `Give 1 to ${MOST_RANGES} ranges, such as 203.0.113.0/24.`, ['ranges'])
  }
  const wrong = ranges.find((range) => sourcesOf(range) === undefined)
  if (wrong !== undefined) {
    throw new RequestError('INVALID_VALUE', `"${wrong.slice(0, 60)}" is no range in CIDR notation.`, ['ranges'])
  }
  return { kind, ranges }
}

function toldReachability(answer: ReachabilityAnswer): ReachabilityResult {
  const { allowed, text, sources, ingress, egress, policies, doubts } = answer
  return {
    ...{ allowed: upper(allowed), text, sources, doubts },
    ingress: ISOLATION[ingress],
    egress: ISOLATION[egress],
    policies: policies.map(({ policy, direction, effect }) => ({
      policy,
      direction: upper(direction),
      effect: upper(effect),
    })),
  }
}

const ISOLATION = { allowed: 'ALLOWED', denied: 'DENIED', notIsolated: 'NOT_ISOLATED' } as const

function toldSimulation(cluster: string, answer: WhatIfAnswer): SimulationResult {
  const told = (exposures: readonly Exposure[]) => exposures.map((one) => simulated(cluster, one))
  return {
    closed: told(answer.closed),
    narrowed: answer.narrowed.map(({ before, after }) => ({
      before: simulated(cluster, before),
      after: simulated(cluster, after),
    })),
    unchanged: told(answer.unchanged),
    remaining: told(answer.remaining),
    widened: told(answer.widened),
    broken: answer.broken,
    brokenTotal: answer.brokenTotal,
    patches: answer.patches.map(({ verb, ...patch }) => ({ ...patch, verb: upper(verb) })),
    refused: answer.refused.map(({ exposureId, why }) => ({ exposure: `${cluster}/${exposureId}`, why })),
    gaps: answer.gaps,
  }
}

function simulated(cluster: string, exposure: Exposure): SimulatedExposureShape {
  const { id, verdict, sources, entry, workload, containerPort, protocol } = exposure
  return {
    key: `${cluster}/${id}`,
    verdict: upper(verdict),
    sources,
    sentence: pathSentence(exposure),
    entryKind: ENTRY_KIND[entry.kind],
    workload: workload && plain(workload),
    containerPort,
    protocol,
  }
}

function plain({ kind, namespace, name }: ObjectRef): ObjectRef {
  return { kind, namespace, name }
}
