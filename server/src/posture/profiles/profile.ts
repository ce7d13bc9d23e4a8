import type { ObjectRef } from '../../kubernetes/object.ts'
import { WORKLOAD_KINDS } from '../subject.ts'

/**
 * What a distribution of Kubernetes brings along: whoever runs the cluster did not set it up, and cannot keep another one. Names are
 * `NAMESPACE/NAME`, of what is in none just the name; `*` stands for any run of characters.
 */
export interface Profile {
  /** As people call it. */
  readonly name: string
  /** As clusters are recognized: values of the cluster's `distribution`. */
  readonly distributions: readonly string[]
  readonly workloads: readonly string[]
  /** Roles and their bindings, of namespaces and of the cluster. */
  readonly access: readonly string[]
  readonly accounts: readonly string[]
  /** Configurations of admission webhooks. */
  readonly webhooks: readonly string[]
  /** Any other objects, by kind. */
  readonly others?: Readonly<Record<string, readonly string[]>>
}

/** Source: Kubernetes, "Initial namespaces", and the objects that the API server makes in them by itself. */
export const OF_KUBERNETES = {
  access: ['system:*', 'cluster-admin', 'admin', 'edit', 'view', 'kube-system/system:*', 'kube-public/system:*'],
  accounts: ['kube-system/*-controller', 'kube-system/default', 'kube-public/default', 'kube-node-lease/default'],
  others: {
    Namespace: ['kube-system', 'kube-public', 'kube-node-lease'],
    ConfigMap: ['*/kube-root-ca.crt', 'kube-system/extension-apiserver-authentication', 'kube-public/cluster-info'],
    Service: ['default/kubernetes', 'kube-system/kube-dns'],
  },
} as const

const ACCESS_KINDS = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'])
const WEBHOOK_KINDS = new Set(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'])

/** Whether the object comes with the distribution. */
export function brings(profile: Profile, ref: ObjectRef): boolean {
  const name = ref.namespace === '' ? ref.name : `${ref.namespace}/${ref.name}`
  return patternsFor(profile, ref.kind).some((pattern) => matches(pattern, name))
}

function patternsFor({ workloads, access, accounts, webhooks, others }: Profile, kind: string): readonly string[] {
  const own = others?.[kind] ?? []
  if (WORKLOAD_KINDS.includes(kind)) return [...own, ...workloads]
  if (ACCESS_KINDS.has(kind)) return [...own, ...access]
  if (WEBHOOK_KINDS.has(kind)) return [...own, ...webhooks]
  return kind === 'ServiceAccount' ? [...own, ...accounts] : own
}

const expressions = new Map<string, RegExp>()

function matches(pattern: string, name: string): boolean {
  const known = expressions.get(pattern) ?? new RegExp(`^${pattern.replace(/[.]/g, '\\.').replaceAll('*', '[^/]*')}$`)
  expressions.set(pattern, known)
  return known.test(name)
}
