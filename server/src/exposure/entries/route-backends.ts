import { fieldsOf, listOf, textOf } from '../../kubernetes/fields.ts'
import { type Cluster, IN_NAMESPACE } from '../cluster.ts'
import { missing, note, type Remark } from '../remarks.ts'
import { type Backend, externalBackend, serviceBackends } from './backends.ts'
import { GROUP } from './gateway-listeners.ts'
import type { BackendRef, GatewayRoute } from './gateway-routes.ts'

/** What a backend of a route is, and whether anything is sent there. */
export interface RouteBackends {
  readonly backends: readonly Backend[]
  readonly isLetIn: boolean
  readonly remarks: readonly Remark[]
}

/** A backend without weight gets nothing; one in another namespace has to be granted there. */
export function routeBackends(cluster: Cluster, route: GatewayRoute, asked: BackendRef): RouteBackends {
  const { group, kind, namespace, name, port, weight } = asked
  if (group !== '' || kind !== 'Service')
    return { backends: [externalBackend(`${kind} ${name}`)], isLetIn: weight > 0, remarks: [] }
  const protocol = route.ref.kind === 'UDPRoute' ? 'UDP' : 'TCP'
  const backends = serviceBackends(
    cluster,
    namespace,
    name,
    (one) => one.protocol === protocol && one.port === port,
    port,
  )
  if (weight === 0) {
    const remark = note('weightZero', 'The weight of the backend is 0.')
    return { backends, isLetIn: false, remarks: [remark] }
  }
  if (namespace === route.ref.namespace || isGranted(cluster, route, asked))
    return { backends, isLetIn: true, remarks: [] }
  if (cluster.isUnread('ReferenceGrant')) {
    const remark = missing('referenceGrantUnread', 'Whether the other namespace grants it could not be read.')
    return { backends, isLetIn: true, remarks: [remark] }
  }
  const text = `No ReferenceGrant in ${namespace} lets the route lead there.`
  return { backends, isLetIn: false, remarks: [note('referenceNotGranted', text)] }
}

function isGranted(cluster: Cluster, { ref }: GatewayRoute, { namespace, name }: BackendRef): boolean {
  return cluster
    .objects('ReferenceGrant')
    .by(IN_NAMESPACE, namespace)
    .some((grant) => {
      const spec = fieldsOf(grant['spec'])
      const isFrom = listOf(spec['from']).some(
        (from) => from['group'] === GROUP && from['kind'] === ref.kind && from['namespace'] === ref.namespace,
      )
      const isTo = listOf(spec['to']).some(
        (to) =>
          (to['group'] ?? '') === '' && to['kind'] === 'Service' && [undefined, '', name].includes(nameOf(to['name'])),
      )
      return isFrom && isTo
    })
}

function nameOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : textOf(value, 253)
}
