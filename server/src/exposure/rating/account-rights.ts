import { type Access, createAccess, type Grant } from '../../kubernetes/access/access.ts'
import { allows } from '../../kubernetes/access/access-rule.ts'
import type { ClusterObjects } from '../../kubernetes/cluster-objects.ts'
import type { Fields } from '../../kubernetes/fields.ts'
import { refOf } from '../pods.ts'
import type { Power } from './pod-powers.ts'

export interface AccountRights {
  /** What the token of a service account lets somebody do, if a pod with `spec` is given one. */
  of(namespace: string, name: string, spec: Fields): readonly Power[]
}

const UNREAD: Power = { text: 'What its service account may do could not be read.', leadsOut: false }

/**
 * Rights of service accounts as roles and their bindings show them.
 * Source: Kubernetes, "RBAC Good Practices" (rights that lead to others).
 */
export function accountRights(cluster: ClusterObjects): AccountRights {
  const access = createAccess(cluster)
  const accounts = new Map(
    (cluster.objects.get('ServiceAccount') ?? []).map((object) => {
      const { namespace, name } = refOf(object, 'ServiceAccount')
      return [`${namespace}/${name}`, object['automountServiceAccountToken']]
    }),
  )
  return {
    of(namespace, name, spec) {
      const own = spec['automountServiceAccountToken']
      if (own === false || (own !== true && accounts.get(`${namespace}/${name}`) === false)) return []
      const powers = powersOf(access.grantsTo({ kind: 'ServiceAccount', namespace, name }), access)
      return powers.length === 0 && access.unread.length > 0 ? [UNREAD] : powers
    },
  }
}

interface Right {
  readonly text: string
  readonly group: string
  readonly resource: string
  readonly subresource?: string
  /** Any of them is enough. */
  readonly verbs: readonly string[]
}

/** The strongest first; of a right in the whole cluster and in a namespace the former is told. */
const RIGHTS: readonly Right[] = [
  { text: 'do everything', group: '*', resource: '*', verbs: ['*'] },
  { text: 'read all secrets', group: '', resource: 'secrets', verbs: ['get', 'list', 'watch'] },
  { text: 'create pods', group: '', resource: 'pods', verbs: ['create'] },
  { text: 'run commands in pods', group: '', resource: 'pods', subresource: 'exec', verbs: ['create', 'get'] },
  { text: 'act as others', group: '', resource: 'users', verbs: ['impersonate'] },
  {
    text: 'act as other service accounts',
    group: '',
    resource: 'serviceaccounts',
    subresource: 'token',
    verbs: ['create'],
  },
  { text: 'change workloads', group: 'apps', resource: 'deployments', verbs: ['create', 'update', 'patch'] },
  { text: 'reach all that nodes serve', group: '', resource: 'nodes', subresource: 'proxy', verbs: ['get', 'create'] },
  {
    text: 'give rights to others',
    group: 'rbac.authorization.k8s.io',
    resource: 'clusterroles',
    verbs: ['bind', 'escalate'],
  },
]

function powersOf(grants: readonly Grant[], access: Access): Power[] {
  const powers: Power[] = []
  for (const right of RIGHTS) {
    const given = grants.filter(({ role }) => isGiven(access, role, right))
    if (given.length === 0) continue
    const inCluster = given.some(({ namespace }) => namespace === '')
    const namespaces = [...new Set(given.map(({ namespace }) => namespace))].sort()
    const where = inCluster ? '' : ` in namespace ${namespaces.slice(0, 3).join(', ')}`
    powers.push({ text: `The service account may ${right.text}${where}.`, leadsOut: inCluster })
    if (right.resource === '*' && inCluster) return powers
  }
  return powers
}

function isGiven(access: Access, role: Grant['role'], right: Right): boolean {
  return (access.role(role)?.rules ?? []).some((rule) => right.verbs.some((verb) => allows(rule, verb, right)))
}
