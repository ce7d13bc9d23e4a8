import { type Fields, fieldsOf, listOf, textOf, wholeOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Tls } from '../model.ts'

export interface Listener {
  readonly name: string
  readonly port: number
  readonly protocol: string
  /** Empty for all. */
  readonly hostname: string
  readonly tls: Tls
  /** Kinds of routes that may attach, by what the listener speaks and by what it allows. */
  readonly kinds: readonly string[]
  /** `Same`, `All`, `Selector` or something else, which lets nobody in. */
  readonly from: string
  /** A label selector; undefined without one. */
  readonly selector: Fields | undefined
}

export function listenersOf(gateway: KubernetesObject): Listener[] {
  return listOf(fieldsOf(gateway['spec'])['listeners']).flatMap((listener) => {
    const port = wholeOf(listener['port'], 1, 65_535)
    if (port === undefined) return []
    const protocol = textOf(listener['protocol'], 253)
    const tls = tlsOf(protocol, fieldsOf(listener['tls']))
    const allowed = fieldsOf(listener['allowedRoutes'])
    const namespaces = fieldsOf(allowed['namespaces'])
    return [
      {
        name: textOf(listener['name'], 253),
        port,
        protocol,
        hostname: textOf(listener['hostname'], 253).toLowerCase(),
        tls,
        kinds: kindsOf(protocol, tls, allowed['kinds']),
        from: namespaces['from'] === undefined ? 'Same' : textOf(namespaces['from'], 64),
        selector: namespaces['selector'] === undefined ? undefined : fieldsOf(namespaces['selector']),
      },
    ]
  })
}

function tlsOf(protocol: string, tls: Fields): Tls {
  if (protocol !== 'HTTPS' && protocol !== 'TLS') return ['HTTP', 'TCP', 'UDP'].includes(protocol) ? 'none' : 'unknown'
  return protocol === 'TLS' && tls['mode'] === 'Passthrough' ? 'passthrough' : 'terminated'
}

/** Source: Gateway API, the kinds that each protocol supports. */
function kindsOf(protocol: string, tls: Tls, allowed: unknown): string[] {
  const spoken = SPOKEN.get(protocol) ?? []
  const possible = protocol === 'TLS' && tls === 'terminated' ? [...spoken, 'TCPRoute'] : spoken
  const named = listOf(allowed)
  if (named.length === 0) return [...possible]
  const kinds = named.filter(({ group }) => group === undefined || group === GROUP).map(({ kind }) => textOf(kind, 253))
  return possible.filter((kind) => kinds.includes(kind))
}

export const GROUP = 'gateway.networking.k8s.io'
const SPOKEN: ReadonlyMap<string, readonly string[]> = new Map([
  ['HTTP', ['HTTPRoute', 'GRPCRoute']],
  ['HTTPS', ['HTTPRoute', 'GRPCRoute']],
  ['TLS', ['TLSRoute']],
  ['TCP', ['TCPRoute']],
  ['UDP', ['UDPRoute']],
])
