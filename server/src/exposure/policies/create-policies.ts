import type { ClusterObjects } from '../../kubernetes/cluster-objects.ts'
import type { AnalysisSettings, Pod } from '../model.ts'
import { detectEnforcement } from './enforcement.ts'
import { PolicyEngine } from './policy-engine.ts'
import { readPolicies } from './read-policies.ts'

/**
 * What the policies of a cluster say, for its pods. `pods` are all that may be asked about or may be meant by a policy; the order of
 * pods and objects makes no difference. Never throws for what the objects hold.
 */
export function createPolicies(
  pods: readonly Pod[],
  objects: ClusterObjects,
  settings: AnalysisSettings,
): PolicyEngine {
  return new PolicyEngine(pods, readPolicies(objects), detectEnforcement(objects, settings.enforcement))
}
