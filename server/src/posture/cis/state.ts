import { parse } from 'yaml'
import { fieldsOf, textOf } from '../../kubernetes/fields.ts'
import { absenceOf, COMPONENT_KINDS, type Component, flagsOfComponent } from '../control-plane.ts'
import type { Facts } from '../facts.ts'
import type { Flags } from '../flags.ts'
import type { CisVersion } from '../frameworks.ts'
import type { Result } from '../result.ts'
import type { Rule } from '../rule.ts'
import type { FlagOf, Knowledge } from './check.ts'
import { unmet } from './expectation.ts'
import { checksOf, type NumberedCheck } from './list-of-checks.ts'

/** `manual` is for a person to say. */
export type CisStateKind = 'pass' | 'fail' | 'not_assessable' | 'manual'

export interface CisState {
  readonly number: string
  readonly title: string
  /** Whether the benchmark has it scored by a program. */
  readonly automated: boolean
  readonly state: CisStateKind
  /** What is wrong, or why nothing can be said; empty for what passes. */
  readonly reason: string
  /** Ids of the rules that decided; none where something else did. */
  readonly rules: readonly string[]
}

/** What a node told of checks, by their numbers: of a job of ours, or of kube-bench. */
export interface NodeStates {
  readonly node: string
  readonly states: ReadonlyMap<string, { readonly state: CisStateKind; readonly reason: string }>
}

export interface CisInput {
  /** Rules that were asked. */
  readonly rules: readonly Rule[]
  readonly nodes?: readonly NodeStates[]
}

const NEEDS_NODE = 'Only the node itself tells: a job on the nodes, or a report of kube-bench, has to be read.'

/**
 * The state of each check of a version of the benchmark, in the order of their numbers. `results` are what `rules` said of the cluster that
 * `facts` show. Nothing passes for want of data.
 */
export function cisState(
  version: CisVersion,
  results: readonly Result[],
  facts: Facts,
  { rules, nodes = [] }: CisInput,
): CisState[] {
  const byRule = Map.groupBy(results, ({ rule }) => rule)
  return checksOf(version).map((check) => {
    const asked = rules.filter(({ frameworks }) =>
      frameworks.some((one) => one.framework === 'CIS' && one.version === version && one.section === check.number),
    )
    const told = [
      ...(asked.length > 0 ? [ofRules(asked, byRule)] : [ofKnowledge(check.by, version, facts)]),
      ...nodes.flatMap(({ node, states }) => {
        const one = states.get(check.number)
        return one ? [{ ...one, reason: one.reason && `${node}: ${one.reason}` }] : []
      }),
    ]
    return {
      ...named(check, version),
      ...strongest(told),
      rules: asked.map(({ id }) => id),
    }
  })
}

type Told = Pick<CisState, 'state' | 'reason'>

const ORDER: readonly CisStateKind[] = ['fail', 'pass', 'manual', 'not_assessable']

/** A fault that one source sees is one, whatever the others say; who knows nothing does not take away what another knows. */
function strongest(told: readonly Told[]): Told {
  const sorted = told.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
  return sorted[0] ?? { state: 'not_assessable', reason: '' }
}

function named({ number, title, automated }: NumberedCheck, version: CisVersion) {
  return { number, title, automated: automated.includes(version) }
}

function ofRules(rules: readonly Rule[], byRule: ReadonlyMap<string, readonly Result[]>): Told {
  const results = rules.flatMap(({ id }) => byRule.get(id) ?? [])
  const failing = results.filter(({ state }) => state === 'fail')
  if (failing.length > 0) {
    const [first] = failing
    return { state: 'fail', reason: failing.length === 1 ? (first?.text ?? '') : `${failing.length} places fail.` }
  }
  const unknown = results.find(({ state }) => state === 'not_assessable')
  if (unknown) return { state: 'not_assessable', reason: unknown.text }
  return results.length > 0
    ? { state: 'pass', reason: '' }
    : { state: 'not_assessable', reason: 'The cluster has nothing that the check is about.' }
}

function ofKnowledge(by: Knowledge, version: CisVersion, facts: Facts): Told {
  if (by.kind === 'judgement') return { state: 'manual', reason: 'Asks for the judgement of a person.' }
  if (by.kind === 'rules') return { state: 'not_assessable', reason: 'No rule that looks after it was asked.' }
  if (by.kind === 'nodeJob') return { state: 'not_assessable', reason: NEEDS_NODE }
  if (by.kind === 'kubeProxyMetrics') return kubeProxyMetrics(facts)
  if (by.kind === 'differentFlags') return differentFlags(by.first, by.second, facts)
  return onAll(by.component, facts, (flags) =>
    by.expects.map((expectation) => unmet(expectation, flags, version)).find((text) => text !== undefined),
  )
}

/** Every instance of a component has to be right. */
function onAll(component: Component, facts: Facts, faultOf: (flags: Flags) => string | undefined): Told {
  const instances = instancesOf(component, facts)
  if ('reason' in instances) return instances
  const faults = instances.flatMap(({ name, flags }) => {
    const fault = faultOf(flags)
    return fault === undefined ? [] : [`${name}: ${fault}`]
  })
  const [first] = faults
  return first === undefined ? { state: 'pass', reason: '' } : { state: 'fail', reason: first }
}

function instancesOf(component: Component, facts: Facts): Told | readonly { name: string; flags: Flags }[] {
  const found = COMPONENT_KINDS.flatMap((kind) => facts.objects(kind)).flatMap((subject) => {
    const flags = flagsOfComponent(subject, component)
    return flags ? [{ name: subject.ref.name, flags }] : []
  })
  if (found.length > 0) return found
  const unread = facts.unread.get('Pod')
  return {
    state: 'not_assessable',
    reason: unread === undefined ? absenceOf(component) : `Pod could not be read (${unread}).`,
  }
}

function differentFlags(first: FlagOf, second: FlagOf, facts: Facts): Told {
  const others = instancesOf(second.component, facts)
  const values = new Set('reason' in others ? [] : others.map(({ flags }) => flags.valueOf(second.flag)))
  const told = onAll(first.component, facts, (flags) => {
    const value = flags.valueOf(first.flag)
    if (value === undefined) return `--${first.flag} is not set.`
    return values.has(value) ? `--${first.flag} is the same as --${second.flag} of ${second.component}.` : undefined
  })
  return told.state === 'pass' && 'reason' in others ? others : told
}

/** Source: KubeProxyConfiguration: `metricsBindAddress` is 127.0.0.1:10249 by default; kubeadm keeps it in a ConfigMap. */
function kubeProxyMetrics(facts: Facts): Told {
  const map = facts.find('ConfigMap', 'kube-system', 'kube-proxy')
  const text = textOf(fieldsOf(map?.object['data'])['config.conf'], 65_536)
  if (text === '')
    return {
      state: 'not_assessable',
      reason: "kube-proxy's configuration is to be seen neither in a ConfigMap nor elsewhere.",
    }
  const address = addressIn(text)
  if (address === undefined) return { state: 'not_assessable', reason: "kube-proxy's configuration could not be read." }
  return address === '' || /^(?:127\.|\[::1\]|localhost)/.test(address)
    ? { state: 'pass', reason: '' }
    : { state: 'fail', reason: 'The metrics of kube-proxy are served beyond the node.' }
}

function addressIn(configuration: string): string | undefined {
  try {
    return textOf(fieldsOf(parse(configuration, { maxAliasCount: 10, logLevel: 'error' }))['metricsBindAddress'], 253)
  } catch {
    return undefined
  }
}
