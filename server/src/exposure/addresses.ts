import { isIP } from 'node:net'
import {
  ANYWHERE,
  intersect,
  isNowhere,
  NOWHERE,
  type SourceSet,
  sourcesOf,
  sourcesOfAll,
  subtract,
} from './sources.ts'

/** How far an address is heard: `local` never leaves its machine or link. */
export type AddressClass = 'public' | 'private' | 'local'

/** Sources: IANA special-purpose registries of IPv4 and IPv6 addresses (RFC 6890), RFC 1918, RFC 6598, RFC 9637. */
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
const DOCUMENTATION_V6 = ['2001:db8::/32', '3fff::/20']
const LOCAL = sourcesOfAll(['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '::/127', 'fe80::/10'])

/** What is routed on the internet. */
export const PUBLIC_SOURCES: SourceSet = {
  v4: subtract(ANYWHERE, sourcesOfAll(SPECIAL_V4)).v4,
  v6: subtract(sourcesOf('2000::/3') ?? NOWHERE, sourcesOfAll(DOCUMENTATION_V6)).v6,
}

/** The class of an address; undefined for what is none. An IPv4 address that is written as IPv6 is taken as IPv4. */
export function addressClassOf(text: string): AddressClass | undefined {
  if (isIP(text) === 0) return undefined
  const address = sourcesOf(plainAddress(text))
  if (!address) return undefined
  if (!isNowhere(intersect(address, PUBLIC_SOURCES))) return 'public'
  return isNowhere(intersect(address, LOCAL)) ? 'private' : 'local'
}

/** Addresses that are alike in who can speak to them and in how far they are heard. */
export interface AddressGroup {
  readonly isPublic: boolean
  /** All sources of their families. */
  readonly speakers: SourceSet
}

/** The addresses by whether they are public, public ones first; texts that are no address are left out. */
export function groupsOfAddresses(addresses: readonly string[]): AddressGroup[] {
  return [true, false].flatMap((isPublic) => {
    const alike = addresses.filter((address) => {
      const found = addressClassOf(address)
      return found !== undefined && (found === 'public') === isPublic
    })
    const families = new Set(alike.map((address) => isIP(plainAddress(address))))
    const speakers = { v4: families.has(4) ? ANYWHERE.v4 : [], v6: families.has(6) ? ANYWHERE.v6 : [] }
    return alike.length === 0 ? [] : [{ isPublic, speakers: families.size === 2 ? ANYWHERE : speakers }]
  })
}

function plainAddress(text: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text
}
