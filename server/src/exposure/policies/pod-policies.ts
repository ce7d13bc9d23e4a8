import type { Catalog } from '../live/catalog.ts'
import type { Steps } from '../live/steps.ts'
import type { Pod, Protocol, Reason } from '../model.ts'
import { ANYWHERE, isWithin, NOWHERE, type SourceSet, unionAll } from '../sources.ts'
import { ARBITRARY, decisionOf, distinct, evidenceOf, isOnNodeOf, UNRESTRICTED } from './decisions.ts'
import type { Enforcement } from './enforcement.ts'
import { equalPriorities } from './equal-priorities.ts'
import { ADDRESSES } from './peer-sets.ts'
import { sourcesOfPod } from './pod-addresses.ts'
import { isNamed } from './pod-classes.ts'
import type { Decision, OutsideDecision, Policies } from './policies.ts'
import type { Direction, Peer, PortMatch, ReadPolicy, Rule } from './rules.ts'
import { isIn, SelectedPolicies, type Selection } from './selected-policies.ts'
import { supposedAnswers } from './supposed-answers.ts'
import { type PeerSets, walkTiers } from './tiers.ts'

/** What policies are answered for that change while they are asked. */
export interface PolicySources {
  readonly policies: Catalog<ReadPolicy>
  enforcement(): Enforcement
  /** About every pod: kinds of policies that could not be read. */
  unread(): readonly Reason[]
}

/**
 * Answers pod by pod, from the policies that select it: for few questions about many pods, and for clusters that change. For many questions
 * about all pairs of pods there is `PolicyEngine`, which gives the same answers.
 */
export class PodPolicies implements Policies {
  readonly #sources: PolicySources
  readonly #selected: SelectedPolicies

  constructor(steps: Steps, sources: PolicySources) {
    this.#sources = sources
    this.#selected = new SelectedPolicies(steps, sources.policies)
  }

  get enforcement(): Enforcement {
    return this.#sources.enforcement()
  }

  outside(to: Pod, protocol: Protocol, port: number): OutsideDecision {
    if (!this.enforcement.enforced) return { sources: ANYWHERE, policies: [], doubts: [] }
    const selection = this.#selected.of(to)
    const { allowed, decided } = walkTiers(ADDRESSES, selection.parts.ingress, (_, rule) =>
      isAbout(rule, to, protocol, port) ? addressesMeant(rule) : NOWHERE,
    )
    const relevant = decided.filter(({ peers }) => !ADDRESSES.isEmpty(peers))
    return { sources: allowed, policies: evidenceOf(relevant), doubts: distinct(this.#doubtsOf(to, selection)) }
  }

  between(from: Pod, to: Pod, protocol: Protocol, port: number): Decision {
    return this.enforcement.enforced ? this.#decision(from, to, protocol, port) : UNRESTRICTED
  }

  anyPod(to: Pod, protocol: Protocol, port: number): Decision & { readonly varies: boolean } {
    if (!this.enforcement.enforced) return { ...UNRESTRICTED, varies: false }
    const decision = this.#decision(ARBITRARY, to, protocol, port)
    const { unconditional, conditional } = supposedAnswers(this.#selected.of(to).parts.ingress, (rule) =>
      isAbout(rule, to, protocol, port),
    )
    return { ...decision, varies: [unconditional, ...conditional].some((answer) => answer !== decision.ingress) }
  }

  #decision(from: Pod, to: Pod, protocol: Protocol, port: number): Decision {
    const [source, target] = [this.#selected.of(from), this.#selected.of(to)]
    const lets = (selection: Selection, direction: Direction, peer: Pod) => {
      const { allowed, decided } = walkTiers(ONE_PEER, selection.parts[direction], (_, rule) =>
        isAbout(rule, to, protocol, port) ? means(rule, peer) : false,
      )
      return { isAllowed: allowed, decided: decided.filter(({ peers }) => peers) }
    }
    const doubts = [...this.#doubtsOf(from, source), ...this.#doubtsOf(to, target)]
    return decisionOf(lets(target, 'ingress', from), lets(source, 'egress', to), isOnNodeOf(from, to), doubts)
  }

  #doubtsOf(pod: Pod, { parts, doubts }: Selection): Reason[] {
    if (pod.hostNetwork) return []
    const own = doubts.map(({ reason }) => reason)
    return [...own, ...equalPriorities(parts.ingress), ...equalPriorities(parts.egress), ...this.#sources.unread()]
  }
}

/** Peers where there is but one: it is meant or it is not. */
const ONE_PEER: PeerSets<boolean> = {
  none: false,
  all: true,
  and: (a, b) => a && b,
  or: (a, b) => a || b,
  andNot: (a, b) => a && !b,
  isEmpty: (isMeant) => !isMeant,
}

/** Whether a rule is about this port of this pod. */
function isAbout({ ports }: Rule, pod: Pod, protocol: Protocol, port: number): boolean {
  const holds = (match: PortMatch) =>
    'name' in match
      ? isNamed(pod, match, protocol, port)
      : match.protocol === protocol && match.first <= port && port <= match.last
  return ports?.some(holds) ?? true
}

function means({ peers }: Rule, pod: Pod): boolean {
  return peers?.some((peer) => isPeer(peer, pod)) ?? true
}

function isPeer(peer: Peer, pod: Pod): boolean {
  if (peer.kind === 'pods') return isIn(pod, peer.set)
  return (peer.coversPods || pod.hostNetwork) && isWithin(sourcesOfPod(pod), peer.addresses)
}

/** Rules are values that no one changes, so that their addresses are put together once. */
const meant = new WeakMap<Rule, SourceSet>()

function addressesMeant(rule: Rule): SourceSet {
  const known = meant.get(rule)
  if (known) return known
  const addresses = rule.peers
    ? unionAll(rule.peers.map((peer) => (peer.kind === 'addresses' ? peer.addresses : NOWHERE)))
    : ANYWHERE
  meant.set(rule, addresses)
  return addresses
}
