import { fieldsOf, listOf, textOf } from '../kubernetes/fields.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { type AddressClass, addressClassOf } from './addresses.ts'
import { heardAt, UNKNOWN_PLACE } from './heard.ts'
import type { Heard } from './paths.ts'
import type { Reach } from './verdict.ts'

export interface ClusterNode {
  readonly name: string
  readonly addresses: readonly NodeAddress[]
}

export interface NodeAddress {
  readonly address: string
  readonly isExternal: boolean
  readonly class: AddressClass
}

export function nodeOf(object: KubernetesObject): ClusterNode {
  const addresses = listOf(fieldsOf(object['status'])['addresses']).flatMap((entry) => {
    const address = textOf(entry['address'], 64)
    const found = addressClassOf(address)
    const isExternal = entry['type'] === 'ExternalIP'
    return found && (isExternal || entry['type'] === 'InternalIP') ? [{ address, isExternal, class: found }] : []
  })
  return { name: textOf(object.metadata?.name, 253), addresses }
}

export interface NodesReach {
  /** Of all: public when one of them is; unknown when nothing is known of one and none is public. */
  readonly reach: Reach
  /** The public ones, else all. */
  readonly addresses: string[]
  readonly heard: readonly Heard[]
}

/** Where nodes are heard; undefined among them is a node of which nothing is known. */
export function reachOfNodes(nodes: readonly (ClusterNode | undefined)[]): NodesReach {
  const known = nodes.flatMap((node) => node?.addresses ?? [])
  const open = known.filter((address) => address.class === 'public')
  const isWhole = nodes.length > 0 && nodes.every((node) => node !== undefined && node.addresses.length > 0)
  const heard = [...heardAt(known.map(({ address }) => address)), ...(isWhole ? [] : [UNKNOWN_PLACE])]
  if (open.length > 0) return { reach: 'public', addresses: sortedAddresses(open), heard }
  return { reach: isWhole ? 'private' : 'unknown', addresses: sortedAddresses(known), heard }
}

function sortedAddresses(addresses: readonly NodeAddress[]): string[] {
  return [...new Set(addresses.map(({ address }) => address))].sort()
}
