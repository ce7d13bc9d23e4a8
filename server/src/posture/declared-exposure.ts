import { keyOfPlace } from '../kubernetes/cluster-objects.ts'
import { fieldsOf, listOf, textOf, textsOf } from '../kubernetes/fields.ts'
import { declaredReachOf } from '../kubernetes/load-balancer-marks.ts'
import type { ObjectRef } from '../kubernetes/object.ts'
import { ingressBackends, ROUTE_KINDS, routeBackends } from './backends.ts'
import type { ExposureEntry, Facts } from './facts.ts'
import type { Failure } from './rule.ts'
import { servicesOf } from './selection.ts'
import type { Subject, Workload } from './subject.ts'

/** What objects declare of ways from outside to a workload. An analysis of exposures knows more, and where there is one it decides. */

export interface DeclaredWay {
  readonly sentence: string
  readonly through: readonly ObjectRef[]
}

/** Through a Service that nodes or a load balancer answer for, or an Ingress. */
export function waysThroughServices(workload: Workload, facts: Facts): DeclaredWay[] {
  const services = servicesOf(workload, facts)
  const open = services.filter(isOpen).map(({ ref, object }) => ({
    sentence: `Service ${ref.name} of type ${textOf(fieldsOf(object['spec'])['type'], 20)} leads to it.`,
    through: [ref],
  }))
  const led = ingressesIn(workload.ref.namespace, facts).flatMap(({ ingress, names }) => {
    const service = services.find(({ ref }) => names.has(ref.name))
    return service
      ? [
          {
            sentence: `Ingress ${ingress.ref.name} leads to it by Service ${service.ref.name}.`,
            through: [ingress.ref, service.ref],
          },
        ]
      : []
  })
  return [...open, ...led]
}

interface LedTo {
  readonly ingress: Subject
  /** Of the Services that it leads to. */
  readonly names: ReadonlySet<string>
}

const INGRESSES = new WeakMap<Facts, Map<string, readonly LedTo[]>>()

function ingressesIn(namespace: string, facts: Facts): readonly LedTo[] {
  const known = INGRESSES.get(facts) ?? new Map<string, readonly LedTo[]>()
  INGRESSES.set(facts, known)
  const found =
    known.get(namespace) ??
    facts
      .inNamespace('Ingress', namespace)
      .filter((ingress) => !isInternalIngress(ingress))
      .map((ingress) => ({ ingress, names: new Set(ingressBackends(ingress).map(({ name }) => name)) }))
  known.set(namespace, found)
  return found
}

/** Through a route of the Gateway API or a VirtualService of Istio. */
export function waysThroughGateways(workload: Workload, facts: Facts): DeclaredWay[] {
  const ways = servicesOf(workload, facts).flatMap((service) =>
    (routesByService(facts).get(keyOfPlace(service.ref)) ?? []).map(({ route, more }) => wayOf(route, service, more)),
  )
  return ways.filter(({ sentence }, at) => ways.findIndex((other) => other.sentence === sentence) === at)
}

interface Leading {
  readonly route: Subject
  readonly more: readonly ObjectRef[]
}

const LEADING_KINDS = [...ROUTE_KINDS, 'VirtualService', 'Gateway.networking.istio.io', 'Service']

/** What leads from a gateway to each Service; read once, since every workload asks for it. */
function routesByService(facts: Facts): ReadonlyMap<string, readonly Leading[]> {
  return facts.derived('routes by service', LEADING_KINDS, () => readRoutes(facts))
}

function readRoutes(facts: Facts): ReadonlyMap<string, readonly Leading[]> {
  const made = new Map<string, Leading[]>()
  const add = (to: readonly Place[], leading: Leading) => {
    for (const key of new Set(to.map(keyOfPlace))) made.set(key, [...(made.get(key) ?? []), leading])
  }
  for (const route of ROUTE_KINDS.flatMap((kind) => facts.objects(kind)).filter(hangsOnAGateway)) {
    add(routeBackends(route), { route, more: [] })
  }
  for (const route of facts.objects('VirtualService')) {
    const gateway = openGatewayOf(route, facts)
    if (gateway) add(istioDestinations(route), { route, more: [gateway] })
  }
  return made
}

type Place = Pick<ObjectRef, 'namespace' | 'name'>

function wayOf({ ref }: Subject, service: Subject, more: readonly ObjectRef[]): DeclaredWay {
  const where = ref.namespace === service.ref.namespace ? ref.name : `${ref.namespace}/${ref.name}`
  return {
    sentence: `${ref.kind} ${where} leads to it by Service ${service.ref.name}.`,
    through: [ref, ...more, service.ref],
  }
}

/** Whether it is a gateway's way that objects of the kind open, and not that of a Service or an Ingress. */
export function isGatewayKind(kind: string): boolean {
  return GATEWAY_KINDS.has(kind)
}

const GATEWAY_KINDS = new Set<string>([
  ...ROUTE_KINDS,
  'Gateway',
  'ListenerSet',
  'VirtualService',
  'Gateway.networking.istio.io',
])
const MOST_TOLD = 3

/** One failure for a workload that is reached, whatever the number of ways; `entries` are those that an analysis found. */
export function exposureFailure(entries: readonly ExposureEntry[] | undefined, ways: () => DeclaredWay[]): Failure[] {
  const found = entries?.map(({ sentence }): DeclaredWay => ({ sentence, through: [] })) ?? ways()
  if (found.length === 0) return []
  const told = found.slice(0, MOST_TOLD).map(({ sentence }) => sentence)
  const rest = found.length - told.length
  const related = found.flatMap(({ through }) => through).slice(0, 20)
  return [
    {
      path: [],
      text: [
        ...told,
        ...(rest > 0 ? [rest === 1 ? 'There is one more way.' : `There are ${rest} more ways.`] : []),
      ].join(' '),
      ...(related.length > 0 && { related }),
    },
  ]
}

/** Whether nodes, or a load balancer that is not said to be private, answer for it. */
export function isOpen({ object, annotations }: Subject): boolean {
  const spec = fieldsOf(object['spec'])
  if (spec['type'] === 'NodePort') return true
  if (spec['type'] !== 'LoadBalancer') return false
  const loadBalancerClass = textOf(spec['loadBalancerClass'], 253)
  return declaredReachOf({ annotations, loadBalancerClass })?.reach !== 'private'
}

/** Sources: AWS Load Balancer Controller, "Ingress annotations"; Google Cloud, "Ingress for internal Application Load Balancers". */
function isInternalIngress({ annotations }: Subject): boolean {
  return (
    annotations['alb.ingress.kubernetes.io/scheme'] === 'internal' ||
    annotations['kubernetes.io/ingress.class'] === 'gce-internal'
  )
}

/** A route whose parents are Services is about traffic within the mesh. Source: Gateway API, "GAMMA". */
function hangsOnAGateway({ object }: Subject): boolean {
  const parents = listOf(fieldsOf(object['spec'])['parentRefs'])
  return parents.length === 0 || parents.some(({ kind = 'Gateway' }) => kind !== 'Service')
}

/** Source: Istio, VirtualService, Destination: a short name is one of the VirtualService's namespace. */
function istioDestinations({ ref, object }: Subject): Place[] {
  const spec = fieldsOf(object['spec'])
  const routes = ['http', 'tls', 'tcp'].flatMap((kind) => listOf(spec[kind])).flatMap((one) => listOf(one['route']))
  return routes.flatMap(({ destination }) => {
    const host = textOf(fieldsOf(destination)['host'], 253)
    const [name = '', namespace = ref.namespace, third] = host.split('.')
    return name === '' || (third !== undefined && third !== 'svc') ? [] : [{ namespace, name }]
  })
}

/**
 * The Gateway by which a VirtualService is open: one of its own that the pods of an open Service serve, or that calls itself public. `mesh`
 * stands for the sidecars, and is meant where none is named. Source: Istio, VirtualService `gateways`, Gateway `selector`.
 */
function openGatewayOf({ ref, object }: Subject, facts: Facts): ObjectRef | undefined {
  for (const named of textsOf(fieldsOf(object['spec'])['gateways']).slice(0, 100)) {
    const [first = '', second] = named.split('/')
    const [namespace, name] = second === undefined ? [ref.namespace, first] : [first, second]
    const gateway = facts.find('Gateway.networking.istio.io', namespace, name)
    if (gateway && (name.endsWith('public') || isServedOpenly(gateway, facts))) return gateway.ref
  }
  return undefined
}

function isServedOpenly({ object }: Subject, facts: Facts): boolean {
  const wanted = Object.entries(fieldsOf(fieldsOf(object['spec'])['selector']))
  if (wanted.length === 0) return false
  return facts.objects('Service').some((service) => {
    // Which labels the pods of the ingress gateway have is known by its Service: by what it selects, or what it bears.
    const selector = fieldsOf(fieldsOf(service.object['spec'])['selector'])
    const bears = wanted.every(([key, value]) => (selector[key] ?? service.labels[key]) === value)
    return bears && isOpen(service)
  })
}
