import { type Fields, textOf } from '../fields.ts'
import type { ObjectRef } from '../object.ts'

/** Who has rights. */
export interface AccessSubject extends ObjectRef {
  readonly kind: 'User' | 'Group' | 'ServiceAccount'
}

const MOST = 253
const ACCOUNT_PREFIX = 'system:serviceaccount:'
const ANONYMOUS = 'system:anonymous'
const UNAUTHENTICATED = 'system:unauthenticated'

/** A subject of a binding in `namespace` (empty for all of the cluster). Undefined for what is none. */
export function subjectOf(written: Fields, namespace: string): AccessSubject | undefined {
  const kind = written['kind']
  const name = textOf(written['name'], MOST)
  if (name === '') return undefined
  if (kind === 'ServiceAccount') return { kind, namespace: textOf(written['namespace'], MOST) || namespace, name }
  return kind === 'User' || kind === 'Group' ? { kind, namespace: '', name } : undefined
}

/** Equal for what is the same to an API server: a service account is the user of its name. */
export function identityOf({ kind, namespace, name }: AccessSubject): string {
  return kind === 'ServiceAccount' ? `User ${ACCOUNT_PREFIX}${namespace}:${name}` : `${kind} ${name}`
}

/**
 * All as which somebody has rights, the own identity first. Which further groups a user is in only the identity provider knows.
 * Source: Kubernetes, "Authenticating" (groups of service accounts, anonymous requests) and "Using RBAC Authorization".
 */
export function identitiesOf(subject: AccessSubject): string[] {
  const own = identityOf(subject)
  return [own, ...groupsBeside(own).map((name) => `Group ${name}`)].filter((one, at, all) => all.indexOf(one) === at)
}

function groupsBeside(identity: string): string[] {
  const account = /^User system:serviceaccount:([^:]*):/.exec(identity)
  if (account) return [`system:serviceaccounts:${account[1]}`, 'system:serviceaccounts', 'system:authenticated']
  if (identity === `User ${ANONYMOUS}` || identity === `Group ${UNAUTHENTICATED}`) return [UNAUTHENTICATED]
  if (identity.startsWith('Group system:serviceaccounts:')) return ['system:serviceaccounts', 'system:authenticated']
  return ['system:authenticated']
}
