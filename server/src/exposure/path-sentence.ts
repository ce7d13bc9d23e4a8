import type { ObjectRef } from '../kubernetes/object.ts'
import type { Exposure } from './model.ts'
import { visible } from './visible.ts'

/**
 * The way in, on one line from the client to the port, such as `203.0.113.7:443 → Ingress shop/web (shop.example.com/) → Service
 * shop/web:80 → Deployment shop/web, container nginx, port 8080/TCP`. Of several addresses the first is shown and the others are counted.
 */
export function pathSentence(exposure: Exposure): string {
  const steps = [addressOf(exposure), ...entryOf(exposure), ...serviceOf(exposure), endOf(exposure)]
  return steps.map(visible).join(' → ')
}

function addressOf({ entry: { addresses, port } }: Exposure): string {
  const [first, ...others] = addresses
  const shown = first?.includes(':') ? `[${first}]` : (first ?? 'unknown address')
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  return `${shown}${port === undefined ? '' : `:${port}`}${more}`
}

/** A port of a node is no object: the workload that opens it stands at the end of the way. */
function entryOf({ entry: { kind, object, host, path }, hops }: Exposure): string[] {
  if (kind === 'HostPort' || kind === 'HostNetwork') return [kind]
  const request = host === '' && path === '' ? '' : ` (${host || '*'}${path})`
  const route = hops.find((hop) => hop.kind === 'route')?.object
  if (!route || isSame(route, object)) return [`${kind} ${nameOf(object)}${request}`]
  return [`${kind} ${nameOf(object)}`, `${route.kind} ${nameOf(route)}${request}`]
}

function serviceOf({ service }: Exposure): string[] {
  return service ? [`Service ${nameOf(service)}${service.port === 0 ? '' : `:${service.port}`}`] : []
}

function endOf({ workload, container, containerPort, protocol, finding }: Exposure): string {
  if (!workload) return finding === 'externalBackend' ? 'outside of the cluster' : 'nothing'
  const declaring = container === '' ? '' : `, container ${container}`
  return `${workload.kind} ${nameOf(workload)}${declaring}, port ${containerPort}/${protocol}`
}

function isSame(a: ObjectRef, b: ObjectRef): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name
}

function nameOf({ namespace, name }: ObjectRef): string {
  return namespace === '' ? name : `${namespace}/${name}`
}
