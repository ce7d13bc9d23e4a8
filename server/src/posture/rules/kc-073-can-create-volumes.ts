import { cis, mitre } from '../frameworks.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, "Role Based Access Control Good Practices", "Persistent volume creation": a PersistentVolume may be a hostPath. */
export const canCreateVolumes: Rule = rightRule({
  id: 'KC-073',
  title: 'Can create persistent volumes',
  severity: 'medium',
  frameworks: [...cis({ '1.10': '5.1.9', '1.11': '5.1.9', '1.12': '5.1.9' }), ...mitre('T1611')],
  why: 'A persistent volume may be any folder of a node: whoever creates one reads and writes the disk of the node, past pod security admission.',
  remedy: 'Let a storage provisioner create volumes, and give people claims only.',
  can: 'create persistent volumes',
  rights: [{ groups: [''], resources: ['persistentvolumes'], verbs: ['create'], isClusterWide: true }],
})
