import type { BenchmarkAnswer } from '@breakwater/drizzle/tables/posture.ts'
import { parse } from 'yaml'
import { fieldsOf, isFields, textOf } from '../../kubernetes/fields.ts'
import { absenceOf, COMPONENT_KINDS, type Component, flagsOfComponent } from '../control-plane.ts'
import type { Facts } from '../facts.ts'
import type { Flags } from '../flags.ts'
import { CIS_VERSIONS, type CisVersion } from '../frameworks.ts'
import type { Subject } from '../subject.ts'
import type { FlagOf, Knowledge } from './check.ts'
import { unmet } from './expectation.ts'
import { checksOf } from './list-of-checks.ts'

/** `reason` is what is wrong, or why nothing can be said; empty for what passes. */
interface ObjectState {
  readonly state: 'PASS' | 'FAIL' | 'NOT_ASSESSABLE'
  readonly reason: string
}

/**
 * What objects of a cluster say of each check that asks how the control plane and kube-proxy are set, by version and number. Other checks are left
 * out: rules, nodes and persons tell of those.
 */
export function benchmarkAnswers(facts: Facts): [CisVersion, Record<string, BenchmarkAnswer>][] {
  return CIS_VERSIONS.map((version) => {
    const answers = checksOf(version).flatMap(({ number, by }) => {
      const told = stateOf(by, version, facts)
      return told ? [[number, [told.state, told.reason] satisfies BenchmarkAnswer] as const] : []
    })
    return [version, Object.fromEntries(answers)]
  })
}

function stateOf(by: Knowledge, version: CisVersion, facts: Facts): ObjectState | undefined {
  if (by.kind === 'kubeProxyMetrics') return kubeProxyMetrics(facts)
  if (by.kind === 'differentFlags') return differentFlags(by.first, by.second, facts)
  if (by.kind !== 'controlPlaneFlag') return undefined
  return onAll(by.component, facts, (flags) =>
    by.expects.map((expectation) => unmet(expectation, flags, version)).find((text) => text !== undefined),
  )
}

/** Every instance of a component has to be right. */
function onAll(component: Component, facts: Facts, faultOf: (flags: Flags) => string | undefined): ObjectState {
  const instances = instancesOf(component, facts)
  if ('reason' in instances) return instances
  const faults = instances.flatMap(({ name, flags }) => {
    const fault = faultOf(flags)
    return fault === undefined ? [] : [`${name}: ${fault}`]
  })
  const [first] = faults
  return first === undefined ? { state: 'PASS', reason: '' } : { state: 'FAIL', reason: first }
}

function instancesOf(component: Component, facts: Facts): ObjectState | readonly Instance[] {
  const running = instances(facts).get(component) ?? []
  if (running.length > 0) return running
  const unread = facts.unread.get('Pod')
  return {
    state: 'NOT_ASSESSABLE',
    reason: unread === undefined ? absenceOf(component) : `Pod could not be read (${unread}).`,
  }
}

interface Instance {
  readonly name: string
  readonly component: Component
  readonly flags: Flags
}

const COMPONENTS: readonly Component[] = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd']
/** Most pods run none of them: what was found once is kept as long as its object. */
const found = new WeakMap<Subject, readonly Instance[]>()

/** Dozens of checks ask for them: they are looked for once until an object of the kinds changes. */
function instances(facts: Facts): ReadonlyMap<Component, readonly Instance[]> {
  return facts.derived('instances of the control plane', COMPONENT_KINDS, () => {
    const all = COMPONENT_KINDS.flatMap((kind) => facts.objects(kind)).flatMap(instancesIn)
    return Map.groupBy(all, ({ component }) => component)
  })
}

function instancesIn(subject: Subject): readonly Instance[] {
  const known = found.get(subject)
  if (known) return known
  const told = namedIn(subject).flatMap((component) => {
    const flags = flagsOfComponent(subject, component)
    return flags ? [{ name: subject.ref.name, component, flags }] : []
  })
  const made = told.length === 0 ? NONE : told
  found.set(subject, made)
  return made
}

const NONE: readonly Instance[] = []

/** Of a pod those whose name stands anywhere in it: to look for the others' flags takes long in a cluster with many pods. */
function namedIn({ ref, object }: Subject): readonly Component[] {
  if (ref.kind !== 'Pod') return COMPONENTS
  const text = JSON.stringify([object.metadata, object['spec']])
  return COMPONENTS.filter((component) => text.includes(component))
}

function differentFlags(first: FlagOf, second: FlagOf, facts: Facts): ObjectState {
  const others = instancesOf(second.component, facts)
  const values = new Set('reason' in others ? [] : others.map(({ flags }) => flags.valueOf(second.flag)))
  const told = onAll(first.component, facts, (flags) => {
    const value = flags.valueOf(first.flag)
    if (value === undefined) return `--${first.flag} is not set.`
    return values.has(value) ? `--${first.flag} is the same as --${second.flag} of ${second.component}.` : undefined
  })
  return told.state === 'PASS' && 'reason' in others ? others : told
}

/** Source: KubeProxyConfiguration: `metricsBindAddress` is 127.0.0.1:10249 by default; kubeadm keeps it in a ConfigMap. */
function kubeProxyMetrics(facts: Facts): ObjectState {
  const map = facts.find('ConfigMap', 'kube-system', 'kube-proxy')
  const text = textOf(fieldsOf(map?.object['data'])['config.conf'], 65_536)
  if (text === '')
    return {
      state: 'NOT_ASSESSABLE',
      reason: "kube-proxy's configuration is to be seen neither in a ConfigMap nor elsewhere.",
    }
  const address = addressIn(text)
  if (address === undefined) return { state: 'NOT_ASSESSABLE', reason: "kube-proxy's configuration could not be read." }
  return address === '' || /^(?:127\.|\[::1\]|localhost)/.test(address)
    ? { state: 'PASS', reason: '' }
    : { state: 'FAIL', reason: 'The metrics of kube-proxy are served beyond the node.' }
}

function addressIn(configuration: string): string | undefined {
  try {
    const read: unknown = parse(configuration, { maxAliasCount: 10, logLevel: 'error' })
    // What was masked is a text, and says nothing of an address that is not set.
    return isFields(read) ? textOf(fieldsOf(read)['metricsBindAddress'], 253) : undefined
  } catch {
    return undefined
  }
}
