import { KINDS } from '../../kubernetes/kinds.ts'
import { cis } from '../frameworks.ts'
import { openingsIn, type Right } from '../role-rights.ts'
import { roleRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/** What every cluster serves, whether or not it is among the kinds that are read. */
const UNREAD_RESOURCES: readonly (readonly [group: string, resources: readonly string[]])[] = [
  ['', ['secrets', 'events', 'users', 'groups', 'podtemplates']],
  ['certificates.k8s.io', ['certificatesigningrequests']],
  ['apiextensions.k8s.io', ['customresourcedefinitions']],
  ['apiregistration.k8s.io', ['apiservices']],
]

const RIGHTS: readonly Right[] = [
  ...KINDS.filter(({ optional }) => !optional).map(({ group, plural }) => [group, [plural]] as const),
  ...UNREAD_RESOURCES,
].map(([group, resources]) => ({ groups: [group], resources, verbs: [] }))

/**
 * Source: Kubernetes, "Using RBAC Authorization", "Referring to resources": wildcards in verbs may give more than is meant, to sensitive
 * resources. Of its own custom resources an operator is meant to do everything.
 */
export const wildcardVerbs: Rule = roleRule({
  id: 'KC-062',
  title: 'Wildcard verbs',
  severity: 'high',
  frameworks: [...cis({ '1.10': '5.1.3', '1.11': '5.1.3', '1.12': '5.1.3' })],
  why: 'All verbs are more than reading and writing: escalate, bind, impersonate, approve and whatever Kubernetes adds are among them.',
  remedy: 'List the verbs that are needed.',
  noPatch: 'Which of all verbs are needed is for you to say.',
  can: 'do everything with resources of Kubernetes',
  field: 'verbs',
  openings: (rules, reach) =>
    openingsIn(
      rules.filter(({ verbs }) => verbs.includes('*')),
      RIGHTS,
      reach,
    ),
})
