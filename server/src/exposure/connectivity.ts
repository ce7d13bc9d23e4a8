import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { keyOf, type ObjectRef } from '../kubernetes/object.ts'
import { PUBLIC_SOURCES } from './addresses.ts'
import type { Cluster } from './cluster.ts'
import { NOTHING_REACHED } from './entries/entry-kind.ts'
import { ingress } from './entries/ingress.ts'
import { openshiftRoute } from './entries/openshift-route.ts'
import { LiveCluster } from './live/live-cluster.ts'
import { type AnalysisSettings, type Pod, PROTOCOLS, type Protocol } from './model.ts'
import { podsAsWritten } from './pods-as-written.ts'
import { createPolicies } from './policies/create-policies.ts'
import type { PolicyEngine } from './policies/policy-engine.ts'
import type { Direction } from './policies/rules.ts'
import {
  ANYWHERE,
  cidrsOf,
  equalSources,
  intersect,
  isNowhere,
  isWithin,
  NOWHERE,
  type SourceSet,
  unionAll,
  v4RangesOf,
} from './sources.ts'

/**
 * What policies let through, asked for each workload: from outside of the cluster, to it, from any pod of the cluster, and to the ports that an
 * Ingress or a Route leads to.
 */
export const LAYERS = ['external-in', 'external-out', 'cluster-in', 'ingress-controller'] as const
export type Layer = (typeof LAYERS)[number]

export interface ConnectivityRow {
  readonly layer: Layer
  readonly workload: ObjectRef
  readonly protocol: Protocol
  readonly firstPort: number
  readonly lastPort: number
  /** Ranges of addresses, `entire-cluster`, or `ingress-controller`. */
  readonly peers: string
  /** How much of what is routed on the internet is among the peers. */
  readonly public: 'all' | 'some' | 'none'
}

/** A cluster with its policies, and the pods of each workload. */
export interface Connectivity {
  readonly cluster: Cluster
  readonly policies: PolicyEngine
  readonly workloads: readonly (readonly [workload: ObjectRef, pods: readonly Pod[]])[]
}

export function connectivityOf(objects: ClusterObjects, settings: AnalysisSettings): Connectivity {
  const pods = podsAsWritten(objects)
  const byWorkload = Map.groupBy(pods, ({ workload }) => keyOf(workload))
  return {
    cluster: new LiveCluster(settings, objects, pods),
    policies: createPolicies(pods, objects, settings),
    workloads: [...byWorkload]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, members]) => (members[0] ? [[members[0].workload, members] as const] : [])),
  }
}

/** The rows of a layer, by workload, protocol and port; adjacent ports with the same peers are one row. */
export function layerRows(connectivity: Connectivity, layer: Layer): ConnectivityRow[] {
  if (layer === 'ingress-controller') return routedRows(connectivity)
  const { policies, workloads } = connectivity
  return workloads.flatMap(([workload, pods]) => {
    const unlike = [...new Map(pods.map((pod) => [policies.classOf(pod), pod])).values()]
    return PROTOCOLS.flatMap((protocol) =>
      layer === 'cluster-in'
        ? merged(clusterIntervals(policies, unlike, protocol), (a, b) => a === b)
            .filter(({ value }) => value)
            .map((interval) => rowOf(layer, workload, protocol, interval, 'entire-cluster', 'none'))
        : merged(
            outsideIntervals(policies, unlike, layer === 'external-in' ? 'ingress' : 'egress', protocol),
            equalSources,
          )
            .filter(({ value }) => !isNowhere(value))
            .map((interval) =>
              rowOf(layer, workload, protocol, interval, peersText(interval.value), publicShare(interval.value)),
            ),
    )
  })
}

interface Interval<V> {
  readonly first: number
  readonly last: number
  readonly value: V
}

function outsideIntervals(
  policies: PolicyEngine,
  pods: readonly Pod[],
  direction: Direction,
  protocol: Protocol,
): Interval<SourceSet>[] {
  return intervalsOf(policies, pods, direction, protocol).map(([first, last]) => {
    const answers = pods.map((pod) =>
      direction === 'ingress' ? policies.outside(pod, protocol, first) : policies.outwards(pod, protocol, first),
    )
    const whole = answers.find(({ sources }) => sources === ANYWHERE)
    return { first, last, value: whole ? ANYWHERE : unionAll(answers.map(({ sources }) => sources)) }
  })
}

function clusterIntervals(policies: PolicyEngine, pods: readonly Pod[], protocol: Protocol): Interval<boolean>[] {
  return intervalsOf(policies, pods, 'ingress', protocol).map(([first, last]) => ({
    first,
    last,
    value: pods.some((pod) => policies.isOpenToCluster(pod, protocol, first)),
  }))
}

/** Ports, cut where the answer for one of the pods may change. */
function intervalsOf(policies: PolicyEngine, pods: readonly Pod[], direction: Direction, protocol: Protocol) {
  const each = pods.map((pod) => policies.intervals(pod, direction, protocol))
  if (each.length === 1) return each[0] ?? []
  const starts = [...new Set(each.flatMap((intervals) => intervals.map(([first]) => first)))].sort((a, b) => a - b)
  const lastOfAll = each[0]?.at(-1)?.[1] ?? 0
  return starts.map((first, at) => [first, (starts[at + 1] ?? lastOfAll + 1) - 1] as const)
}

function merged<V>(intervals: readonly Interval<V>[], isSame: (a: V, b: V) => boolean): Interval<V>[] {
  const result: Interval<V>[] = []
  for (const interval of intervals) {
    const previous = result.at(-1)
    if (previous && previous.last + 1 === interval.first && isSame(previous.value, interval.value))
      result[result.length - 1] = { ...previous, last: interval.last }
    else result.push(interval)
  }
  return result
}

/** A port that an Ingress or a Route leads to, where any pod may reach it: whichever controller it is, it runs in some pod. */
function routedRows({ cluster, policies, workloads }: Connectivity): ConnectivityRow[] {
  const paths = [ingress, openshiftRoute].flatMap((kind) =>
    kind.names(cluster).flatMap((name) => kind.pathsAt(cluster, NOTHING_REACHED, name)),
  )
  const endpoints = paths.filter(({ front }) => front.heard.length > 0).flatMap((path) => path.endpoints)
  const open = endpoints.filter(({ pod, protocol, port }) => policies.anyPod(pod, protocol, port).ingress)
  const byWorkload = Map.groupBy(open, ({ pod, protocol }) => `${keyOf(pod.workload)} ${protocol}`)
  return workloads.flatMap(([workload]) =>
    PROTOCOLS.flatMap((protocol) => {
      const ports = (byWorkload.get(`${keyOf(workload)} ${protocol}`) ?? []).map(({ port }) => port)
      const intervals = [...new Set(ports)]
        .sort((a, b) => a - b)
        .map((port) => ({ first: port, last: port, value: true }))
      return merged(intervals, () => true).map((one) =>
        rowOf('ingress-controller', workload, protocol, one, 'ingress-controller', 'all'),
      )
    }),
  )
}

function rowOf(
  layer: Layer,
  workload: ObjectRef,
  protocol: Protocol,
  { first, last }: { readonly first: number; readonly last: number },
  peers: string,
  share: ConnectivityRow['public'],
): ConnectivityRow {
  return { layer, workload, protocol, firstPort: first, lastPort: last, peers, public: share }
}

/** IPv4 ranges; IPv6 ones as well unless everything is meant. */
function peersText(sources: SourceSet): string {
  const everywhere = isWithin({ v4: ANYWHERE.v4, v6: [] }, sources)
  return [...v4RangesOf(sources), ...(everywhere ? [] : cidrsOf({ v4: NOWHERE.v4, v6: sources.v6 }))].join()
}

function publicShare(sources: SourceSet): ConnectivityRow['public'] {
  if (isWithin({ v4: PUBLIC_SOURCES.v4, v6: [] }, sources)) return 'all'
  return isNowhere(intersect(PUBLIC_SOURCES, sources)) ? 'none' : 'some'
}
