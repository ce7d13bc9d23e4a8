import { add, emptyBitset, fullBitset, has } from './bitset.ts'
import { bitsetPeers } from './peer-sets.ts'
import type { Peer, PolicyPart, Rule } from './rules.ts'
import { walkTiers } from './tiers.ts'

/**
 * Whether some source in the cluster would get another answer than `allowed`. Sources are supposed, not looked for, since whoever
 * asks does not know who comes: one that only peers without any condition mean, and for each other peer one that it means as well.
 */
export function sourcesVary(parts: readonly PolicyPart[], matches: (rule: Rule) => boolean, allowed: boolean): boolean {
  const conditional = [
    ...new Set(
      parts
        .flatMap(({ rules }) => rules.flatMap(({ peers }) => peers ?? []))
        .filter(hasCondition)
        .map(keyOfPeer),
    ),
  ]
  const suppositions = new Map(conditional.map((key, at) => [key, at + 1]))
  const size = conditional.length + 1
  const answer = walkTiers(bitsetPeers(size), parts, (_, rule) => {
    if (!matches(rule)) return emptyBitset(size)
    if (!rule.peers?.every(hasConditionOrAddress)) return fullBitset(size)
    const meant = emptyBitset(size)
    for (const peer of rule.peers.filter(hasCondition)) add(meant, suppositions.get(keyOfPeer(peer)) ?? 0)
    return meant
  })
  for (let at = 0; at < size; at++) if (has(answer.allowed, at) !== allowed) return true
  return false
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
