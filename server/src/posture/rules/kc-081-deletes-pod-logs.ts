import { mitre } from '../frameworks.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes API reference, Pod: log is a subresource that is read only. */
export const deletesPodLogs: Rule = rightRule({
  id: 'KC-081',
  title: 'Deletes pod logs',
  severity: 'medium',
  frameworks: [...mitre('T1070')],
  why: 'Logs tell what was done in a pod. Kubernetes itself only lets them be read, so a right to delete them is there by mistake or meant for taking away traces.',
  remedy: 'Take delete on pods/log out of the role; get is enough to read logs.',
  can: 'delete logs of pods',
  rights: [{ groups: [''], resources: ['pods/log'], verbs: ['delete', 'deletecollection'] }],
})
