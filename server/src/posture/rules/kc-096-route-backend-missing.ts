import { missingBackends, ROUTE_KINDS, routeBackends } from '../backends.ts'
import { mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Gateway API, BackendObjectReference; HTTPRouteSpec: a reference to a backend that does not exist is answered with status 500.
 */
export const routeBackendMissing: Rule = {
  id: 'KC-096',
  title: 'Gateway route backend missing',
  severity: 'low',
  frameworks: [...mitre('T1190')],
  why: 'Requests are answered with an error, and whoever may create a Service of that name gets them.',
  remedy: 'Name a Service and a port that exist in backendRefs, or take the rule out.',
  noPatch: 'Which Service is meant, or whether the rule is left over, is for you to say.',
  reads: ['Service'],
  objects: Object.fromEntries(
    ROUTE_KINDS.map((kind) => [kind, (route, facts) => missingBackends(routeBackends(route), facts)]),
  ),
}
