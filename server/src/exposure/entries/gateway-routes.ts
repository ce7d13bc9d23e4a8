import { type Fields, fieldsOf, isFields, listOf, textOf, textsOf, wholeOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts'
import { refOf } from '../pods.ts'
import { GROUP } from './gateway-listeners.ts'

export const ROUTE_KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const

export type RouteKind = (typeof ROUTE_KINDS)[number]

export interface GatewayRoute {
  readonly ref: ObjectRef
  /** Gateways that it asks to attach to. */
  readonly parents: readonly ParentRef[]
  /** What controllers say of parents. */
  readonly statuses: readonly ParentStatus[]
  /** Empty for all, and for kinds that have none. */
  readonly hostnames: readonly string[]
  readonly rules: readonly RouteRule[]
}

export interface ParentRef {
  readonly namespace: string
  readonly name: string
  /** Empty for all listeners. */
  readonly sectionName: string
  /** Undefined for all ports. */
  readonly port: number | undefined
}

export interface ParentStatus extends ParentRef {
  /** `Accepted` and `ResolvedRefs`, as far as they are told. */
  readonly accepted: boolean | undefined
  readonly resolved: boolean | undefined
}

export interface RouteRule {
  readonly paths: readonly string[]
  readonly backends: readonly BackendRef[]
}

export interface BackendRef {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly port: number | undefined
  readonly weight: number
}

export function routeOf(object: KubernetesObject, kind: RouteKind): GatewayRoute {
  const ref = refOf(object, kind)
  const spec = fieldsOf(object['spec'])
  const hasHosts = kind === 'HTTPRoute' || kind === 'GRPCRoute' || kind === 'TLSRoute'
  return {
    ref,
    parents: listOf(spec['parentRefs']).flatMap((parent) => parentOf(parent, ref.namespace)),
    statuses: listOf(fieldsOf(object['status'])['parents']).flatMap((status) =>
      parentOf(fieldsOf(status['parentRef']), ref.namespace).map((parent) => ({
        ...parent,
        accepted: conditionOf(status, 'Accepted'),
        resolved: conditionOf(status, 'ResolvedRefs'),
      })),
    ),
    hostnames: hasHosts ? textsOf(spec['hostnames']).map((name) => name.slice(0, 253).toLowerCase()) : [],
    rules: listOf(spec['rules']).map((rule) => ({
      paths: kind === 'HTTPRoute' ? pathsOf(rule) : kind === 'GRPCRoute' ? methodsOf(rule) : [''],
      backends: listOf(rule['backendRefs']).map((backend) => backendOf(backend, ref.namespace)),
    })),
  }
}

/** None for a parent that is no gateway, such as a service of a mesh. */
function parentOf(parent: Fields, namespace: string): ParentRef[] {
  const isGateway = (parent['group'] ?? GROUP) === GROUP && (parent['kind'] ?? 'Gateway') === 'Gateway'
  if (!isGateway) return []
  return [
    {
      namespace: textOf(parent['namespace'], 253) || namespace,
      name: textOf(parent['name'], 253),
      sectionName: textOf(parent['sectionName'], 253),
      port: wholeOf(parent['port'], 1, 65_535),
    },
  ]
}

function conditionOf(status: Fields, type: string): boolean | undefined {
  const condition = listOf(status['conditions']).find((one) => one['type'] === type)
  return condition?.['status'] === 'True' ? true : condition?.['status'] === 'False' ? false : undefined
}

function pathsOf(rule: Fields): string[] {
  const values = listOf(rule['matches']).map(({ path }) => textOf(fieldsOf(path)['value']) || '/')
  return values.length === 0 ? ['/'] : [...new Set(values)].sort()
}

function methodsOf(rule: Fields): string[] {
  const values = listOf(rule['matches']).map(({ method }) => {
    const { service, method: name } = fieldsOf(method)
    return isFields(method) ? `/${textOf(service)}${name === undefined ? '' : `/${textOf(name)}`}` : '/'
  })
  return values.length === 0 ? ['/'] : [...new Set(values)].sort()
}

function backendOf(backend: Fields, namespace: string): BackendRef {
  return {
    group: textOf(backend['group'], 253),
    kind: backend['kind'] === undefined ? 'Service' : textOf(backend['kind'], 253),
    namespace: textOf(backend['namespace'], 253) || namespace,
    name: textOf(backend['name'], 253),
    port: wholeOf(backend['port'], 1, 65_535),
    weight: wholeOf(backend['weight'], 0, 1_000_000) ?? 1,
  }
}
