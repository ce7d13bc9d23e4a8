import type { ClusterObjects } from '../../kubernetes/cluster-objects.ts'
import { type Fields, fieldsOf, listOf, textOf, textsOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { refOf } from '../pods.ts'
import type { Power } from './pod-powers.ts'

export interface AccountRights {
  /** What the token of a service account lets somebody do, if a pod with `spec` is given one. */
  of(namespace: string, name: string, spec: Fields): readonly Power[]
}

const KINDS = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']
const UNREAD: Power = { text: 'What its service account may do could not be read.', leadsOut: false }

/**
 * Rights of service accounts as roles and their bindings show them. Rules of aggregated roles are those that the controller has written.
 * Source: Kubernetes, "Using RBAC Authorization" and "RBAC Good Practices" (rights that lead to others).
 */
export function accountRights({ objects, unread }: ClusterObjects): AccountRights {
  const rules = new Map(
    ['Role', 'ClusterRole'].flatMap((kind) =>
      (objects.get(kind) ?? []).map((object) => {
        const { namespace, name } = refOf(object, kind, kind === 'Role')
        return [`${kind}/${namespace}/${name}`, listOf(object['rules'])] as const
      }),
    ),
  )
  const grants = ['ClusterRoleBinding', 'RoleBinding'].flatMap((kind) =>
    (objects.get(kind) ?? []).flatMap((object) => grantsOf(object, kind, rules)),
  )
  const bySubject = Map.groupBy(grants, ({ subject }) => subject)
  const accounts = new Map(
    (objects.get('ServiceAccount') ?? []).map((object) => {
      const { namespace, name } = refOf(object, 'ServiceAccount')
      return [`${namespace}/${name}`, object['automountServiceAccountToken']]
    }),
  )
  const isUnread = KINDS.some((kind) => unread.has(kind))
  return {
    of(namespace, name, spec) {
      const own = spec['automountServiceAccountToken']
      if (own === false || (own !== true && accounts.get(`${namespace}/${name}`) === false)) return []
      const held = subjectsOf(namespace, name).flatMap((subject) => bySubject.get(subject) ?? [])
      const powers = powersOf(held)
      return powers.length === 0 && isUnread ? [UNREAD] : powers
    },
  }
}

/** Rules that somebody has, in a namespace or in all. */
interface Grant {
  readonly subject: string
  /** Empty for all of the cluster. */
  readonly namespace: string
  readonly rules: readonly Fields[]
}

function grantsOf(binding: KubernetesObject, kind: string, rulesOf: ReadonlyMap<string, readonly Fields[]>): Grant[] {
  const namespace = refOf(binding, kind, kind === 'RoleBinding').namespace
  const role = fieldsOf(binding['roleRef'])
  const isCluster = role['kind'] === 'ClusterRole'
  const name = textOf(role['name'], 253)
  const rules = rulesOf.get(`${isCluster ? 'ClusterRole' : 'Role'}/${isCluster ? '' : namespace}/${name}`)
  const known = rules ?? (isCluster && name === 'cluster-admin' ? [EVERYTHING] : [])
  return listOf(binding['subjects']).map((subject) => ({
    subject:
      subject['kind'] === 'ServiceAccount'
        ? `User system:serviceaccount:${textOf(subject['namespace'], 253) || namespace}:${textOf(subject['name'], 253)}`
        : `${textOf(subject['kind'], 64)} ${textOf(subject['name'], 253)}`,
    namespace,
    rules: known,
  }))
}

/** Every cluster has the role `cluster-admin`, whether or not it is among the objects. */
const EVERYTHING: Fields = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }

function subjectsOf(namespace: string, name: string): string[] {
  return [
    `User system:serviceaccount:${namespace}:${name}`,
    `Group system:serviceaccounts:${namespace}`,
    'Group system:serviceaccounts',
    'Group system:authenticated',
  ]
}

interface Right {
  readonly text: string
  readonly group: string
  readonly resource: string
  /** Any of them is enough. */
  readonly verbs: readonly string[]
}

/** The strongest first; of a right in the whole cluster and in a namespace the former is told. */
const RIGHTS: readonly Right[] = [
  { text: 'do everything', group: '*', resource: '*', verbs: ['*'] },
  { text: 'read all secrets', group: '', resource: 'secrets', verbs: ['get', 'list', 'watch'] },
  { text: 'create pods', group: '', resource: 'pods', verbs: ['create'] },
  { text: 'run commands in pods', group: '', resource: 'pods/exec', verbs: ['create', 'get'] },
  { text: 'act as others', group: '', resource: 'users', verbs: ['impersonate'] },
  { text: 'act as other service accounts', group: '', resource: 'serviceaccounts/token', verbs: ['create'] },
  { text: 'change workloads', group: 'apps', resource: 'deployments', verbs: ['create', 'update', 'patch'] },
  { text: 'reach all that nodes serve', group: '', resource: 'nodes/proxy', verbs: ['get', 'create'] },
  {
    text: 'give rights to others',
    group: 'rbac.authorization.k8s.io',
    resource: 'clusterroles',
    verbs: ['bind', 'escalate'],
  },
]

function powersOf(grants: readonly Grant[]): Power[] {
  const powers: Power[] = []
  for (const right of RIGHTS) {
    const given = grants.filter(({ rules }) => rules.some((rule) => isCovered(rule, right)))
    if (given.length === 0) continue
    const inCluster = given.some(({ namespace }) => namespace === '')
    const namespaces = [...new Set(given.map(({ namespace }) => namespace))].sort()
    const where = inCluster ? '' : ` in namespace ${namespaces.slice(0, 3).join(', ')}`
    powers.push({ text: `The service account may ${right.text}${where}.`, leadsOut: inCluster })
    if (right.resource === '*' && inCluster) return powers
  }
  return powers
}

/** A rule for named objects only is not a right to all of them. */
function isCovered(rule: Fields, { group, resource, verbs }: Right): boolean {
  const names = textsOf(rule['resourceNames'])
  const has = (field: string, wanted: readonly string[]) => {
    const values = textsOf(rule[field])
    return values.includes('*') || wanted.some((value) => values.includes(value))
  }
  const wildcard = resource.includes('/') ? [resource, `*/${resource.split('/')[1]}`] : [resource]
  return names.length === 0 && has('apiGroups', [group]) && has('resources', wildcard) && has('verbs', verbs)
}
