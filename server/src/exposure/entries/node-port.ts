import type { Cluster } from '../cluster.ts'
import { UNKNOWN_PLACE } from '../heard.ts'
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
    .flatMap((port) => {
      const how = { port: port.nodePort, remarks: said(service, port) }
      const evidence = [
        `spec.type = ${service.type}`,
        `externalTrafficPolicy = ${service.isLocal ? 'Local' : 'Cluster'}`,
      ]
      const front = nodeFront([...cluster.nodes.values()], evidence)
      const path = servicePath(cluster, 'NodePort', service, port, front, how)
      return service.isLocal ? localPaths(cluster, path, evidence) : [path]
    })
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

/** A node passes on to its own pods alone. */
function localPaths(cluster: Cluster, path: EntryPath, evidence: readonly string[]): EntryPath[] {
  if (path.endpoints.length === 0) return [{ ...path, front: unplaced(cluster, path.front) }]
  return [...Map.groupBy(path.endpoints, ({ pod }) => pod.node)].map(([name, endpoints]) => {
    const node = cluster.nodes.get(name)
    return { ...path, endpoints, front: node ? nodeFront([node], evidence) : unplaced(cluster, path.front) }
  })
}

/** Which node passes traffic on is not known: private when all nodes are, else not known. */
function unplaced(cluster: Cluster, anywhere: Front): Front {
  const { reach } = reachOfNodes([...cluster.nodes.values()])
  if (reach === 'private') return anywhere
  const remark = missing('nodeUnknown', 'Which nodes have an endpoint is not known.')
  return { ...anywhere, heard: [UNKNOWN_PLACE], remarks: [remark] }
}
