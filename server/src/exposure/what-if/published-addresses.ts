import { fieldsOf, listOf, textOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { publishedOf } from '../services.ts'
import { type Draft, replaced } from './draft.ts'

/** What stands in a status instead of an address that goes; undefined for nothing. */
export type NewAddress = { readonly ip: string } | { readonly hostname: string } | undefined

/** The object with what its load balancer publishes replaced. */
export function publishedAt(object: KubernetesObject, address: NewAddress): KubernetesObject {
  return withStatus(object, { loadBalancer: address ? { ingress: [address] } : {} })
}

/** Ingresses and gateways repeat addresses of the service that leads to their controller; controllers write the new one there, too. */
export function followAddresses(draft: Draft, service: KubernetesObject, address: NewAddress): void {
  const gone = new Set(publishedOf(service).flatMap(({ ip, hostname }) => [ip, hostname]))
  gone.delete('')
  if (gone.size === 0) return
  for (const [ref, object] of draft.of('Ingress')) {
    if (publishedOf(object).some(({ ip, hostname }) => gone.has(ip) || gone.has(hostname)))
      draft.follow(ref, publishedAt(object, address))
  }
  for (const [ref, object] of draft.of('Gateway')) {
    const told = listOf(fieldsOf(object['status'])['addresses'])
    if (told.some(({ value }) => gone.has(textOf(value, 253))))
      draft.follow(ref, withStatus(object, { addresses: address ? [gatewayAddress(address)] : [] }))
  }
}

function gatewayAddress(address: NonNullable<NewAddress>): object {
  return 'ip' in address ? { type: 'IPAddress', value: address.ip } : { type: 'Hostname', value: address.hostname }
}

function withStatus(object: KubernetesObject, fields: Readonly<Record<string, unknown>>): KubernetesObject {
  return { ...object, status: replaced(fieldsOf(object['status']), fields) }
}
