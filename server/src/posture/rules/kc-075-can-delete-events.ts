import { mitre } from '../frameworks.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes API reference, Event: of the core group and of events.k8s.io. */
export const canDeleteEvents: Rule = rightRule({
  id: 'KC-075',
  title: 'Can delete events',
  severity: 'low',
  frameworks: [...mitre('T1070')],
  why: 'Events tell what happened to pods and nodes; whoever deletes them takes away traces of an attack.',
  remedy: 'Take the right out of the role, or bind the role to those only who need it.',
  can: 'delete events',
  rights: [{ groups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['delete', 'deletecollection'] }],
})
