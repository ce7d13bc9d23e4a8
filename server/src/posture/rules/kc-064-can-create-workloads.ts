import { cis, mitre } from '../frameworks.ts'
import { PUTS } from '../role-rights.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Workload creation": who creates pods, or what creates them, implicitly has
 * the secrets, config maps and service accounts of the namespace.
 */
export const canCreateWorkloads: Rule = rightRule({
  id: 'KC-064',
  title: 'Can create pods or workloads',
  severity: 'high',
  frameworks: [...cis({ '1.10': '5.1.4', '1.11': '5.1.4', '1.12': '5.1.4' }), ...mitre('T1610')],
  why: 'Whoever creates pods or changes their templates runs programs with any service account of the namespace, and mounts its secrets; without pod security admission also the disks of nodes.',
  remedy:
    'Leave the creation of workloads to the pipeline that deploys them, and enforce a pod security level where it stays allowed.',
  can: 'create or change pods or what makes them',
  rights: [
    { groups: [''], resources: ['pods', 'replicationcontrollers'], verbs: PUTS },
    {
      groups: ['apps', 'extensions'],
      resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'],
      verbs: PUTS,
    },
    { groups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: PUTS },
  ],
})
