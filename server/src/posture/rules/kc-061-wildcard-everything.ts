import type { AccessRule } from '../../kubernetes/access/access-rule.ts'
import { cis, mitre } from '../frameworks.ts'
import { READS, WRITES } from '../role-rights.ts'
import { roleRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'
import { allowsEverything } from '../take-over.ts'

/**
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Least privilege": "Avoid providing wildcard permissions when possible,
 * especially to all resources."
 */
export const wildcardEverything: Rule = roleRule({
  id: 'KC-061',
  title: 'Wildcard on all resources and verbs',
  severity: 'critical',
  frameworks: [...cis({ '1.10': '5.1.3', '1.11': '5.1.3', '1.12': '5.1.3' }), ...mitre('T1078')],
  why: 'Whoever has such a role is an administrator where it is bound, and gets every right that is ever added.',
  remedy: 'List the groups, resources and verbs that are needed.',
  noPatch: 'Which of all rights are needed is for you to say.',
  covers: [
    'KC-062',
    'KC-063',
    'KC-064',
    'KC-065',
    'KC-066',
    'KC-067',
    'KC-068',
    'KC-069',
    'KC-070',
    'KC-071',
    'KC-072',
    'KC-073',
    'KC-074',
    'KC-075',
    'KC-076',
    'KC-080',
    'KC-081',
  ],
  can: 'use all resources',
  openings: (rules, { namespaces }) =>
    rules
      .filter((rule) => allowsEverything(rule, true) || (namespaces.includes('') && allowsAllResources(rule)))
      .map((rule) => ({ rule, verbs: new Map([['*', rule.verbs]]) })),
})

/** In all of the cluster one verb on everything is enough: whoever reads all has every secret. */
function allowsAllResources({ verbs, resources, apiGroups, resourceNames }: AccessRule): boolean {
  const isVerb = (verb: string) => [...READS, ...WRITES].some((known) => known === verb)
  return resourceNames.length === 0 && resources.includes('*') && apiGroups.includes('*') && verbs.some(isVerb)
}
