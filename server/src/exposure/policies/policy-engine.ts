import type { Pod, Protocol, Reason } from '../model.ts'
import { PROTOCOLS } from '../model.ts'
import { ANYWHERE, NOWHERE, type SourceSet } from '../sources.ts'
import { and, type Bitset, fullBitset, has } from './bitset.ts'
import { CompiledPolicies } from './compiled-policies.ts'
import { ARBITRARY, decisionOf, distinct, evidenceOf, isOnNodeOf, UNRESTRICTED } from './decisions.ts'
import type { Enforcement } from './enforcement.ts'
import { equalPriorities } from './equal-priorities.ts'
import { ADDRESSES, bitsetPeers } from './peer-sets.ts'
import { isNamed } from './pod-classes.ts'
import type { Decision, OutsideDecision, Policies } from './policies.ts'
import { portIntervals } from './port-intervals.ts'
import type { ClusterPolicies } from './read-policies.ts'
import type { Direction, PortMatch, Rule } from './rules.ts'
import { type SupposedAnswers, supposedAnswers } from './supposed-answers.ts'
import { type TierAnswer, walkTiers } from './tiers.ts'

/** Answers by classes of pods, each question once. */
export class PolicyEngine implements Policies {
  readonly enforcement: Enforcement
  readonly #pods: readonly Pod[]
  readonly #policies: ClusterPolicies
  readonly #compiled: CompiledPolicies
  readonly #outside = new Map<number, TierAnswer<SourceSet>>()
  readonly #classes = new Map<number, TierAnswer<Bitset>>()
  readonly #doubts = new Map<number, readonly Reason[]>()
  #others: PolicyEngine | undefined

  constructor(pods: readonly Pod[], policies: ClusterPolicies, enforcement: Enforcement) {
    this.enforcement = enforcement
    this.#pods = pods
    this.#policies = policies
    this.#compiled = new CompiledPolicies([ARBITRARY, ...pods], policies.parts, policies.doubts)
  }

  outside(to: Pod, protocol: Protocol, port: number): OutsideDecision {
    return this.#towardsOutside('ingress', to, protocol, port)
  }

  /** Which destinations outside of the cluster egress policies let `from` reach. */
  outwards(from: Pod, protocol: Protocol, port: number): OutsideDecision {
    return this.#towardsOutside('egress', from, protocol, port)
  }

  between(from: Pod, to: Pod, protocol: Protocol, port: number): Decision {
    if (!this.enforcement.enforced) return UNRESTRICTED
    const stranger = [from, to].find((pod) => this.classOf(pod) === undefined)
    if (stranger) return this.#knowing(stranger).between(from, to, protocol, port)
    const [source, target] = [this.classOf(from) ?? 0, this.classOf(to) ?? 0]
    return this.#decision(source, target, protocol, port, isOnNodeOf(from, to))
  }

  anyPod(to: Pod, protocol: Protocol, port: number): Decision & { readonly varies: boolean } {
    if (!this.enforcement.enforced) return { ...UNRESTRICTED, varies: false }
    const target = this.classOf(to)
    if (target === undefined) return this.#knowing(to).anyPod(to, protocol, port)
    const decision = this.#decision(this.classOf(ARBITRARY) ?? 0, target, protocol, port, false)
    const { unconditional, conditional } = this.#supposed(target, protocol, port)
    return { ...decision, varies: [unconditional, ...conditional].some((answer) => answer !== decision.ingress) }
  }

  /** Whether ingress is open to sources that no peer means in particular. */
  isOpenToCluster(to: Pod, protocol: Protocol, port: number): boolean {
    if (!this.enforcement.enforced) return true
    const target = this.classOf(to)
    if (target === undefined) return this.#knowing(to).isOpenToCluster(to, protocol, port)
    return this.#supposed(target, protocol, port).unconditional
  }

  /** The ports at which an answer may differ from that at the port before, as intervals that cover all ports. */
  intervals(pod: Pod, direction: Direction, protocol: Protocol): (readonly [first: number, last: number])[] {
    const id = this.classOf(pod)
    if (id === undefined) return this.#knowing(pod).intervals(pod, direction, protocol)
    return portIntervals(
      this.#compiled.partsOf(id, direction),
      this.#compiled.classes.examples,
      direction === 'ingress' ? pod : undefined,
      protocol,
    )
  }

  /** Pods of the same class get the same answers. Undefined for a pod unlike all that are known. */
  classOf(pod: Pod): number | undefined {
    return this.#compiled.classes.classOf(pod)
  }

  /** One pod of each class, that of a pod of which nothing is known among them. */
  get examples(): readonly Pod[] {
    return this.#compiled.classes.examples
  }

  /** The classes that ingress to, or egress from, a class lets through. */
  allowedClasses(id: number, direction: Direction, protocol: Protocol, port: number): Bitset {
    if (!this.enforcement.enforced) return fullBitset(this.#compiled.classes.count)
    return this.#forClasses(id, direction, protocol, port).allowed
  }

  #supposed(target: number, protocol: Protocol, port: number): SupposedAnswers {
    return supposedAnswers(this.#compiled.partsOf(target, 'ingress'), (rule) =>
      this.#matches(rule, target, protocol, port),
    )
  }

  #towardsOutside(direction: Direction, pod: Pod, protocol: Protocol, port: number): OutsideDecision {
    if (!this.enforcement.enforced) return { sources: ANYWHERE, policies: [], doubts: [] }
    const id = this.classOf(pod)
    if (id === undefined) return this.#knowing(pod).#towardsOutside(direction, pod, protocol, port)
    const { allowed, decided } = this.#forOutside(id, direction, protocol, port)
    const relevant = decided.filter(({ peers }) => !ADDRESSES.isEmpty(peers))
    return { sources: allowed, policies: evidenceOf(relevant), doubts: this.#doubtsOf(id) }
  }

  #decision(source: number, target: number, protocol: Protocol, port: number, onNode: boolean): Decision {
    const into = this.#forClasses(target, 'ingress', protocol, port)
    const out = this.#forClasses(source, 'egress', protocol, port)
    return decisionOf(
      { isAllowed: has(into.allowed, source), decided: into.decided.filter(({ peers }) => has(peers, source)) },
      { isAllowed: has(out.allowed, target), decided: out.decided.filter(({ peers }) => has(peers, target)) },
      onNode,
      [...this.#doubtsOf(source), ...this.#doubtsOf(target)],
    )
  }

  #forOutside(id: number, direction: Direction, protocol: Protocol, port: number): TierAnswer<SourceSet> {
    return remembered(this.#outside, keyOfQuestion(id, direction, protocol, port), () => {
      const target = direction === 'ingress' ? id : undefined
      return walkTiers(ADDRESSES, this.#compiled.partsOf(id, direction), (_, rule) =>
        this.#matches(rule, target, protocol, port) ? this.#compiled.compiled(rule).addresses : NOWHERE,
      )
    })
  }

  #forClasses(id: number, direction: Direction, protocol: Protocol, port: number): TierAnswer<Bitset> {
    return remembered(this.#classes, keyOfQuestion(id, direction, protocol, port), () => {
      const sets = bitsetPeers(this.#compiled.classes.count)
      const target = direction === 'ingress' ? id : undefined
      return walkTiers(sets, this.#compiled.partsOf(id, direction), (_, rule) => {
        const { classes } = this.#compiled.compiled(rule)
        if (this.#matches(rule, target, protocol, port)) return classes
        if (direction === 'ingress') return sets.none
        const names = (rule.ports ?? []).flatMap((match) =>
          'name' in match ? [this.#compiled.named(match, protocol, port)] : [],
        )
        return and(classes, names.reduce(sets.or, sets.none))
      })
    })
  }

  /** Whether a rule is about the port; one that it names only if it is known in which pod it is to be found. */
  #matches({ ports }: Rule, target: number | undefined, protocol: Protocol, port: number): boolean {
    const pod = target === undefined ? undefined : this.examples[target]
    const holds = (match: PortMatch) =>
      'name' in match
        ? pod !== undefined && isNamed(pod, match, protocol, port)
        : match.protocol === protocol && match.first <= port && port <= match.last
    return ports?.some(holds) ?? true
  }

  #doubtsOf(id: number): readonly Reason[] {
    return remembered(this.#doubts, id, () => {
      const inNodeNetwork = this.examples[id]?.hostNetwork
      if (inNodeNetwork) return []
      const own = this.#compiled.doubtsOf(id).map(({ reason }) => reason)
      const unordered = (['ingress', 'egress'] as const).flatMap((direction) =>
        equalPriorities(this.#compiled.partsOf(id, direction)),
      )
      return distinct([...own, ...unordered, ...this.#policies.unread])
    })
  }

  /** For a pod that was made up after this was made: an engine that knows it too. */
  #knowing(pod: Pod): PolicyEngine {
    if (this.#others?.classOf(pod) === undefined)
      this.#others = new PolicyEngine([...this.#pods, pod], this.#policies, this.enforcement)
    return this.#others
  }
}

function keyOfQuestion(id: number, direction: Direction, protocol: Protocol, port: number): number {
  return ((id * 2 + (direction === 'ingress' ? 0 : 1)) * PROTOCOLS.length + PROTOCOLS.indexOf(protocol)) * 65_536 + port
}

function remembered<V>(answers: Map<number, V>, key: number, answer: () => V): V {
  const known = answers.get(key)
  if (known !== undefined) return known
  const made = answer()
  answers.set(key, made)
  return made
}
