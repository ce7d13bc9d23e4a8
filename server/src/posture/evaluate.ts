import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import type { FactsOptions } from './facts.ts'
import type { Result } from './result.ts'
import type { Rule } from './rule.ts'
import { createPostureSession } from './session.ts'

/** Evaluates rules over the objects of a cluster. The answer is sorted, and the same whatever the order of the objects. */
export function evaluate(rules: readonly Rule[], objects: ClusterObjects, options: FactsOptions): Result[] {
  return createPostureSession(rules, options, objects).answer()
}
