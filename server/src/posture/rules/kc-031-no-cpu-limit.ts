import { mitre, nsa } from '../frameworks.ts'
import { unlimited } from '../resources.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, Resource Management for Pods and Containers, "If you do not specify a limit"; NSA/CISA guidance, resource policies. */
export const noCpuLimit: Rule = {
  id: 'KC-031',
  title: 'No CPU limit',
  severity: 'low',
  frameworks: [...nsa('Pod security'), ...mitre('T1499')],
  why: 'A container without a CPU limit can use all processor time of its node that others have not reserved, for instance when somebody mines with it.',
  remedy: 'Set resources.limits.cpu, or give the namespace a LimitRange with a default.',
  noPatch: 'How much processor time the program needs is for you to say.',
  reads: ['LimitRange'],
  workload: (workload, facts) => unlimited(workload, facts, 'cpu', facts.settings.mostCpu),
}
