import type { Grant } from '../kubernetes/access/access.ts'
import type { AccessSubject } from '../kubernetes/access/access-subject.ts'
import type { AccessRole } from '../kubernetes/access/roles.ts'
import { fieldsOf, listOf, textOf } from '../kubernetes/fields.ts'
import { listText, whereText } from './access-texts.ts'
import type { Facts } from './facts.ts'
import type { Failure } from './rule.ts'
import type { Workload } from './subject.ts'
import { isSystemName } from './system-access.ts'

/** The account that pods of a workload run as. Source: Kubernetes, "Configure Service Accounts for Pods". */
export function accountOf(workload: Workload): AccessSubject {
  return { kind: 'ServiceAccount', namespace: workload.ref.namespace, name: accountNameOf(workload) }
}

/**
 * The service account whose rights the pods have.
 * Source: Kubernetes API, PodSpec: `serviceAccount` is an alias of `serviceAccountName`; without either it is `default`.
 */
export function accountNameOf({ spec }: Workload): string {
  return textOf(spec['serviceAccountName'], 253) || textOf(spec['serviceAccount'], 253) || 'default'
}

/**
 * Whether pods of a workload have a token of their account: it is mounted unless the pod, or else the account, says no, and a volume may hold one
 * in any case. Source: same page, "Opt out of API credential automounting" and "ServiceAccount token volume projection".
 */
export function hasToken(workload: Workload, facts: Facts): boolean {
  const { namespace, name } = accountOf(workload)
  const own = workload.spec['automountServiceAccountToken']
  const isMounted = typeof own === 'boolean' ? own : mountsByDefault(facts, namespace, name)
  return isMounted || listOf(workload.spec['volumes']).some(hasProjectedToken)
}

function hasProjectedToken(volume: Readonly<Record<string, unknown>>): boolean {
  return listOf(fieldsOf(volume['projected'])['sources']).some((source) => source['serviceAccountToken'] !== undefined)
}

/** Roles that somebody chose to give to the account. What everybody with a credential has is a fault of its binding, not of each workload. */
export function grantsToAccount(workload: Workload, facts: Facts): Grant[] {
  return facts.access
    .grantsTo(accountOf(workload))
    .filter(({ subject, role }) => subject.name !== 'system:authenticated' && !isSystemName(role.name))
}

const MOST_RELATED = 10

/** One failure for a workload whose pods have a token with which somebody can do what `ways` finds in a role that its account has. */
export function accountFailure(
  workload: Workload,
  facts: Facts,
  ways: (grant: Grant, role: AccessRole) => readonly string[],
): Failure[] {
  if (!hasToken(workload, facts)) return []
  const given = grantsToAccount(workload, facts).flatMap((grant) => {
    const role = facts.access.role(grant.role)
    const can = role ? ways(grant, role) : []
    return can.length > 0 ? [{ grant, can }] : []
  })
  if (given.length === 0) return []
  const account = accountOf(workload)
  const can = listText(given.flatMap((one) => one.can))
  const roles = listText(given.map(({ grant }) => grant.role.name))
  const where = whereText([...new Set(given.map(({ grant }) => grant.namespace))])
  return [
    {
      path: [...workload.specPath, 'serviceAccountName'],
      text: `Its pods have a token of service account ${account.namespace}/${account.name}, which can ${can} ${where} (role ${roles}).`,
      related: given.flatMap(({ grant }) => [grant.binding, grant.role]).slice(0, MOST_RELATED),
    },
  ]
}

/** Whether a binding names the account itself: it is meant to use the API, and so its token. */
export function hasBinding(facts: Facts, namespace: string, name: string): boolean {
  return facts.derived('bound accounts', BINDINGS, () => boundAccounts(facts)).has(`${namespace}/${name}`)
}

const BINDINGS = ['RoleBinding', 'ClusterRoleBinding']

function boundAccounts(facts: Facts): ReadonlySet<string> {
  return new Set(
    BINDINGS.flatMap((kind) =>
      facts.objects(kind).flatMap(({ object, ref }) =>
        listOf(object['subjects'])
          .filter((subject) => subject['kind'] === 'ServiceAccount')
          .map((subject) => `${textOf(subject['namespace'], 253) || ref.namespace}/${textOf(subject['name'], 253)}`),
      ),
    ),
  )
}

/** Whether pods of the account get its token when they do not say otherwise. One that is not known does not say otherwise either. */
export function mountsByDefault(facts: Facts, namespace: string, name: string): boolean {
  const account = facts.find('ServiceAccount', namespace, name)
  return fieldsOf(account?.object)['automountServiceAccountToken'] !== false
}
