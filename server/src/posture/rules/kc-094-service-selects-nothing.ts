import type { Rule } from '../rule.ts'
import { selectsAnyIn, serviceSelectorOf } from '../selection.ts'
import { WORKLOAD_KINDS } from '../subject.ts'

/**
 * Source: Kubernetes, "Service": the controller for a Service continuously scans for pods that match its selector; one without selector gets
 * no endpoints by itself.
 */
export const serviceSelectsNothing: Rule = {
  id: 'KC-094',
  title: 'Service selects nothing',
  severity: 'low',
  frameworks: [],
  why: 'Whoever calls the Service is not answered, and a pod that is given its labels later receives traffic that nobody thinks of any more.',
  remedy: 'Write the labels of the pods that are meant in the selector, or delete the Service.',
  noPatch: 'Whether the selector is mistyped or the Service is left over is for you to say.',
  reads: [...WORKLOAD_KINDS],
  objects: {
    Service: (subject, facts) => {
      const selector = serviceSelectorOf(subject)
      if (!selector) return undefined
      const { namespace, name } = subject.ref
      if (selectsAnyIn(selector, namespace, facts)) return []
      return [
        {
          path: ['spec', 'selector'],
          text: `No pod or workload of namespace ${namespace} has the labels that Service ${name} selects.`,
        },
      ]
    },
  },
}
