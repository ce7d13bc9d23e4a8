import { BlockList, isIP } from 'node:net'

/** A set of addresses. */
export interface AddressRanges {
  has(address: string): boolean
}

/** Takes addresses and ranges in CIDR notation. Throws a `TypeError` for what is neither. */
export function addressRanges(entries: readonly string[]): AddressRanges {
  const list = new BlockList()
  for (const entry of entries) add(list, entry)
  return { has: (address) => isIP(address) !== 0 && list.check(address, familyOf(address)) }
}

/** Whether it is an address, or a range of addresses in CIDR notation. */
export function isAddressRange(text: string): boolean {
  try {
    add(new BlockList(), text)
    return true
  } catch {
    return false
  }
}

function add(list: BlockList, entry: string): void {
  const [address = '', prefix, ...more] = entry.split('/')
  if (isIP(address) === 0 || more.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix)))
    throw new TypeError(`${entry} is no address and no CIDR.`)
  if (prefix === undefined) list.addAddress(address, familyOf(address))
  else list.addSubnet(address, Number(prefix), familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
