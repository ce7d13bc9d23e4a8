import { fieldsOf, listOf, textOf } from '../kubernetes/fields.ts'
import { parseQuantity } from '../kubernetes/quantity.ts'
import type { Facts } from './facts.ts'
import type { Failure } from './rule.ts'
import type { Container, Workload } from './subject.ts'

export type Resource = 'memory' | 'cpu'

/** Containers that can ask for resources: ephemeral ones cannot. Source: Kubernetes API, EphemeralContainer. */
export function resourceContainers({ containers }: Workload): Container[] {
  return containers.filter(({ list }) => list !== 'ephemeralContainers')
}

/** Whether the container, or all of its pod together, has a value. Source: Kubernetes, Assign Pod-level CPU and memory resources. */
export function hasResource(
  workload: Workload,
  container: Container,
  of: 'limits' | 'requests',
  resource: Resource,
): boolean {
  return [container.fields, workload.spec].some((one) => isWritten(fieldsOf(fieldsOf(one['resources'])[of])[resource]))
}

/**
 * Containers that may take all that their node has, or more than the settings allow. What a LimitRange of the namespace gives to
 * containers without a limit counts.
 * Sources: Kubernetes, Resource Management for Pods and Containers; Limit Ranges.
 */
export function unlimited(workload: Workload, facts: Facts, resource: Resource, most: string): Failure[] {
  const byDefault = facts.inNamespace('LimitRange', workload.ref.namespace).flatMap(({ object }) =>
    listOf(fieldsOf(object['spec'])['limits'])
      .filter(({ type }) => type === 'Container')
      .map((limit) => fieldsOf(limit['default'])[resource]),
  )
  const hasDefault = byDefault.some(isWritten)
  return resourceContainers(workload).flatMap((container): Failure[] => {
    const path = [...container.path, 'resources', 'limits', resource]
    const limit = fieldsOf(fieldsOf(container.fields['resources'])['limits'])[resource]
    if (isWritten(limit) && isOver(limit, most)) {
      const text = `Container ${container.name} may take ${textOf(String(limit), 64)} of ${NAMES[resource]}, more than the ${most} that are allowed.`
      return [{ path, text }]
    }
    if (hasDefault || hasResource(workload, container, 'limits', resource)) return []
    return [{ path, text: `Container ${container.name} has no ${NAMES[resource]} limit.` }]
  })
}

const NAMES: Readonly<Record<Resource, string>> = { memory: 'memory', cpu: 'CPU' }

function isWritten(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number'
}

/** What cannot be read is not over anything. */
function isOver(value: unknown, most: string): boolean {
  const [is, may] = [parseQuantity(value), parseQuantity(most)]
  return is !== undefined && may !== undefined && is > may
}
