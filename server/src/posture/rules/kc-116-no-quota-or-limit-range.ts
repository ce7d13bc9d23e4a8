import { fieldsOf, listOf } from '../../kubernetes/fields.ts'
import { nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import type { Subject } from '../subject.ts'

/** Namespaces of the system, in which users make nothing. Source: Kubernetes, Namespaces, "Initial namespaces". */
const SYSTEM = new Set(['kube-node-lease', 'kube-public', 'kube-system'])

/** Sources: NSA/CISA guidance, resource policies; Kubernetes, Resource Quotas and Limit Ranges. */
export const noQuotaOrLimitRange: Rule = {
  id: 'KC-116',
  title: 'No ResourceQuota / LimitRange',
  severity: 'low',
  frameworks: [...nsa('Pod security')],
  why: 'One namespace, by mistake or taken over, can use up what all others need.',
  remedy:
    'Give the namespace a ResourceQuota for CPU and memory, or at least a LimitRange with defaults for its containers.',
  noPatch: 'How much the namespace may use is for you to say.',
  reads: ['ResourceQuota', 'LimitRange'],
  objects: {
    Namespace: ({ ref: { name } }, facts) => {
      if (SYSTEM.has(name)) return undefined
      const isLimited =
        facts.inNamespace('ResourceQuota', name).some(boundsResources) ||
        facts.inNamespace('LimitRange', name).some(limits)
      return isLimited ? [] : [{ path: [], text: 'Nothing limits what the namespace may use.' }]
    },
    ResourceQuota: (quota) =>
      unless(boundsResources(quota), ['spec', 'hard'], 'The quota is for neither CPU nor memory.'),
    LimitRange: (range) =>
      unless(limits(range), ['spec', 'limits'], 'It says nothing of the CPU or memory of containers and pods.'),
  },
}

const RESOURCES = ['cpu', 'memory']

function unless(isRight: boolean, path: readonly string[], text: string) {
  return isRight ? [] : [{ path, text }]
}

/** A quota may also be for numbers of objects or for storage only. */
function boundsResources({ object }: Subject): boolean {
  const hard = fieldsOf(fieldsOf(object['spec'])['hard'])
  return RESOURCES.some((name) => [name, `requests.${name}`, `limits.${name}`].some((key) => Object.hasOwn(hard, key)))
}

function limits({ object }: Subject): boolean {
  return listOf(fieldsOf(object['spec'])['limits']).some(
    (limit) =>
      (limit['type'] === 'Container' || limit['type'] === 'Pod') &&
      ['default', 'max'].some((field) => RESOURCES.some((name) => Object.hasOwn(fieldsOf(limit[field]), name))),
  )
}
