import type { ClusterObjects } from '../cluster-objects.ts'
import { placeOf } from '../cluster-objects.ts'
import { compareTexts } from '../compare-texts.ts'
import { fieldsOf, isFields, textOf } from '../fields.ts'
import { type KubernetesObject, keyOf, type ObjectRef } from '../object.ts'
import { type AccessRequest, type AccessRule, allows, resourceKeysOf, type UrlRequest } from './access-rule.ts'
import { type AccessSubject, identitiesOf, identityOf, subjectOf } from './access-subject.ts'
import { type AccessRole, rolesOf } from './roles.ts'

/** The kinds that rights come from. */
export const ACCESS_KINDS = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'] as const

/** A role that somebody has by a binding. */
export interface Grant {
  readonly subject: AccessSubject
  /** The position of the subject in the binding. */
  readonly at: number
  /** Where it holds; empty for all of the cluster. */
  readonly namespace: string
  readonly binding: ObjectRef
  /** Of a role that is not among the objects, too. */
  readonly role: ObjectRef
}

/** A rule that somebody has, from where. */
export interface HeldRule extends Grant {
  readonly rule: AccessRule
}

/** What an answer could not take into account: kinds that were not read whole, and why. */
export interface Unseen {
  readonly unread: readonly { readonly kind: string; readonly reason: string }[]
}

/** Where something is asked for: with a namespace there, with an empty one in all of the cluster, without one anywhere. */
export type WhoCanRequest = (AccessRequest & { readonly namespace?: string | undefined }) | UrlRequest

/** Who can do what in a cluster. All answers are sorted. */
export interface Access extends Unseen {
  whoCan(verb: string, request: WhoCanRequest): Unseen & { readonly holders: readonly Grant[] }
  /** What was given to the subject and to the groups that it is known to be in. */
  whatCan(subject: AccessSubject): Unseen & { readonly rules: readonly HeldRule[] }
  /** All grants to the subject and to the groups that it is known to be in. */
  grantsTo(subject: AccessSubject): readonly Grant[]
  /** To whom a role is given. */
  grantsOf(role: ObjectRef): readonly Grant[]
  /** Undefined for one that is not among the objects. */
  role(ref: ObjectRef): AccessRole | undefined
}

/**
 * Resolves the rights of a cluster from its roles and their bindings.
 * Source: Kubernetes, "Using RBAC Authorization": rights only add up, a RoleBinding gives them in its namespace, whichever kind of role it
 * names, and a ClusterRoleBinding everywhere, paths that are no resources included.
 */
export function createAccess(objects: ClusterObjects): Access {
  const roles = rolesOf(objects)
  const grants = ['ClusterRoleBinding', 'RoleBinding']
    .flatMap((kind) => (objects.objects.get(kind) ?? []).flatMap((object) => grantsOfBinding(object, kind)))
    .sort(compareGrants)
  const byRole = Map.groupBy(grants, ({ role }) => keyOf(role))
  const byIdentity = Map.groupBy(grants, ({ subject }) => identityOf(subject))
  const byResource = rolesByResource(roles)
  const unread = ACCESS_KINDS.flatMap((kind) => {
    const reason = objects.unread.get(kind)
    return reason === undefined ? [] : [{ kind, reason }]
  })
  function grantsTo(subject: AccessSubject): Grant[] {
    return identitiesOf(subject)
      .flatMap((identity) => byIdentity.get(identity) ?? [])
      .sort(compareGrants)
  }
  return {
    unread,
    grantsTo,
    grantsOf: (role) => byRole.get(keyOf(role)) ?? [],
    role: (ref) => roles.get(keyOf(ref)),
    whatCan: (subject) => ({
      unread,
      rules: grantsTo(subject).flatMap((grant) =>
        (roles.get(keyOf(grant.role))?.rules ?? []).map((rule) => ({ ...grant, rule })),
      ),
    }),
    whoCan(verb, request) {
      const keys = 'url' in request ? [URLS] : resourceKeysOf(request)
      const asked = new Set(keys.flatMap((key) => [...(byResource.get(key) ?? [])]))
      const holders = [...asked]
        .filter(({ rules }) => rules.some((rule) => allows(rule, verb, request)))
        .flatMap(({ ref }) => byRole.get(keyOf(ref)) ?? [])
        .filter((grant) => holdsAt(grant, request))
      return { unread, holders: holders.sort(compareGrants) }
    },
  }
}

/** Under which roles stand that say something of paths. */
const URLS = '/'

function rolesByResource(roles: ReadonlyMap<string, AccessRole>): ReadonlyMap<string, ReadonlySet<AccessRole>> {
  const found = new Map<string, Set<AccessRole>>()
  for (const role of roles.values()) {
    for (const { resources, nonResourceURLs } of role.rules) {
      for (const key of nonResourceURLs.length > 0 ? [...resources, URLS] : resources) {
        const known = found.get(key)
        if (known) known.add(role)
        else found.set(key, new Set([role]))
      }
    }
  }
  return found
}

function holdsAt({ namespace }: Grant, request: WhoCanRequest): boolean {
  if (namespace === '') return true
  return !('url' in request) && (request.namespace === undefined || request.namespace === namespace)
}

function grantsOfBinding(object: KubernetesObject, kind: string): Grant[] {
  const binding = { ...placeOf(kind, object), kind }
  const role = roleOf(fieldsOf(object['roleRef']), binding.namespace)
  if (!role) return []
  return subjectsOfBinding(object, binding.namespace).map((one) => ({
    ...one,
    namespace: binding.namespace,
    binding,
    role,
  }))
}

/** Subjects of a binding in `namespace` (empty for all of the cluster), each with its position in the list as it is written. */
export function subjectsOfBinding(object: KubernetesObject, namespace: string): Pick<Grant, 'subject' | 'at'>[] {
  const subjects: unknown = object['subjects']
  if (!Array.isArray(subjects)) return []
  return subjects.flatMap((written: unknown, at): Pick<Grant, 'subject' | 'at'>[] => {
    const subject = isFields(written) ? subjectOf(written, namespace) : undefined
    return subject ? [{ subject, at }] : []
  })
}

/** A ClusterRoleBinding names cluster roles only; a Role is one of the binding's namespace. */
function roleOf(written: Readonly<Record<string, unknown>>, namespace: string): ObjectRef | undefined {
  const name = textOf(written['name'], 253)
  if (name === '') return undefined
  if (written['kind'] === 'ClusterRole') return { kind: 'ClusterRole', namespace: '', name }
  return written['kind'] === 'Role' && namespace !== '' ? { kind: 'Role', namespace, name } : undefined
}

function compareGrants(a: Grant, b: Grant): number {
  return (
    compareRefs(a.subject, b.subject) ||
    compareTexts(a.namespace, b.namespace) ||
    compareRefs(a.binding, b.binding) ||
    a.at - b.at
  )
}

function compareRefs(a: ObjectRef, b: ObjectRef): number {
  return compareTexts(a.kind, b.kind) || compareTexts(a.namespace, b.namespace) || compareTexts(a.name, b.name)
}
