import type { ClusterObjects } from '../cluster-objects.ts'
import { placeOf } from '../cluster-objects.ts'
import { compareTexts } from '../compare-texts.ts'
import { fieldsOf } from '../fields.ts'
import { readSelector, type Selector, selects } from '../label-selector.ts'
import { type KubernetesObject, keyOf, type ObjectRef } from '../object.ts'
import { type AccessRule, accessRulesOf } from './access-rule.ts'

/** A role with all that it allows. */
export interface AccessRole {
  readonly ref: ObjectRef
  readonly rules: readonly AccessRule[]
  /** Whether a controller writes its rules, from other roles. */
  readonly isAggregated: boolean
}

export const CLUSTER_ADMIN = 'cluster-admin'

/** Every cluster has this role, whether or not it is among the objects. Source: Kubernetes, "User-facing roles". */
const ADMIN: AccessRole = {
  ref: { kind: 'ClusterRole', namespace: '', name: CLUSTER_ADMIN },
  isAggregated: false,
  rules: accessRulesOf([
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ]),
}

/** By `keyOf`. */
export function rolesOf({ objects }: ClusterObjects): ReadonlyMap<string, AccessRole> {
  const clusterRoles = (objects.get('ClusterRole') ?? [])
    .map(writtenRole)
    .sort((a, b) => compareTexts(a.ref.name, b.ref.name))
  const roles = new Map([[keyOf(ADMIN.ref), ADMIN]])
  for (const object of objects.get('Role') ?? []) {
    const ref = placeOf('Role', object)
    roles.set(keyOf(ref), { ref, rules: accessRulesOf(object['rules']), isAggregated: false })
  }
  for (const role of clusterRoles) {
    const rules = role.selectors === undefined || role.rules.length > 0 ? role.rules : aggregated(role, clusterRoles)
    roles.set(keyOf(role.ref), { ref: role.ref, rules, isAggregated: role.selectors !== undefined })
  }
  return roles
}

interface WrittenRole {
  readonly ref: ObjectRef
  readonly rules: readonly AccessRule[]
  readonly labels: Readonly<Record<string, string>>
  /** Of the roles that it is made of; undefined for one that stands for itself. */
  readonly selectors: readonly Selector[] | undefined
}

function writtenRole(object: KubernetesObject): WrittenRole {
  const aggregation = object['aggregationRule']
  const written: unknown = fieldsOf(aggregation)['clusterRoleSelectors']
  const selectors = Array.isArray(written) ? written.map(readSelector).filter((one) => one !== undefined) : []
  const labels = Object.entries(fieldsOf(fieldsOf(object.metadata)['labels']))
  return {
    ref: placeOf('ClusterRole', object),
    rules: accessRulesOf(object['rules']),
    labels: Object.fromEntries(labels.filter((one): one is [string, string] => typeof one[1] === 'string')),
    selectors: aggregation === undefined || aggregation === null ? undefined : selectors,
  }
}

/**
 * What the controller would write: the rules of all roles that one of the selectors means, also where these are made of others.
 * Source: Kubernetes, "Using RBAC Authorization", "Aggregated ClusterRoles".
 */
function aggregated(role: WrittenRole, all: readonly WrittenRole[]): AccessRule[] {
  const seen = new Set([role])
  const rules: AccessRule[] = []
  const queue = [role]
  for (let at = 0; at < queue.length; at++) {
    const { selectors = [] } = queue[at] ?? role
    for (const one of all) {
      if (seen.has(one) || !selectors.some((selector) => selects(selector, one.labels))) continue
      seen.add(one)
      if (one.rules.length > 0) rules.push(...one.rules)
      else queue.push(one)
    }
  }
  return rules.map((rule, at) => ({ ...rule, at }))
}
