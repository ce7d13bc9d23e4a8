import { fieldsOf, listOf, textOf } from '../kubernetes/fields.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { type AddressClass, addressClassOf } from './addresses.ts'
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

/** Where nodes are heard: publicly when one of them is; unknown when nothing is known of one and none is public. */
export function reachOfNodes(nodes: readonly (ClusterNode | undefined)[]): { reach: Reach; addresses: string[] } {
  const known = nodes.flatMap((node) => node?.addresses ?? [])
  const open = known.filter((address) => address.class === 'public')
  if (open.length > 0) return { reach: 'public', addresses: sortedAddresses(open) }
  const isWhole = nodes.length > 0 && nodes.every((node) => node !== undefined && node.addresses.length > 0)
  return { reach: isWhole ? 'private' : 'unknown', addresses: sortedAddresses(known) }
}

function sortedAddresses(addresses: readonly NodeAddress[]): string[] {
  return [...new Set(addresses.map(({ address }) => address))].sort()
}
