import { ingressBackends, missingBackends } from '../backends.ts'
import { mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes API, networking.k8s.io/v1 IngressServiceBackend: "The service must exist in the same namespace as the Ingress object."
 */
export const ingressBackendMissing: Rule = {
  id: 'KC-095',
  title: 'Ingress backend missing',
  severity: 'low',
  frameworks: [...mitre('T1190')],
  why: 'Requests are answered with an error, and whoever may create a Service of that name gets them.',
  remedy: 'Name a Service and a port that exist, or take the rule out.',
  noPatch: 'Which Service is meant, or whether the rule is left over, is for you to say.',
  reads: ['Service'],
  objects: { Ingress: (ingress, facts) => missingBackends(ingressBackends(ingress), facts) },
}
