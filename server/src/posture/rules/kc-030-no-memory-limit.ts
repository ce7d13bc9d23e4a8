import { mitre, nsa } from '../frameworks.ts'
import { unlimited } from '../resources.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, Resource Management for Pods and Containers, "If you do not specify a limit"; NSA/CISA guidance, resource policies. */
export const noMemoryLimit: Rule = {
  id: 'KC-030',
  title: 'No memory limit',
  severity: 'medium',
  frameworks: [...nsa('Pod security'), ...mitre('T1499')],
  why: 'A container without a memory limit can take all memory of its node, and the kernel then kills other pods as well.',
  remedy:
    'Set resources.limits.memory to a little more than the program needs at its peak, or give the namespace a LimitRange with a default.',
  noPatch: 'How much memory the program needs is for you to say.',
  reads: ['LimitRange'],
  workload: (workload, facts) => unlimited(workload, facts, 'memory', facts.settings.mostMemory),
}
