import type { ClusterObjects } from '../../kubernetes/cluster-objects.ts'
import { compareTexts } from '../../kubernetes/compare-texts.ts'
import { type KubernetesObject, keyOf } from '../../kubernetes/object.ts'
import type { Reason } from '../model.ts'
import { readAdminNetworkPolicy, readBaselineAdminNetworkPolicy } from './admin-network-policy.ts'
import { readClusterNetworkPolicy } from './cluster-network-policy.ts'
import {
  readAuthorizationPolicy,
  readCalicoGlobalNetworkPolicy,
  readCalicoNetworkPolicy,
  readCiliumClusterwideNetworkPolicy,
  readCiliumNetworkPolicy,
} from './foreign-policies.ts'
import { readNetworkPolicy } from './network-policy.ts'
import { type NodeAddresses, nodeAddresses } from './node-addresses.ts'
import type { PolicyDoubt, PolicyPart, ReadPolicy, Tier } from './rules.ts'

/** All policies of a cluster. */
export interface ClusterPolicies {
  /** In the order in which they are asked. */
  readonly parts: readonly PolicyPart[]
  /** About some pods. */
  readonly doubts: readonly PolicyDoubt[]
  /** About every pod: kinds of policies that could not be read. */
  readonly unread: readonly Reason[]
}

type Reader = (object: KubernetesObject, nodes: NodeAddresses) => ReadPolicy

/** By kind, as `kubernetes/kinds.ts` names it. */
const READERS: Readonly<Record<string, Reader>> = {
  NetworkPolicy: readNetworkPolicy,
  AdminNetworkPolicy: readAdminNetworkPolicy,
  BaselineAdminNetworkPolicy: readBaselineAdminNetworkPolicy,
  ClusterNetworkPolicy: readClusterNetworkPolicy,
  CiliumNetworkPolicy: readCiliumNetworkPolicy,
  CiliumClusterwideNetworkPolicy: readCiliumClusterwideNetworkPolicy,
  'NetworkPolicy.crd.projectcalico.org': readCalicoNetworkPolicy,
  'NetworkPolicy.projectcalico.org': readCalicoNetworkPolicy,
  'GlobalNetworkPolicy.crd.projectcalico.org': readCalicoGlobalNetworkPolicy,
  'GlobalNetworkPolicy.projectcalico.org': readCalicoGlobalNetworkPolicy,
  AuthorizationPolicy: readAuthorizationPolicy,
}

/** The kinds of policies, in the order in which they are read. */
export const POLICY_KINDS: readonly string[] = Object.keys(READERS)

/** What an object of one of `POLICY_KINDS` says. */
export function readPolicy(kind: string, object: KubernetesObject, nodes: NodeAddresses): ReadPolicy {
  return READERS[kind]?.(object, nodes) ?? { parts: [], doubts: [] }
}

const TIERS: readonly Tier[] = ['admin', 'namespace', 'baseline']

/** Reads every kind of policies that is known. What is not understood of them is a doubt. */
export function readPolicies(cluster: ClusterObjects): ClusterPolicies {
  const { objects, unread } = cluster
  const nodes = nodeAddresses(objects.get('Node') ?? [])
  const read = POLICY_KINDS.flatMap((kind) =>
    (objects.get(kind) ?? []).map((object) => readPolicy(kind, object, nodes)),
  )
  return {
    parts: read.flatMap(({ parts }) => parts).sort(byTurn),
    doubts: read.flatMap(({ doubts }) => doubts),
    unread: unreadKinds(unread),
  }
}

/** A reason for each kind of policies that could not be read. */
export function unreadKinds(unread: ReadonlyMap<string, string>, kinds: readonly string[] = POLICY_KINDS): Reason[] {
  return kinds
    .filter((kind) => unread.has(kind))
    .map((kind) => ({
      code: 'policyKindUnread',
      text: `${kind} could not be read (${unread.get(kind)}): one may let more in, or less.`,
    }))
}

/** Parts in the order in which they are asked. */
export function byTurn(a: PolicyPart, b: PolicyPart): number {
  return (
    TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
    a.priority - b.priority ||
    compareTexts(keyOf(a.policy), keyOf(b.policy))
  )
}
