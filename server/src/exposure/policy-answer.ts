import { fieldsOf } from '../kubernetes/fields.ts'
import { readSelector, type Selector, selects } from '../kubernetes/label-selector.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { type Cluster, IN_NAMESPACE } from './cluster.ts'
import type { Endpoint } from './endpoints.ts'
import type { Pod, PolicyEvidence, Reason } from './model.ts'
import type { Via } from './paths.ts'
import type { Decision } from './policies/policies.ts'
import { unreadKinds } from './policies/read-policies.ts'
import { doubt, missing, note, type Remark } from './remarks.ts'
import { ANYWHERE, intersect, isNowhere, NOWHERE, type SourceSet, sourcesOfAll } from './sources.ts'

/** What policies leave of those who come: sources of clients, all or none where a proxy stands between. */
export interface PolicyAnswer {
  readonly sources: SourceSet
  readonly policies: readonly PolicyEvidence[]
  readonly remarks: readonly Remark[]
}

/** Kinds whose policies are understood: without them it is not known what is let in. Others are a doubt in any case. */
const DECIDING_KINDS = [
  'NetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
] as const

/** Asks the policies on the last step: the pod sees the client, a node, or the proxy that the connection comes over. */
export function policyAnswer(cluster: Cluster, via: Via, endpoint: Endpoint): PolicyAnswer {
  const answer = endpoint.pod.hostNetwork ? ofHostNetwork(cluster, endpoint) : ofVia(cluster, via, endpoint)
  const unread = unreadKinds(cluster.unread, DECIDING_KINDS).map(({ code, text }) => missing(code, text))
  if (unread.length === 0) return answer
  return { sources: ANYWHERE, policies: answer.policies, remarks: [...answer.remarks, ...unread] }
}

/** Policies that select it are only looked for, to say that they are there. */
function ofHostNetwork(cluster: Cluster, { pod }: Endpoint): PolicyAnswer {
  const policies = cluster.objects('NetworkPolicy').by(IN_NAMESPACE, pod.namespace)
  const isSelected = policies.some((policy) => {
    const selector = selectorOf(policy)
    return selector !== undefined && selects(selector, pod.labels)
  })
  if (!isSelected) return { sources: ANYWHERE, policies: [], remarks: [] }
  const text = 'Policies select the pod; most network plug-ins do not apply them to the network of the host.'
  return { sources: ANYWHERE, policies: [], remarks: [doubt('hostNetworkPolicyIgnored', text)] }
}

/** Objects are values that no one changes, so that their selectors are read once. */
const selectors = new WeakMap<KubernetesObject, { readonly read: Selector | undefined }>()

function selectorOf(policy: KubernetesObject): Selector | undefined {
  const known = selectors.get(policy) ?? { read: readSelector(fieldsOf(policy['spec'])['podSelector']) }
  selectors.set(policy, known)
  return known.read
}

function ofVia(cluster: Cluster, via: Via, endpoint: Endpoint): PolicyAnswer {
  if (via.kind === 'client') return ofClient(cluster, via.mayBeNode, endpoint)
  return via.kind === 'pods' ? ofPods(cluster, via.pods, endpoint) : ofAnyPod(cluster, endpoint)
}

function ofClient(cluster: Cluster, mayBeNode: boolean, { pod, port, protocol }: Endpoint): PolicyAnswer {
  const { sources, policies, doubts } = cluster.policies.outside(pod, protocol, port)
  const remarks = asRemarks(doubts)
  if (mayBeNode && policies.length > 0)
    remarks.push(note('sourceMayBeNat', 'The pod may see the address of a node instead of the client.'))
  return { sources, policies, remarks }
}

function ofPods(cluster: Cluster, proxies: readonly Pod[], endpoint: Endpoint): PolicyAnswer {
  const answers = proxies.map((proxy) =>
    proxy.hostNetwork ? ofHostProxy(cluster, proxy, endpoint) : ofProxy(cluster, proxy, endpoint),
  )
  const best = answers.find(({ sources }) => !isNowhere(sources)) ?? answers[0]
  return best ?? ofAnyPod(cluster, endpoint)
}

function ofProxy(cluster: Cluster, proxy: Pod, { pod, port, protocol }: Endpoint): PolicyAnswer {
  return ofDecision(cluster.policies.between(proxy, pod, protocol, port))
}

/** It comes with the address of its node, to which a node's own pods are always open. */
function ofHostProxy(cluster: Cluster, proxy: Pod, { pod, port, protocol }: Endpoint): PolicyAnswer {
  if (proxy.node !== '' && proxy.node === pod.node) return { sources: ANYWHERE, policies: [], remarks: [] }
  const { sources, policies, doubts } = cluster.policies.outside(pod, protocol, port)
  const isOpen = policies.length === 0 || !isNowhere(intersect(sources, sourcesOfAll(proxy.hostIps)))
  const isUnknown = policies.length > 0 && proxy.hostIps.length === 0
  const unknown = missing('nodeAddressUnknown', 'The address that the proxy comes with is not known.')
  return {
    sources: isOpen || isUnknown ? ANYWHERE : NOWHERE,
    policies,
    remarks: [...asRemarks(doubts), ...(isUnknown ? [unknown] : [])],
  }
}

function ofAnyPod(cluster: Cluster, { pod, port, protocol }: Endpoint): PolicyAnswer {
  const decision = cluster.policies.anyPod(pod, protocol, port)
  if (!decision.varies) return ofDecision(decision)
  const text = 'The proxy is not known, and policies let only some of the cluster in.'
  return {
    sources: ANYWHERE,
    policies: decision.policies,
    remarks: [...asRemarks(decision.doubts), missing('assumeUnknownController', text)],
  }
}

function ofDecision({ allowed, policies, doubts }: Decision): PolicyAnswer {
  return { sources: allowed ? ANYWHERE : NOWHERE, policies, remarks: asRemarks(doubts) }
}

function asRemarks(doubts: readonly Reason[]): Remark[] {
  return doubts.map(({ code, text }) => doubt(code, text, 'low'))
}
