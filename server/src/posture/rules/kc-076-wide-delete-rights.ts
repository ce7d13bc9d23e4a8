import { mitre } from '../frameworks.ts'
import { DELETES } from '../role-rights.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Least privilege": rights are to be those that a task needs. What is looked
 * at are objects whose loss stops programs or loses data.
 */
export const wideDeleteRights: Rule = rightRule({
  id: 'KC-076',
  title: 'Wide delete rights',
  severity: 'medium',
  frameworks: [...mitre('T1485')],
  why: 'Whoever deletes workloads, secrets, volumes or namespaces stops what runs or destroys its data, by mistake or on purpose.',
  remedy: 'Keep deletion to the pipeline and the few people who need it, and name single objects in resourceNames.',
  can: 'delete workloads or data',
  rights: [
    {
      groups: [''],
      resources: ['pods', 'secrets', 'services', 'persistentvolumeclaims', 'replicationcontrollers'],
      verbs: DELETES,
    },
    { groups: [''], resources: ['namespaces', 'persistentvolumes', 'nodes'], verbs: DELETES, isClusterWide: true },
    {
      groups: ['apps', 'extensions'],
      resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'],
      verbs: DELETES,
    },
    { groups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: DELETES },
  ],
})
