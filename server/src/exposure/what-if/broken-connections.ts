import { keyOf, type ObjectRef } from '../../kubernetes/object.ts'
import type { ClusterView } from '../cluster-view.ts'
import type { Pod, Protocol } from '../model.ts'
import { PROTOCOLS } from '../model.ts'
import type { PolicyEngine } from '../policies/policy-engine.ts'
import { type BrokenConnection, MOST_BROKEN } from './what-if.ts'

export interface Broken {
  /** Sorted, at most `MOST_BROKEN`. */
  readonly connections: readonly BrokenConnection[]
  readonly total: number
}

/**
 * Connections from workload to workload that some pods could make before and cannot after, at ports that pods declare or services lead to.
 * `bound` are the pods that the changed policies bind; `why` is said of the connections to a pod.
 */
export function brokenConnections(
  cluster: ClusterView,
  before: PolicyEngine,
  after: PolicyEngine,
  bound: readonly Pod[],
  why: (to: Pod) => string,
): Broken {
  const ports = knownPorts(cluster)
  const sources = byWorkload(cluster.pods, before, after)
  const connections: BrokenConnection[] = []
  let total = 0
  for (const [to, targets, target] of byWorkload(bound, before, after)) {
    const targetPorts = ports.get(keyOf(to)) ?? []
    for (const [from, members, , count] of sources) {
      // A pod reaches itself whatever policies say; replicas reach each other by their leave.
      if (keyOf(from) === keyOf(to) && count < 2) continue
      for (const protocol of PROTOCOLS) {
        const lost = targetPorts
          .filter((known) => known.protocol === protocol)
          .filter(({ port }) => isLost(before, after, members, targets, protocol, port))
          .map(({ port }) => port)
        if (lost.length === 0) continue
        total++
        if (connections.length < MOST_BROKEN)
          connections.push({ from, to, protocol, ports: lost.sort((a, b) => a - b), why: why(target) })
      }
    }
  }
  return { connections, total }
}

function isLost(
  before: PolicyEngine,
  after: PolicyEngine,
  from: readonly Pod[],
  to: readonly Pod[],
  protocol: Protocol,
  port: number,
): boolean {
  return from.some((source) =>
    to.some(
      (target) =>
        before.between(source, target, protocol, port).allowed &&
        !after.between(source, target, protocol, port).allowed,
    ),
  )
}

type Members = readonly [workload: ObjectRef, unlike: readonly Pod[], first: Pod, count: number]

/** Of each workload one pod of each sort that policies tell apart, now or then. */
function byWorkload(pods: readonly Pod[], before: PolicyEngine, after: PolicyEngine): Members[] {
  return [...Map.groupBy(pods, ({ workload }) => keyOf(workload))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, members]): Members[] => {
      const [first] = members
      const sorts = new Map(members.map((pod) => [`${before.classOf(pod)} ${after.classOf(pod)}`, pod]))
      return first ? [[first.workload, [...sorts.values()], first, members.length]] : []
    })
}

interface KnownPort {
  readonly protocol: Protocol
  readonly port: number
}

/** By workload: ports that its containers declare, and those that services lead to. */
function knownPorts(cluster: ClusterView): Map<string, readonly KnownPort[]> {
  const declared = cluster.pods.flatMap(({ workload, ports }) =>
    ports.map(({ protocol, port }) => ({ key: keyOf(workload), protocol, port })),
  )
  const served = cluster.services.flatMap((service) =>
    service.ports.flatMap((port) =>
      cluster.endpointsOf(service, port).endpoints.map(({ pod, protocol, port: number }) => ({
        key: keyOf(pod.workload),
        protocol,
        port: number,
      })),
    ),
  )
  const distinct = new Map([...declared, ...served].map((one) => [`${one.key} ${one.protocol} ${one.port}`, one]))
  return Map.groupBy(distinct.values(), ({ key }) => key)
}
