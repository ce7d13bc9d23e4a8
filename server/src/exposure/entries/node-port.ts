import type { Cluster } from '../cluster.ts'
import { endpointsOf } from '../endpoints.ts'
import { reachOfNodes } from '../nodes.ts'
import type { EntryPath, Front } from '../paths.ts'
import { doubt, missing, note, type Remark } from '../remarks.ts'
import type { Service, ServicePort } from '../services.ts'
import type { EntryFinder } from './entry-kind.ts'
import { nodeFront } from './node-front.ts'
import { servicePath } from './service-paths.ts'

/** Node ports: of services of their type, and those that load balancers bring along. */
export const nodePort: EntryFinder = {
  kind: 'NodePort',
  names: (cluster) => cluster.services.keys(),
  pathsAt(cluster, _, name) {
    const service = cluster.services.get(name)
    return service ? pathsOf(cluster, service) : []
  },
}

function pathsOf(cluster: Cluster, service: Service): EntryPath[] {
  if (service.type !== 'NodePort' && service.type !== 'LoadBalancer') return []
  return service.ports
    .filter((port) => service.type === 'NodePort' || port.nodePort !== undefined)
    .map((port) =>
      servicePath(cluster, 'NodePort', service, port, frontOf(cluster, service, port), {
        port: port.nodePort,
        remarks: said(service, port),
      }),
    )
}

function said({ type, sourceRanges }: Service, { nodePort: allocated }: ServicePort): Remark[] {
  const remarks: Remark[] = []
  if (allocated === undefined) remarks.push(note('nodePortUnallocated', 'The node port is allocated when it is made.'))
  if (type === 'LoadBalancer' && sourceRanges.length > 0)
    remarks.push(
      doubt('sourceRangesMayNotBind', 'Source ranges of the load balancer do not always bind its node ports.'),
    )
  return remarks
}

function frontOf(cluster: Cluster, service: Service, port: ServicePort): Front {
  const evidence = [`spec.type = ${service.type}`, `externalTrafficPolicy = ${service.isLocal ? 'Local' : 'Cluster'}`]
  if (!service.isLocal) return nodeFront([...cluster.nodes.values()], evidence)
  const { endpoints } = endpointsOf(cluster, service, port)
  const ready = endpoints.filter((endpoint) => endpoint.ready === 'ready')
  const names = new Set((ready.length > 0 ? ready : endpoints).map(({ pod }) => pod.node))
  const isPlaced = names.size > 0 && [...names].every((name) => cluster.nodes.has(name))
  if (isPlaced)
    return nodeFront(
      [...names].map((name) => cluster.nodes.get(name)),
      evidence,
    )
  return unplaced(cluster, evidence)
}

/** Which nodes pass traffic on is not known: private when all nodes are, else not known. */
function unplaced(cluster: Cluster, evidence: readonly string[]): Front {
  const anywhere = nodeFront([...cluster.nodes.values()], evidence)
  const { reach } = reachOfNodes([...cluster.nodes.values()])
  if (reach === 'private') return anywhere
  const remark = missing('nodeUnknown', 'Which nodes have an endpoint is not known.')
  return { ...anywhere, reach: 'unknown', remarks: [remark] }
}
