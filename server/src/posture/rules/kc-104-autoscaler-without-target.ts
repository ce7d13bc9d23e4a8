import { fieldsOf, textOf } from '../../kubernetes/fields.ts'
import type { Rule } from '../rule.ts'

/** Kinds with a scale of their own that are read. */
const SCALED_KINDS = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'])

/**
 * Source: Kubernetes, "Horizontal Pod Autoscaling": scaleTargetRef names the resource that is scaled, in the namespace of the autoscaler.
 */
export const autoscalerWithoutTarget: Rule = {
  id: 'KC-104',
  title: 'Autoscaler without target',
  severity: 'low',
  frameworks: [],
  why: 'Nothing is scaled: under load the workload stays as small as it is, and whoever relies on the autoscaler learns of it then.',
  remedy: 'Name a workload that exists in scaleTargetRef, or delete the autoscaler.',
  noPatch: 'Which workload is meant, or whether the autoscaler is left over, is for you to say.',
  reads: [...SCALED_KINDS],
  objects: {
    HorizontalPodAutoscaler: ({ ref, object }, facts) => {
      const target = fieldsOf(fieldsOf(object['spec'])['scaleTargetRef'])
      const kind = textOf(target['kind'], 253)
      const name = textOf(target['name'], 253)
      const isFound = facts.find(kind, ref.namespace, name) !== undefined
      if (isFound) return []
      if (kind !== '' && !SCALED_KINDS.has(kind)) return { notAssessable: `Objects of kind ${kind} are not read.` }
      return [
        {
          path: ['spec', 'scaleTargetRef', 'name'],
          text: `There is no ${kind || 'workload'} ${name} in namespace ${ref.namespace}.`,
        },
      ]
    },
  },
}
