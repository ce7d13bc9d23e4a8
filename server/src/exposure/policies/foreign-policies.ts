import { readCalicoSelector } from '../../kubernetes/calico-selector.ts'
import { fieldsOf, isFields, listOf } from '../../kubernetes/fields.ts'
import { EVERYTHING, readSelector, type Selector, selectorOf } from '../../kubernetes/label-selector.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { refOf } from '../pods.ts'
import type { PodSet, PolicyDoubt, ReadPolicy } from './rules.ts'

/**
 * Policies of network plug-ins and meshes: whom they select is read, what they say is not, so they are a doubt about those pods. Where a
 * selector is not understood, they are a doubt about all whom it could select.
 */

/** Source: Cilium, `endpointSelector` of `spec` and of each of `specs`; keys may bear the source of the label, as in `k8s:app`. */
export function readCiliumNetworkPolicy(object: KubernetesObject): ReadPolicy {
  const { namespace } = refOf(object, 'CiliumNetworkPolicy')
  return foreign(
    object,
    'CiliumNetworkPolicy',
    ciliumSelectors(object).map((pods) => ({ namespaces: namespace, pods })),
  )
}

/** Source: Cilium; one with a `nodeSelector` is about nodes. */
export function readCiliumClusterwideNetworkPolicy(object: KubernetesObject): ReadPolicy {
  const sets = ciliumSelectors(object).map((pods) => ({ namespaces: EVERYTHING, pods }))
  return foreign(object, 'CiliumClusterwideNetworkPolicy', sets, false)
}

/** Source: Calico, NetworkPolicy: `selector` in its own language, all pods of the namespace without one. */
export function readCalicoNetworkPolicy(object: KubernetesObject): ReadPolicy {
  const { namespace } = refOf(object, 'NetworkPolicy')
  const pods = readCalicoSelector(fieldsOf(object['spec'])['selector']) ?? EVERYTHING
  return foreign(object, 'Calico NetworkPolicy', [{ namespaces: namespace, pods }])
}

/** Source: Calico, GlobalNetworkPolicy: `selector` and `namespaceSelector`. */
export function readCalicoGlobalNetworkPolicy(object: KubernetesObject): ReadPolicy {
  const spec = fieldsOf(object['spec'])
  const namespaces = readCalicoSelector(spec['namespaceSelector']) ?? EVERYTHING
  const pods = readCalicoSelector(spec['selector']) ?? EVERYTHING
  return foreign(object, 'Calico GlobalNetworkPolicy', [{ namespaces, pods }], false)
}

const ISTIO_ROOT_NAMESPACE = 'istio-system'

/** Source: Istio, AuthorizationPolicy: all pods of the namespace without a selector; in the root namespace, those of all namespaces. */
export function readAuthorizationPolicy(object: KubernetesObject): ReadPolicy {
  const { namespace } = refOf(object, 'AuthorizationPolicy')
  const { selector } = fieldsOf(object['spec'])
  const pods = (isFields(selector) ? readSelector(selector) : undefined) ?? EVERYTHING
  const namespaces = namespace === ISTIO_ROOT_NAMESPACE ? EVERYTHING : namespace
  return foreign(object, 'AuthorizationPolicy', [{ namespaces, pods }])
}

function foreign(object: KubernetesObject, kind: string, sets: readonly PodSet[], namespaced = true): ReadPolicy {
  const { namespace, name } = refOf(object, kind, namespaced)
  const text = `${kind} ${namespace === '' ? name : `${namespace}/${name}`} selects the pod and is not analyzed.`
  return {
    parts: [],
    doubts: sets.map((subject): PolicyDoubt => ({ subject, reason: { code: 'policyNotAnalyzed', text } })),
  }
}

function ciliumSelectors(object: KubernetesObject): Selector[] {
  const specs = [...(isFields(object['spec']) ? [object['spec']] : []), ...listOf(object['specs'])]
  const aboutPods = specs.filter((spec) => !isFields(spec['nodeSelector']))
  return aboutPods.map((spec) => withoutSources(readSelector(spec['endpointSelector']) ?? EVERYTHING))
}

/** Requirements that are not about a pod's own labels are left out: more is selected then, never less. */
function withoutSources({ requirements }: Selector): Selector {
  return selectorOf(
    requirements.flatMap((requirement) => {
      const key = requirement.key.replace(/^(?:k8s|any)[:.]/, '')
      return key.includes(':') || key.startsWith('io.kubernetes.') || key.startsWith('io.cilium.')
        ? []
        : [{ ...requirement, key }]
    }),
  )
}
