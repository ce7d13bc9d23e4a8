import { readCalicoSelector } from '../kubernetes/calico-selector.ts'
import { type Fields, fieldsOf, isFields, listOf, textOf, textsOf } from '../kubernetes/fields.ts'
import { readSelector, type Selector, selectorOf, selects } from '../kubernetes/label-selector.ts'
import type { Labels, ObjectRef } from '../kubernetes/object.ts'
import type { Facts } from './facts.ts'
import { selectsPodsOf } from './selection.ts'
import type { Subject, Workload } from './subject.ts'

/** A policy, as far as rules ask for it: whom it selects, and which directions it limits. */
export interface SelectingPolicy {
  readonly ref: ObjectRef
  readonly limitsIngress: boolean
  readonly limitsEgress: boolean
  selects(workload: Workload): boolean
  /** Whether it selects every pod of the namespace, whatever its labels are. */
  selectsAllOf(namespace: string): boolean
}

const CALICO = ['crd.projectcalico.org', 'projectcalico.org']
const NAMESPACED_KINDS = [
  'NetworkPolicy',
  'CiliumNetworkPolicy',
  ...CALICO.map((group) => `NetworkPolicy.${group}`),
] as const
const CLUSTER_KINDS = [
  'CiliumClusterwideNetworkPolicy',
  ...CALICO.map((group) => `GlobalNetworkPolicy.${group}`),
] as const

/** Kinds of policies that are understood. */
export const POLICY_KINDS: readonly string[] = [...NAMESPACED_KINDS, ...CLUSTER_KINDS]

const NAMESPACE_POLICIES = new WeakMap<Facts, Map<string, readonly SelectingPolicy[]>>()

/** Policies that stand in the namespace; read once for all that is judged in it. */
export function policiesIn(namespace: string, facts: Facts): readonly SelectingPolicy[] {
  const known = NAMESPACE_POLICIES.get(facts) ?? new Map<string, readonly SelectingPolicy[]>()
  NAMESPACE_POLICIES.set(facts, known)
  const found = known.get(namespace) ?? readPoliciesIn(namespace, facts)
  known.set(namespace, found)
  return found
}

function readPoliciesIn(namespace: string, facts: Facts): SelectingPolicy[] {
  return NAMESPACED_KINDS.flatMap((kind) => facts.inNamespace(kind, namespace)).flatMap((one) => read(one, facts))
}

const CLUSTER_POLICIES = new WeakMap<Facts, readonly SelectingPolicy[]>()

/** Policies that stand in no namespace; read once for all that is judged. */
export function clusterPolicies(facts: Facts): readonly SelectingPolicy[] {
  const known = CLUSTER_POLICIES.get(facts)
  if (known) return known
  const made = CLUSTER_KINDS.flatMap((kind) => facts.objects(kind)).flatMap((one) => read(one, facts))
  CLUSTER_POLICIES.set(facts, made)
  return made
}

/** Policies that select the workload's pods. */
export function policiesOf(workload: Workload, facts: Facts): readonly SelectingPolicy[] {
  return [...policiesIn(workload.ref.namespace, facts), ...clusterPolicies(facts)].filter((policy) =>
    policy.selects(workload),
  )
}

function read(subject: Subject, facts: Facts): SelectingPolicy[] {
  const version = textOf(subject.object.apiVersion, 253)
  if (version.startsWith('cilium.io/')) return readCilium(subject, facts)
  if (CALICO.some((group) => version.startsWith(`${group}/`))) return readCalico(subject, facts)
  return readNetworkPolicy(subject)
}

/** Source: Kubernetes API, networking.k8s.io/v1: `policyTypes` is Ingress by default, and Egress where there are egress rules. */
function readNetworkPolicy({ ref, object }: Subject): SelectingPolicy[] {
  const spec = fieldsOf(object['spec'])
  const selector = readSelector(spec['podSelector'])
  if (!selector) return []
  const types = textsOf(spec['policyTypes'])
  const isDefault = types.length === 0
  return [
    {
      ref,
      limitsIngress: isDefault || types.includes('Ingress'),
      limitsEgress: isDefault ? listOf(spec['egress']).length > 0 : types.includes('Egress'),
      selects: (workload) => selectsPodsOf(selector, workload),
      selectsAllOf: () => selector.requirements.length === 0,
    },
  ]
}

/**
 * Source: Cilium, "Policy Enforcement Modes" and "Layer 3 Policies": a rule of `spec` or `specs` that has an ingress section puts the endpoints
 * that it selects into default deny at ingress, one with an egress section at egress, unless `enableDefaultDeny` says otherwise. One with a
 * `nodeSelector` is about nodes.
 */
function readCilium({ ref, object }: Subject, facts: Facts): SelectingPolicy[] {
  const specs = [...(isFields(object['spec']) ? [object['spec']] : []), ...listOf(object['specs'])]
  return specs.flatMap((spec): SelectingPolicy[] => {
    const selector = isFields(spec['endpointSelector']) ? readSelector(spec['endpointSelector']) : undefined
    if (!selector || isFields(spec['nodeSelector'])) return []
    const plain = withoutSources(selector)
    return [
      {
        ref,
        limitsIngress: limits(spec, 'ingress'),
        limitsEgress: limits(spec, 'egress'),
        selects: (workload) => selectsPodsOf(plain, workload, ciliumLabels(workload.ref.namespace, facts, workload)),
        selectsAllOf: (namespace) => {
          const seen = ciliumLabels(namespace, facts)
          return plain.requirements.every(({ key }) => Object.hasOwn(seen, key)) && selects(plain, seen)
        },
      },
    ]
  })
}

function limits(spec: Fields, direction: 'ingress' | 'egress'): boolean {
  const hasRules = [direction, `${direction}Deny`].some((list) => Array.isArray(spec[list]) && spec[list].length > 0)
  return hasRules && fieldsOf(spec['enableDefaultDeny'])[direction] !== false
}

/** Keys may bear the source of the label: `k8s:app`, `any:app`. */
function withoutSources({ requirements }: Selector): Selector {
  return selectorOf(requirements.map((one) => ({ ...one, key: one.key.replace(/^(?:k8s|any)[:.]/, '') })))
}

/** Labels that Cilium gives to an endpoint besides those of its pod. Source: Cilium, "Endpoint labels". */
function ciliumLabels(namespace: string, facts: Facts, workload?: Workload): Labels {
  const ofNamespace = Object.entries(namespaceLabels(namespace, facts)).map(
    ([key, value]) => [`io.cilium.k8s.namespace.labels.${key}`, value] as const,
  )
  const account = workload ? textOf(workload.spec['serviceAccountName'], 253) || 'default' : undefined
  return {
    ...Object.fromEntries(ofNamespace),
    'io.kubernetes.pod.namespace': namespace,
    ...(account !== undefined && { 'io.cilium.k8s.policy.serviceaccount': account }),
  }
}

/**
 * Source: Calico, NetworkPolicy and GlobalNetworkPolicy: `types` is Ingress by default, and Egress where there are egress rules alone or beside.
 * A selector that is not understood is taken to select: whoever wrote it meant to limit something.
 */
function readCalico({ ref, object }: Subject, facts: Facts): SelectingPolicy[] {
  const spec = fieldsOf(object['spec'])
  const pods = readCalicoSelector(spec['selector'])
  const namespaces = readCalicoSelector(spec['namespaceSelector'])
  const inNamespace = (namespace: string) =>
    ref.namespace !== '' || !namespaces || selects(namespaces, namespaceLabels(namespace, facts))
  const types = textsOf(spec['types'])
  const hasEgress = listOf(spec['egress']).length > 0
  const hasIngress = listOf(spec['ingress']).length > 0
  return [
    {
      ref,
      limitsIngress: types.length === 0 ? hasIngress || !hasEgress : types.includes('Ingress'),
      limitsEgress: types.length === 0 ? hasEgress : types.includes('Egress'),
      selects: (workload) => inNamespace(workload.ref.namespace) && (!pods || selectsPodsOf(pods, workload)),
      selectsAllOf: (namespace) => inNamespace(namespace) && (!pods || pods.requirements.length === 0),
    },
  ]
}

function namespaceLabels(namespace: string, facts: Facts): Labels {
  return {
    ...facts.find('Namespace', '', namespace)?.labels,
    'kubernetes.io/metadata.name': namespace,
    'projectcalico.org/name': namespace,
  }
}
