import type { Pod, Protocol } from '../model.ts'
import { FIRST_PORT, LAST_PORT, type PolicyPart, type PortMatch } from './rules.ts'

/**
 * All ports, cut where a rule of the parts begins or ends to match. Names are looked up in `target`, or in all of `pods` where it is not known
 * which one is connected to.
 */
export function portIntervals(
  parts: readonly PolicyPart[],
  pods: readonly Pod[],
  target: Pod | undefined,
  protocol: Protocol,
): (readonly [first: number, last: number])[] {
  const starts = new Set([FIRST_PORT])
  for (const { first, last } of parts.flatMap((part) => rangesOf(part, target ? [target] : pods, protocol))) {
    starts.add(first)
    if (last < LAST_PORT) starts.add(last + 1)
  }
  const sorted = [...starts].sort((a, b) => a - b)
  return sorted.map((first, at) => [first, (sorted[at + 1] ?? LAST_PORT + 1) - 1] as const)
}

function rangesOf(part: PolicyPart, pods: readonly Pod[], protocol: Protocol): { first: number; last: number }[] {
  const matches = part.rules.flatMap(({ ports }) => ports ?? [])
  return matches.flatMap((match) => rangesOfMatch(match, pods, protocol))
}

function rangesOfMatch(match: PortMatch, pods: readonly Pod[], protocol: Protocol): { first: number; last: number }[] {
  if (match.protocol !== undefined && match.protocol !== protocol) return []
  if (!('name' in match)) return [match]
  return pods.flatMap(({ ports }) =>
    ports
      .filter((declared) => declared.name === match.name && declared.protocol === protocol)
      .map(({ port }) => ({ first: port, last: port })),
  )
}
