import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { type Endpoints, endpointsOf } from './endpoints.ts'
import { NOTHING_REACHED } from './entries/entry-kind.ts'
import { ingressClassOf, type ServingClass } from './entries/ingress-class.ts'
import { PROXIED_KINDS } from './entries/list-of-entry-kinds.ts'
import { LiveCluster } from './live/live-cluster.ts'
import type { AnalysisSettings, Pod, Protocol } from './model.ts'
import type { Service, ServicePort } from './services.ts'

/** A cluster as those see it who ask beside the analysis what stands where and what leads to it. */
export interface ClusterView {
  /** Sorted; those that are finished are none of them. */
  readonly pods: readonly Pod[]
  readonly services: readonly Service[]
  /** Whether anything enforces policies. */
  readonly isEnforced: boolean
  /** Objects of a kind, sorted by namespace and name. */
  of(kind: string): readonly KubernetesObject[]
  endpointsOf(service: Service, port: ServicePort): Endpoints
  classOf(ingress: KubernetesObject): ServingClass
  /** Ports of pods that ingresses, gateways and routes lead to over pods that are known. */
  routed(): readonly RoutedPort[]
}

export interface RoutedPort {
  /** Pods of the controller; never empty. */
  readonly controller: readonly Pod[]
  readonly pod: Pod
  readonly port: number
  readonly protocol: Protocol
}

export function viewOf(objects: ClusterObjects, settings: AnalysisSettings): ClusterView {
  const cluster = new LiveCluster(settings, objects)
  let routed: readonly RoutedPort[] | undefined
  return {
    pods: cluster.pods.all(),
    services: cluster.services.all(),
    isEnforced: cluster.policies.enforcement.enforced,
    of: (kind) => cluster.objects(kind).all(),
    endpointsOf: (service, port) => endpointsOf(cluster, service, port),
    classOf: (ingress) => ingressClassOf(cluster, ingress),
    routed() {
      routed ??= PROXIED_KINDS.flatMap((kind) =>
        kind.names(cluster).flatMap((name) => kind.pathsAt(cluster, NOTHING_REACHED, name)),
      ).flatMap(({ via, endpoints }) => {
        if (via.kind !== 'pods') return []
        const controller = via.pods
        return endpoints.map(({ pod, port, protocol }) => ({ controller, pod, port, protocol }))
      })
      return routed
    },
  }
}
