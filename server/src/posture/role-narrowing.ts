import { fieldsOf } from '../kubernetes/fields.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { Opening } from './role-rights.ts'
import { isWildcard } from './role-rights.ts'
import type { Edit, Fix } from './rule.ts'

/**
 * Takes out of a role what the openings are, and nothing else: a rule is left with what remains of it, is parted where its resources then differ in
 * their verbs, and goes when nothing remains. Undefined where a wildcard opens it: what is needed of all that it stands for nobody can tell.
 */
export function narrowing(role: KubernetesObject, openings: readonly Opening[]): Fix | undefined {
  const rules: unknown = role['rules']
  if (!Array.isArray(rules) || openings.some(hasWildcard)) return undefined
  const changes: Edit[] = []
  const added: Edit[] = []
  const removed: Edit[] = []
  for (const opening of openings) {
    const { at } = opening.rule
    const [first, ...others] = remainders(opening)
    if (!first) removed.unshift({ path: ['rules', at], remove: true })
    else changes.push({ path: ['rules', at], value: { ...fieldsOf(rules[at]), ...first } })
    for (const other of others)
      added.push({ path: ['rules', rules.length + added.length], value: { ...fieldsOf(rules[at]), ...other } })
  }
  return { edits: [...changes, ...added, ...removed] }
}

function hasWildcard({ verbs }: Opening): boolean {
  return [...verbs].some(([resource, opening]) => isWildcard(resource) || opening.includes('*'))
}

/** Of the rule: resources with the verbs that are left to them. */
function remainders({ rule, verbs }: Opening): { readonly resources: string[]; readonly verbs: string[] }[] {
  const left = rule.resources.map((resource) => ({
    resource,
    verbs: rule.verbs.filter((verb) => !verbs.get(resource)?.includes(verb)),
  }))
  return [...Map.groupBy(left, (one) => JSON.stringify(one.verbs)).values()]
    .map((same) => ({ resources: same.map(({ resource }) => resource), verbs: same[0]?.verbs ?? [] }))
    .filter((one) => one.verbs.length > 0)
}
