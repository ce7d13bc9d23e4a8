import { KINDS, type KindDefinition } from './kinds.ts'

/** A rule of a role, as rbac.authorization.k8s.io/v1 has it. */
export interface PolicyRule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

export interface SmallestRole {
  /** ServiceAccount, ClusterRole and ClusterRoleBinding, ready for `kubectl apply --filename -`. */
  readonly yaml: string
  /** A rule a group, in the order of the kinds. */
  readonly rules: readonly PolicyRule[]
}

/** Names of what the YAML makes. */
export const ROLE_NAME = 'breakwater-reader'
export const ROLE_NAMESPACE = 'default'

const VERBS = ['get', 'list', 'watch']

/**
 * The least rights with which all of `kinds` can be read and followed: to get, list and watch them, and nothing else. The service
 * account is in the namespace `default`, which every cluster has.
 */
export function smallestRole(kinds: readonly KindDefinition[] = KINDS): SmallestRole {
  const groups = Map.groupBy(kinds, ({ group }) => group)
  const rules = [...groups].map(([group, members]) => ({
    apiGroups: [group],
    resources: [...new Set(members.map(({ plural }) => plural))].sort(),
    verbs: VERBS,
  }))
  return { rules, yaml: [serviceAccount(), clusterRole(rules), clusterRoleBinding()].join('---\n') }
}

function serviceAccount(): string {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${ROLE_NAME}
  namespace: ${ROLE_NAMESPACE}
`
}

function clusterRole(rules: readonly PolicyRule[]): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${ROLE_NAME}
rules:
${rules.map(rule).join('')}`
}

function rule({ apiGroups, resources, verbs }: PolicyRule): string {
  return `  - apiGroups: [${apiGroups.map((group) => `"${group}"`).join(', ')}]
    resources: [${resources.join(', ')}]
    verbs: [${verbs.join(', ')}]
`
}

function clusterRoleBinding(): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${ROLE_NAME}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${ROLE_NAME}
subjects:
  - kind: ServiceAccount
    name: ${ROLE_NAME}
    namespace: ${ROLE_NAMESPACE}
`
}
