import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { OutboundError } from './error.ts'

/** Which addresses may be called. */
export interface AddressPolicy {
  /** Loopback, private networks and shared address space (RFC 1918, 4193, 6598). */
  readonly allowPrivate: boolean
}

/** What an address is, when it is nothing that everybody may call. */
export type AddressClass = 'METADATA' | 'LINK_LOCAL' | 'UNSPECIFIED' | 'MULTICAST' | 'RESERVED' | 'LOOPBACK' | 'PRIVATE'

/** The setting that lets uploaded credentials call private addresses; errors name it. */
export const ALLOW_PRIVATE_SETTING = 'BREAKWATER_ALLOW_PRIVATE_ADDRESSES'

/**
 * Where clouds serve credentials to whoever asks: AWS (also EKS and ECS, which are link-local in IPv4), Google, Oracle,
 * Alibaba, and Azure's WireServer, which has a public address.
 */
const METADATA = new Set(
  ['169.254.169.254', '100.100.100.200', '168.63.129.16', '192.0.0.192'].concat(
    ['fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254', 'fd00:c1::a9fe:a9fe'].map((address) => canonical(address)),
  ),
)

/**
 * What an address is; undefined for an ordinary public one, and RESERVED for what is no address.
 * IPv6 addresses that carry an IPv4 one (mapped, NAT64, 6to4) are what that one is.
 * Source: IANA special-purpose address registries, as `ipaddr.js` has them.
 */
export function classOf(address: string): AddressClass | undefined {
  if (!ipaddr.isValid(address)) return 'RESERVED'
  const parsed = ipaddr.parse(address)
  if (METADATA.has(withoutZone(parsed))) return 'METADATA'
  const range: string = parsed.range()
  const embedded = parsed.kind() === 'ipv6' ? embeddedIpv4(parsed.toByteArray(), range) : undefined
  if (embedded) return classOf(embedded)
  return range === 'unicast' ? undefined : (CLASS_OF_RANGE[range] ?? 'RESERVED')
}

const CLASS_OF_RANGE: Readonly<Record<string, AddressClass>> = {
  unspecified: 'UNSPECIFIED',
  multicast: 'MULTICAST',
  linkLocal: 'LINK_LOCAL',
  loopback: 'LOOPBACK',
  private: 'PRIVATE',
  uniqueLocal: 'PRIVATE',
  carrierGradeNat: 'PRIVATE',
  deprecatedSiteLocal: 'PRIVATE',
}

/** Throws `OutboundError` ADDRESS_NOT_ALLOWED when `host`, as a URL has it, is an address that may not be called. */
export function checkHost(host: string, policy: AddressPolicy): void {
  const bare = host.replace(/^\[|\]$/g, '')
  if (isIP(bare)) checkAddress(bare, bare, policy)
}

/**
 * A `lookup` for sockets that refuses names which lead to addresses that may not be called. Because the socket connects
 * to the very addresses that were checked, a name that changes its mind in between gains nothing. One refused address
 * refuses the name. `resolve` stands in for the system's resolver in tests.
 */
export function guardedLookup(policy: AddressPolicy, resolve: Resolve = systemResolve): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      try {
        for (const { address } of addresses) checkAddress(address, host, policy)
      } catch (refusal) {
        return callback(refusal as OutboundError, '', 0)
      }
      const first = addresses[0]
      if (!first) return callback(notFound(host), '', 0)
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }
}

/** Finds all addresses of a name. */
export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

const systemResolve: Resolve = (host, options, callback) => systemLookup(host, options, callback)

function checkAddress(address: string, host: string, policy: AddressPolicy): void {
  const found = classOf(address)
  if (!found) return
  const isPrivate = found === 'LOOPBACK' || found === 'PRIVATE'
  if (isPrivate && policy.allowPrivate) return
  const leadsTo = host === address ? `${address} is` : `${host} leads to ${address},`
  throw new OutboundError(
    'ADDRESS_NOT_ALLOWED',
    `${leadsTo} ${NAMES[found]}, which is not called.`,
    isPrivate
      ? `If it is meant, start with ${ALLOW_PRIVATE_SETTING}=true.`
      : 'Use the address under which the server is reached from outside.',
  )
}

const NAMES: Readonly<Record<AddressClass, string>> = {
  METADATA: "a cloud's metadata service",
  LINK_LOCAL: 'a link-local address',
  UNSPECIFIED: 'the unspecified address',
  MULTICAST: 'a multicast address',
  RESERVED: 'a reserved address',
  LOOPBACK: 'this machine itself',
  PRIVATE: 'a private address',
}

function embeddedIpv4(bytes: readonly number[], range: string): string | undefined {
  if (range === '6to4') return bytes.slice(2, 6).join('.')
  const isCompatible = bytes.slice(0, 12).every((byte) => byte === 0) && range === 'unicast'
  const isTail = range === 'ipv4Mapped' || range === 'rfc6052' || range === 'rfc6145' || isCompatible
  return isTail ? bytes.slice(12).join('.') : undefined
}

function canonical(address: string): string {
  return withoutZone(ipaddr.parse(address))
}

function withoutZone(address: ReturnType<typeof ipaddr.parse>): string {
  return address.toString().replace(/%.*$/, '')
}

function notFound(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`No address for ${host}`), { code: 'ENOTFOUND' })
}
