import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'

interface ObjectName {
  readonly namespace: string
  readonly name: string
}

interface Entry {
  readonly addresses: readonly string[]
  readonly port: number | null
  readonly host: string
  readonly path: string
}

/** `namespace/name`, or the name alone of what is in none. */
export function objectName({ namespace, name }: ObjectName): string {
  return namespace === '' ? name : `${namespace}/${name}`
}

/** An address with a port, an IPv6 address in brackets; the address alone while the port is not known. */
export function addressAndPort(address: string, port: number | null): string {
  if (port === null) return address
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** The first address that clients use, and how many more there are. */
export function firstAddress({ addresses, port }: Pick<Entry, 'addresses' | 'port'>): string {
  const [first, ...others] = addresses
  if (first === undefined) return text('exposure.noAddress')
  const shown = addressAndPort(first, port)
  return others.length === 0 ? shown : text('exposure.andMore', { first: shown, more: others.length })
}

/** Host and path of a route as clients write them; empty for what has neither. */
export function hostAndPath({ host, path }: Pick<Entry, 'host' | 'path'>): string {
  if (host === '' && path === '') return ''
  return `${host === '' ? text('exposure.anyHost') : host}${path}`
}

/** `8080/TCP`, with the container that declares it; empty when no port is known. */
export function containerPortText(row: {
  readonly container: string
  readonly containerPort: number | null
  readonly protocol: string
}): string {
  if (row.containerPort === null) return ''
  const port = `${row.containerPort}/${row.protocol}`
  return row.container === '' ? port : text('exposure.containerPortOf', { container: row.container, port })
}

/** An entry point in words, such as `Ingress shop/storefront`; a service is told apart by how it is reached. */
export function entryText({ kind, object }: { readonly kind: Scalar<'EntryKind'>; readonly object: ObjectName }) {
  return text('exposure.entryObject', { kind: text(`entryKind.${kind}`), name: objectName(object) })
}
