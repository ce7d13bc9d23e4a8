import { keyOf } from '../../kubernetes/object.ts'
import type { Reason } from '../model.ts'
import type { PolicyPart } from './rules.ts'

/**
 * Which of two policies of the same tier and priority is asked first is not defined where both select a pod: plug-ins differ. `parts`
 * are those that select it in one direction, in the order in which they are asked.
 */
export function equalPriorities(parts: readonly PolicyPart[]): Reason[] {
  return parts.flatMap((part, at) => {
    const before = parts[at - 1]
    if (part.tier === 'namespace' || before?.tier !== part.tier || before.priority !== part.priority) return []
    const text = `${keyOf(before.policy)} and ${keyOf(part.policy)} have the same priority: which of them is asked first is not defined.`
    return [{ code: 'equalPriority', text }]
  })
}
