/** Addresses one by one, as numbers: 32 bits of IPv4, 128 of IPv6. Knows the plain spellings, not those with an IPv4 tail. */
export interface Address {
  readonly bits: 32 | 128
  readonly value: bigint
}

/** Throws for what is no address. */
export function addressOf(text: string): Address {
  return once(addresses, text, readAddress)
}

function readAddress(text: string): Address {
  const value = text.includes(':') ? groupsOf(text, 8, 16, expanded(text)) : groupsOf(text, 4, 10, text.split('.'))
  return { bits: text.includes(':') ? 128 : 32, value }
}

export interface Block {
  readonly bits: 32 | 128
  readonly first: bigint
  readonly last: bigint
}

export function blockOf(cidr: string): Block {
  return once(blocks, cidr, readBlock)
}

function readBlock(cidr: string): Block {
  const [text = '', length = ''] = cidr.split('/')
  const { bits, value } = addressOf(text)
  const size = 1n << BigInt(bits - Number(length))
  const first = (value / size) * size
  return { bits, first, last: first + size - 1n }
}

export function isIn(address: Address, cidr: string): boolean {
  const block = blockOf(cidr)
  return block.bits === address.bits && address.value >= block.first && address.value <= block.last
}

/** All addresses that could be told apart by one of the blocks: the first of each part into which they cut both spaces. */
export function representatives(cidrs: readonly string[]): Address[] {
  return partsOf(cidrs).map(({ bits, first }) => ({ bits, value: first }))
}

/** The parts into which the blocks cut both spaces. Within a part no block tells addresses apart. */
export function partsOf(cidrs: readonly string[]): Block[] {
  const asked = cidrs.map(blockOf)
  return ([32, 128] as const).flatMap((bits) => {
    const end = 1n << BigInt(bits)
    const cuts = new Set([0n])
    for (const block of asked) {
      if (block.bits !== bits) continue
      cuts.add(block.first)
      if (block.last + 1n < end) cuts.add(block.last + 1n)
    }
    const sorted = [...cuts].sort((a, b) => (a < b ? -1 : 1))
    return sorted.map((first, at) => ({ bits, first, last: (sorted[at + 1] ?? end) - 1n }))
  })
}

/** The same few texts are read again and again. */
const addresses = new Map<string, Address>()
const blocks = new Map<string, Block>()

function once<V>(known: Map<string, V>, text: string, read: (text: string) => V): V {
  const value = known.get(text) ?? read(text)
  known.set(text, value)
  return value
}

function expanded(text: string): string[] {
  const [head = '', tail] = text.split('::')
  const left = head === '' ? [] : head.split(':')
  if (tail === undefined) return left
  const right = tail === '' ? [] : tail.split(':')
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right]
}

function groupsOf(text: string, amount: number, radix: 10 | 16, groups: readonly string[]): bigint {
  const base = radix === 10 ? 256n : 65_536n
  const numbers = groups.map((group) => Number.parseInt(group, radix))
  if (numbers.length !== amount || numbers.some((number) => !(number >= 0 && number < Number(base))))
    throw new Error(`${text} is no address`)
  return numbers.reduce((sum, number) => sum * base + BigInt(number), 0n)
}
