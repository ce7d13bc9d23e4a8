import { declaredReachOf } from '../../kubernetes/load-balancer-marks.ts'
import type { Cluster } from '../cluster.ts'
import { both, EVERYBODY, type LetIn, loadBalancerFront, rangesOf } from '../front.ts'
import type { EntryPath } from '../paths.ts'
import { doubt, missing, note } from '../remarks.ts'
import type { Service, ServicePort } from '../services.ts'
import { ANYWHERE } from '../sources.ts'
import type { EntryFinder } from './entry-kind.ts'
import { servicePath } from './service-paths.ts'

/** Services of type LoadBalancer, at the addresses that their load balancers publish. */
export const loadBalancer: EntryFinder = {
  kind: 'LoadBalancer',
  names: (cluster) => cluster.services.keys(),
  pathsAt(cluster, _, name) {
    const service = cluster.services.get(name)
    return service?.type === 'LoadBalancer' ? pathsOf(cluster, service) : []
  },
}

function pathsOf(cluster: Cluster, service: Service): EntryPath[] {
  const front = loadBalancerFront(service.published, declaredReachOf(service), letInBy(service))
  const evidence = ['spec.type = LoadBalancer', ...front.evidence]
  return service.ports.map((port) =>
    servicePath(
      cluster,
      'LoadBalancer',
      service,
      port,
      { ...front, evidence },
      { port: port.port, remarks: said(port) },
    ),
  )
}

function said({ nodePort }: ServicePort) {
  return nodePort === undefined ? [note('nodePortUnallocated', 'The port has no node port.')] : []
}

const RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges'
const ACK = [
  'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-',
  'service.beta.kubernetes.io/alicloud-loadbalancer-',
]

/** Sources: Kubernetes Service API; Alibaba Cloud, CLB annotations for access control (lists are named by id only). */
function letInBy({ annotations, sourceRanges }: Service): LetIn {
  const ranges =
    sourceRanges.length > 0
      ? rangesOf(sourceRanges, 'spec.loadBalancerSourceRanges')
      : rangesOf((annotations[RANGES] ?? '').split(','), RANGES)
  return both(ranges, accessListOf(annotations))
}

function accessListOf(annotations: Readonly<Record<string, string>>): LetIn {
  const told = (name: string) =>
    ACK.map((prefix) => annotations[`${prefix}${name}`]).find((value) => value !== undefined)
  const id = told('acl-id')
  if (id === undefined || id === '' || (told('acl-status') ?? 'on') !== 'on') return EVERYBODY
  const remark =
    told('acl-type') === 'black'
      ? doubt('accessListUnknown', `The access list ${id} shuts out some sources; its content is not known.`)
      : missing('accessListUnknown', `The access list ${id} says who is let in; its content is not known.`)
  return { sources: ANYWHERE, remarks: [remark] }
}
