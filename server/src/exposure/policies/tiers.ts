import type { PolicyEvidence } from '../model.ts'
import type { PolicyPart, Rule } from './rules.ts'

/** Sets of peers of some kind: classes of pods, or addresses outside of the cluster. */
export interface PeerSets<S> {
  readonly none: S
  readonly all: S
  and(a: S, b: S): S
  or(a: S, b: S): S
  andNot(a: S, b: S): S
  isEmpty(set: S): boolean
}

export interface TierAnswer<S> {
  /** The peers that are let through. */
  readonly allowed: S
  /** What each policy that had a say did. */
  readonly decided: readonly {
    readonly part: PolicyPart
    readonly effect: PolicyEvidence['effect']
    readonly peers: S
  }[]
}

/**
 * Which peers the parts let through. They are those of one direction that select the pod, in the order of tiers and priorities;
 * `matching` gives the peers that a rule is about at the port in question.
 * Source: network-policy-api: the first rule that matches decides; Pass hands on to NetworkPolicy, whose answer is final where one
 * selects the pod; else the baseline is asked, and what nothing decides is allowed.
 */
export function walkTiers<S>(
  sets: PeerSets<S>,
  parts: readonly PolicyPart[],
  matching: (part: PolicyPart, rule: Rule) => S,
): TierAnswer<S> {
  const decided: { part: PolicyPart; effect: PolicyEvidence['effect']; peers: S }[] = []
  let allowed = sets.none
  const ordered = (tier: 'admin' | 'baseline', asked: S): S => {
    let undecided = asked
    let passed = sets.none
    for (const part of parts) {
      if (part.tier !== tier) continue
      for (const rule of part.rules) {
        const peers = sets.and(matching(part, rule), undecided)
        if (sets.isEmpty(peers)) continue
        undecided = sets.andNot(undecided, peers)
        if (rule.action === 'allow') allowed = sets.or(allowed, peers)
        if (rule.action === 'pass') passed = sets.or(passed, peers)
        decided.push({ part, effect: EFFECT[rule.action], peers })
      }
    }
    return sets.or(undecided, passed)
  }
  const left = ordered('admin', sets.all)
  const isolating = parts.filter(({ tier }) => tier === 'namespace')
  if (isolating.length === 0) return { allowed: sets.or(ordered('baseline', left), allowed), decided }
  for (const part of isolating) {
    const peers = sets.and(
      part.rules.reduce((sum, rule) => sets.or(sum, matching(part, rule)), sets.none),
      left,
    )
    allowed = sets.or(allowed, peers)
    if (!sets.isEmpty(peers)) decided.push({ part, effect: 'allows', peers })
    decided.push({ part, effect: 'isolates', peers: sets.andNot(left, peers) })
  }
  return { allowed, decided }
}

const EFFECT = { allow: 'allows', deny: 'denies', pass: 'passes' } as const
