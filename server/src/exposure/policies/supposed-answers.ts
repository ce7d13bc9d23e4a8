import { add, emptyBitset, fullBitset, has } from './bitset.ts'
import { bitsetPeers } from './peer-sets.ts'
import type { Peer, PolicyPart, Rule } from './rules.ts'
import { walkTiers } from './tiers.ts'

/** What sources in the cluster get that are supposed, not looked for, since whoever asks does not know who comes. */
export interface SupposedAnswers {
  /** Of a source that only peers without any condition mean. */
  readonly unconditional: boolean
  /** And of those that one peer with conditions means as well. */
  readonly conditional: readonly boolean[]
}

/** `matches` tells whether a rule is about the port in question. */
export function supposedAnswers(parts: readonly PolicyPart[], matches: (rule: Rule) => boolean): SupposedAnswers {
  const peers = parts.flatMap(({ rules }) => rules.flatMap((rule) => rule.peers ?? [])).filter(hasCondition)
  const suppositions = new Map([...new Set(peers.map(keyOfPeer))].map((key, at) => [key, at + 1]))
  const size = suppositions.size + 1
  const { allowed } = walkTiers(bitsetPeers(size), parts, (_, rule) => {
    if (!matches(rule)) return emptyBitset(size)
    if (!rule.peers?.every(hasConditionOrAddress)) return fullBitset(size)
    const meant = emptyBitset(size)
    for (const peer of rule.peers.filter(hasCondition)) add(meant, suppositions.get(keyOfPeer(peer)) ?? 0)
    return meant
  })
  return { unconditional: has(allowed, 0), conditional: [...suppositions.values()].map((at) => has(allowed, at)) }
}

function hasConditionOrAddress(peer: Peer): boolean {
  return peer.kind === 'addresses' || hasCondition(peer)
}

function hasCondition(peer: Peer): boolean {
  if (peer.kind !== 'pods') return false
  const { namespaces, pods } = peer.set
  return typeof namespaces === 'string' || namespaces.requirements.length > 0 || pods.requirements.length > 0
}

function keyOfPeer(peer: Peer): string {
  if (peer.kind !== 'pods') return ''
  const { namespaces, pods } = peer.set
  return `${typeof namespaces === 'string' ? `=${namespaces}` : `~${namespaces.key}`}\n${pods.key}`
}
