import { fieldsOf, listOf, textOf } from '../kubernetes/fields.ts'
import type { Facts } from './facts.ts'
import type { Path } from './path.ts'
import type { Failure } from './rule.ts'
import { membersOf, type Subject } from './subject.ts'

/** A Service that an Ingress or a route of a Gateway leads to. */
export interface Backend {
  readonly namespace: string
  readonly name: string
  /** Where the name stands. */
  readonly path: Path
  /** Undefined where none is given. */
  readonly port: string | number | undefined
  readonly portPath: Path
}

/** Kinds of routes that name Services as their backends. */
export const ROUTE_KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const

/**
 * Source: Kubernetes API, networking.k8s.io/v1 Ingress; `serviceName` and `servicePort` of extensions/v1beta1. A backend that is a resource names no
 * Service, nor does one whose port is `use-annotation`: AWS Load Balancer Controller, "Actions".
 */
export function ingressBackends({ ref, object }: Subject): Backend[] {
  const spec = fieldsOf(object['spec'])
  const places: { backend: unknown; path: Path }[] = [
    { backend: spec['defaultBackend'], path: ['spec', 'defaultBackend'] },
    { backend: spec['backend'], path: ['spec', 'backend'] },
    ...membersOf(spec['rules']).flatMap(({ fields: rule, at }) =>
      membersOf(fieldsOf(rule['http'])['paths']).map(({ fields, at: inRule }) => ({
        backend: fields['backend'],
        path: ['spec', 'rules', at, 'http', 'paths', inRule, 'backend'],
      })),
    ),
  ]
  return places.flatMap(({ backend, path }): Backend[] => {
    const { service: written, serviceName, servicePort } = fieldsOf(backend)
    const service = fieldsOf(written)
    const { name: portName, number: portNumber } = fieldsOf(service['port'])
    const current = textOf(service['name'], 253)
    if (current !== '') {
      if (portName === 'use-annotation') return []
      const port = portOf(portName) ?? portOf(portNumber)
      const portPath = [...path, 'service', 'port', typeof port === 'string' ? 'name' : 'number']
      return [{ namespace: ref.namespace, name: current, path: [...path, 'service', 'name'], port, portPath }]
    }
    const former = textOf(serviceName, 253)
    if (former === '' || servicePort === 'use-annotation') return []
    const portPath = [...path, 'servicePort']
    return [
      { namespace: ref.namespace, name: former, path: [...path, 'serviceName'], port: portOf(servicePort), portPath },
    ]
  })
}

/** Source: Gateway API, BackendObjectReference: a Service of the route's namespace unless group, kind or namespace say otherwise. */
export function routeBackends({ ref, object }: Subject): Backend[] {
  return membersOf(fieldsOf(object['spec'])['rules']).flatMap(({ fields: rule, at }) => {
    const path = ['spec', 'rules', at]
    const mirrors = membersOf(rule['filters']).map(({ fields, at: inRule }) => ({
      fields: fieldsOf(fieldsOf(fields['requestMirror'])['backendRef']),
      path: [...path, 'filters', inRule, 'requestMirror', 'backendRef'],
    }))
    const refs = membersOf(rule['backendRefs']).map(({ fields, at: inRule }) => ({
      fields,
      path: [...path, 'backendRefs', inRule],
    }))
    return [...refs, ...mirrors].flatMap(({ fields, path: place }): Backend[] => {
      const { group = '', kind = 'Service' } = fields
      const name = textOf(fields['name'], 253)
      if (group !== '' || kind !== 'Service' || name === '') return []
      const namespace = textOf(fields['namespace'], 253) || ref.namespace
      const [namePath, portPath] = [
        [...place, 'name'],
        [...place, 'port'],
      ]
      return [{ namespace, name, path: namePath, port: portOf(fields['port']), portPath }]
    })
  })
}

function portOf(value: unknown): string | number | undefined {
  return typeof value === 'number' ? value : textOf(value, 63) || undefined
}

/** What is wrong with backends: there is no such Service, or it has no such port. */
export function missingBackends(backends: readonly Backend[], facts: Facts): Failure[] {
  return backends.flatMap(({ namespace, name, path, port, portPath }): Failure[] => {
    const service = facts.find('Service', namespace, name)
    if (!service) return [{ path, text: `There is no Service ${namespace}/${name}.` }]
    const spec = fieldsOf(service.object['spec'])
    if (port === undefined || spec['type'] === 'ExternalName') return []
    const wanted = typeof port === 'string' && /^\d+$/.test(port) ? Number(port) : port
    const has = listOf(spec['ports']).some((one) => one[typeof wanted === 'number' ? 'port' : 'name'] === wanted)
    if (has) return []
    return [{ path: portPath, text: `Service ${namespace}/${name} has no port ${port}.`, related: [service.ref] }]
  })
}
