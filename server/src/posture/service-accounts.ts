import { fieldsOf, listOf, textOf } from '../kubernetes/fields.ts'
import type { Facts } from './facts.ts'
import type { Workload } from './subject.ts'

/**
 * The service account whose rights the pods have.
 * Source: Kubernetes API, PodSpec: `serviceAccount` is an alias of `serviceAccountName`; without either it is `default`.
 */
export function accountNameOf({ spec }: Workload): string {
  return textOf(spec['serviceAccountName'], 253) || textOf(spec['serviceAccount'], 253) || 'default'
}

/** Whether a binding names the account itself: it is meant to use the API, and so its token. */
export function hasBinding(facts: Facts, namespace: string, name: string): boolean {
  let bound = boundAccounts.get(facts)
  if (!bound) {
    bound = new Set(
      ['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) =>
        facts.objects(kind).flatMap(({ object, ref }) =>
          listOf(object['subjects'])
            .filter((subject) => subject['kind'] === 'ServiceAccount')
            .map((subject) => `${textOf(subject['namespace'], 253) || ref.namespace}/${textOf(subject['name'], 253)}`),
        ),
      ),
    )
    boundAccounts.set(facts, bound)
  }
  return bound.has(`${namespace}/${name}`)
}

const boundAccounts = new WeakMap<Facts, ReadonlySet<string>>()

/** Whether pods of the account get its token when they do not say otherwise. One that is not known does not say otherwise either. */
export function mountsByDefault(facts: Facts, namespace: string, name: string): boolean {
  const account = facts.find('ServiceAccount', namespace, name)
  return fieldsOf(account?.object)['automountServiceAccountToken'] !== false
}
