import { cis } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/** Source: CIS Kubernetes Benchmark, "The default namespace should not be used". */
export const defaultNamespace: Rule = {
  id: 'KC-047',
  title: 'Workload in the default namespace',
  severity: 'low',
  frameworks: [...cis({ '1.10': '5.7.4', '1.11': '5.6.4', '1.12': '5.6.4' })],
  why: 'What shares a namespace shares its rights, its quotas and its network policies, and default collects whatever nobody placed on purpose.',
  remedy: 'Make a namespace for the application and deploy it there.',
  noPatch: 'A workload cannot be moved: it is made anew in a namespace that you choose.',
  workload: ({ ref }) =>
    ref.namespace === 'default'
      ? [{ path: ['metadata', 'namespace'], text: 'The workload is in the namespace default.' }]
      : [],
}
