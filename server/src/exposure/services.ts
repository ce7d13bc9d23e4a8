import { type Fields, fieldsOf, listOf, textOf, textsOf, wholeOf } from '../kubernetes/fields.ts'
import type { KubernetesObject, Labels, ObjectRef } from '../kubernetes/object.ts'
import type { Protocol } from './model.ts'
import { labelsOf, protocolOf, refOf } from './pods.ts'

export interface Service {
  readonly ref: ObjectRef
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
  readonly annotations: Labels
  readonly labels: Labels
  /** Undefined where others say what the endpoints are. */
  readonly selector: Labels | undefined
  readonly ports: readonly ServicePort[]
  readonly externalName: string
  readonly externalIps: readonly string[]
  readonly loadBalancerClass: string
  readonly sourceRanges: readonly string[]
  /** Only nodes with an endpoint pass traffic on, and the client's address stays. */
  readonly isLocal: boolean
  readonly publishesNotReady: boolean
  readonly published: readonly PublishedAddress[]
  /** `kind/namespace/name` of objects that made it. */
  readonly owners: readonly string[]
}

export interface ServicePort {
  readonly name: string
  readonly port: number
  readonly protocol: Protocol
  /** As it is written: number or name; the service's own port when nothing is. */
  readonly targetPort: number | string
  /** Undefined when none is allocated. */
  readonly nodePort: number | undefined
}

/** One of `status.loadBalancer.ingress`. */
export interface PublishedAddress {
  readonly ip: string
  readonly hostname: string
  readonly ipMode: string
}

const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] as const

export function serviceOf(object: KubernetesObject): Service {
  const ref = refOf(object, 'Service')
  const metadata = fieldsOf(object.metadata)
  const spec = fieldsOf(object['spec'])
  const selector = labelsOf(spec['selector'])
  return {
    ref,
    type: TYPES.find((type) => type === spec['type']) ?? 'ClusterIP',
    annotations: labelsOf(metadata['annotations']),
    labels: labelsOf(metadata['labels']),
    selector: Object.keys(selector).length > 0 ? selector : undefined,
    ports: listOf(spec['ports']).flatMap(portOf),
    externalName: textOf(spec['externalName'], 253),
    externalIps: textsOf(spec['externalIPs']),
    loadBalancerClass: textOf(spec['loadBalancerClass'], 253),
    sourceRanges: textsOf(spec['loadBalancerSourceRanges']),
    isLocal: spec['externalTrafficPolicy'] === 'Local',
    publishesNotReady: spec['publishNotReadyAddresses'] === true,
    published: publishedOf(object),
    owners: listOf(metadata['ownerReferences']).map(
      (owner) => `${textOf(owner['kind'], 253)}/${ref.namespace}/${textOf(owner['name'], 253)}`,
    ),
  }
}

/** What `status.loadBalancer.ingress` has: of services and ingresses alike. Entries that name nothing are left out. */
export function publishedOf(object: KubernetesObject): PublishedAddress[] {
  return listOf(fieldsOf(fieldsOf(object['status'])['loadBalancer'])['ingress'])
    .map((entry) => ({
      ip: textOf(entry['ip'], 64),
      hostname: textOf(entry['hostname'], 253).toLowerCase(),
      ipMode: textOf(entry['ipMode'], 64),
    }))
    .filter(({ ip, hostname }) => ip !== '' || hostname !== '')
}

function portOf(declared: Fields): ServicePort[] {
  const port = wholeOf(declared['port'], 1, 65_535)
  const protocol = protocolOf(declared['protocol'])
  if (port === undefined || protocol === undefined) return []
  const target = targetPortOf(declared['targetPort'])
  const nodePort = wholeOf(declared['nodePort'], 1, 65_535)
  return [{ name: textOf(declared['name'], 63), port, protocol, targetPort: target ?? port, nodePort }]
}

/** A number within a text is a number: YAML that is written by hand has it so. */
function targetPortOf(value: unknown): number | string | undefined {
  if (typeof value === 'string' && value !== '')
    return /^\d{1,5}$/.test(value) ? wholeOf(Number(value), 1, 65_535) : value
  return wholeOf(value, 1, 65_535)
}
