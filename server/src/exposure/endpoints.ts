import { type Fields, fieldsOf, isFields, listOf, textOf, textsOf, wholeOf } from '../kubernetes/fields.ts'
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import { type Cluster, nameOf, OF_SERVICE } from './cluster.ts'
import { keyOfPodNamed, podAt, podsLabeled } from './live/pod-indexes.ts'
import { sameText } from './live/steps.ts'
import type { Pod, Protocol } from './model.ts'
import { protocolOf, refOf } from './pods.ts'
import type { Service, ServicePort } from './services.ts'

/** A port of a pod that is reached. */
export interface Endpoint {
  readonly pod: Pod
  readonly port: number
  readonly protocol: Protocol
  /** The container that declares the port; empty when none does. */
  readonly container: string
  /** Of a pod that ends: whether it still serves. */
  readonly ready: Pod['ready']
  /** It ends, and counts only where nothing else does. */
  readonly isLeaving: boolean
  /** What it was read from, beside the pod. */
  readonly source: ObjectRef | undefined
}

/** What a port of a service leads to. */
export interface Endpoints {
  readonly endpoints: readonly Endpoint[]
  /** Addresses that belong to no pod. */
  readonly outside: readonly string[]
}

const NONE: Endpoints = { endpoints: [], outside: [] }

/** The endpoints of a service's port, target ports taken for each pod by itself. Empty for an ExternalName. */
export function endpointsOf(cluster: Cluster, { ref, ports }: Service, port: ServicePort): Endpoints {
  const [name, at] = [nameOf(ref), ports.indexOf(port)]
  return cluster.endpoints.of(`${name} ${at}`, () => {
    const service = cluster.services.get(name)
    const own = service?.ports[at]
    return service && own ? withoutLeaving(find(cluster, service, own), service) : NONE
  })
}

/** Whether they are the same endpoints of the very same pods. */
export function sameEndpoints(a: Endpoints, b: Endpoints): boolean {
  if (a.endpoints.length !== b.endpoints.length || !sameText(a.outside, b.outside)) return false
  return a.endpoints.every(({ pod, ...rest }, at) => {
    const { pod: other, ...others } = b.endpoints[at] ?? { pod: undefined }
    return pod === other && sameText(rest, others)
  })
}

/** A port of a pod as an endpoint of its own, without a service. */
export function endpointAt(pod: Pod, port: number, protocol: Protocol, container?: string): Endpoint {
  const name = container ?? pod.ports.find((one) => one.port === port && one.protocol === protocol)?.container ?? ''
  return { pod, port, protocol, container: name, ready: pod.ready, isLeaving: pod.terminating, source: undefined }
}

function find(cluster: Cluster, service: Service, port: ServicePort): Endpoints {
  if (service.type === 'ExternalName') return NONE
  const slices = cluster.objects('EndpointSlice').by(OF_SERVICE, nameOf(service.ref))
  if (service.selector) return { endpoints: selected(cluster, service, service.selector, port, slices), outside: [] }
  if (slices.length > 0) return unite(slices.map((slice) => ofSlice(cluster, slice, port)))
  const object = cluster.objects('Endpoints').get(nameOf(service.ref))
  return object ? ofEndpoints(cluster, object, port) : NONE
}

function selected(
  cluster: Cluster,
  service: Service,
  selector: Readonly<Record<string, string>>,
  port: ServicePort,
  slices: readonly KubernetesObject[],
): Endpoint[] {
  const told = readinessOf(slices)
  return podsLabeled(cluster.pods, service.ref.namespace, selector).flatMap((pod) => {
    const number = targetOf(pod, port)
    if (number === undefined) return []
    const endpoint = endpointAt(pod, number, port.protocol)
    const state = pod.isTemplate ? undefined : told.get(pod.name)
    if (!state) return [endpoint]
    return [{ ...endpoint, ready: state.ready, isLeaving: endpoint.isLeaving || state.isLeaving }]
  })
}

/** The number of a target port at this pod: pods of one service may call different numbers by one name. */
function targetOf(pod: Pod, { targetPort, protocol }: ServicePort): number | undefined {
  if (typeof targetPort === 'number') return targetPort
  return pod.ports.find((declared) => declared.name === targetPort && declared.protocol === protocol)?.port
}

/** By the name of the pod, as the slices of its service say. */
function readinessOf(slices: readonly KubernetesObject[]): Map<string, State> {
  const told = new Map<string, State>()
  for (const slice of slices) {
    for (const endpoint of listOf(slice['endpoints'])) {
      const name = textOf(fieldsOf(endpoint['targetRef'])['name'], 253)
      if (name !== '' && told.get(name)?.ready !== 'ready') told.set(name, stateOf(endpoint))
    }
  }
  return told
}

/** An absent condition counts as ready, or serving. Source: EndpointSlice API, discovery/v1 EndpointConditions. */
function stateOf(endpoint: Fields): State {
  const { ready, serving, terminating } = fieldsOf(endpoint['conditions'])
  const isLeaving = terminating === true
  return { ready: (isLeaving ? serving : ready) === false ? 'notReady' : 'ready', isLeaving }
}

function ofSlice(cluster: Cluster, slice: KubernetesObject, port: ServicePort): Endpoints {
  const number = listOf(slice['ports']).find((one) => isPort(one, port))?.['port']
  return ofAddresses(
    cluster,
    refOf(slice, 'EndpointSlice'),
    wholeOf(number, 1, 65_535),
    port.protocol,
    listOf(slice['endpoints']).map((endpoint) => ({
      addresses: textsOf(endpoint['addresses']),
      target: endpoint['targetRef'],
      ...stateOf(endpoint),
    })),
  )
}

function ofEndpoints(cluster: Cluster, object: KubernetesObject, port: ServicePort): Endpoints {
  const ref = refOf(object, 'Endpoints')
  return unite(
    listOf(object['subsets']).map((subset) => {
      const number = wholeOf(listOf(subset['ports']).find((one) => isPort(one, port))?.['port'], 1, 65_535)
      const told = (field: string, ready: Pod['ready']) =>
        listOf(subset[field]).map((one) => ({
          addresses: [textOf(one['ip'], 64)],
          target: one['targetRef'],
          ready,
          isLeaving: false,
        }))
      const addresses = [...told('addresses', 'ready'), ...told('notReadyAddresses', 'notReady')]
      return ofAddresses(cluster, ref, number, port.protocol, addresses)
    }),
  )
}

function isPort(told: Fields, port: ServicePort): boolean {
  return textOf(told['name'], 63) === port.name && protocolOf(told['protocol']) === port.protocol
}

/** What slices say of a pod. */
type State = Pick<Endpoint, 'ready' | 'isLeaving'>

interface Told extends State {
  readonly addresses: readonly string[]
  readonly target: unknown
}

function ofAddresses(
  cluster: Cluster,
  source: ObjectRef,
  port: number | undefined,
  protocol: Protocol,
  told: readonly Told[],
): Endpoints {
  if (port === undefined) return NONE
  return unite(
    told.map(({ addresses, target, ...state }) => {
      const name = isFields(target) && target['kind'] === 'Pod' ? textOf(target['name'], 253) : ''
      const named = name === '' ? undefined : cluster.pods.get(keyOfPodNamed(source.namespace, name))
      const pod = named ?? addresses.map((ip) => podAt(cluster.pods, ip)).find((one) => one)
      if (!pod) return { endpoints: [], outside: addresses }
      const endpoint = endpointAt(pod, port, protocol)
      const isLeaving = endpoint.isLeaving || state.isLeaving
      return { endpoints: [{ ...endpoint, ready: state.ready, isLeaving, source }], outside: [] }
    }),
  )
}

function unite(parts: readonly Endpoints[]): Endpoints {
  const endpoints = new Map<string, Endpoint>()
  for (const one of parts.flatMap((part) => part.endpoints)) {
    const key = `${nameOf(one.pod)}/${one.port}`
    if (endpoints.get(key)?.ready !== 'ready') endpoints.set(key, one)
  }
  return { endpoints: [...endpoints.values()], outside: [...new Set(parts.flatMap((part) => part.outside))].sort() }
}

/**
 * Pods that end are passed over while others are ready, and count after that as long as they serve. A service that publishes what is not
 * ready publishes what ends, too. Source: Kubernetes, "Termination of Pods": what EndpointSlices say of pods that end.
 */
function withoutLeaving({ endpoints, outside }: Endpoints, { publishesNotReady }: Service): Endpoints {
  if (publishesNotReady) {
    const published = endpoints.map((one) => ({
      ...one,
      ready: one.pod.isTemplate ? one.ready : ('ready' as const),
      isLeaving: false,
    }))
    return { endpoints: published, outside }
  }
  const isServed = endpoints.some(({ ready, isLeaving }) => ready === 'ready' && !isLeaving)
  const kept = endpoints.filter(({ ready, isLeaving }) => !isLeaving || (!isServed && ready !== 'notReady'))
  return { endpoints: kept, outside }
}
