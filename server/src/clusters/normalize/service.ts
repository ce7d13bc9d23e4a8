import type { ServicePort } from '@breakwater/drizzle/tables/asset.ts'
import { type Fields, fieldsOf, listOf, textOf, textsOf, wholeOf } from '../../kubernetes/fields.ts'
import { serviceId } from '../../kubernetes/row-ids.ts'
import { metadataContent, pick, whole } from './content.ts'
import { labelsOf } from './identity.ts'
import type { Normalizer } from './normalizer.ts'

export const serviceNormalizer: Normalizer = {
  kinds: ['Service'],
  normalize(object, { cluster, namespace, name, uid, createdAt }) {
    const spec = fieldsOf(object['spec'])
    const status = fieldsOf(object['status'])
    return {
      content: () => ({
        metadata: metadataContent(object),
        ...whole(object, 'spec'),
        status: pick(status, ['loadBalancer']),
      }),
      assets: (common) => [
        {
          type: 'Service',
          row: {
            ...common,
            id: serviceId(cluster, namespace, name),
            cluster,
            namespace,
            name,
            uid,
            createdAt,
            type: textOf(spec['type'], 64) || 'ClusterIP',
            clusterIp: textOf(spec['clusterIP'], 64),
            externalAddresses: externalAddresses(spec, status),
            selector: labelsOf(spec['selector']),
            ports: listOf(spec['ports']).slice(0, MOST_PORTS).map(portOf).filter(isPort),
          },
        },
      ],
    }
  },
}

const MOST_PORTS = 1_000
const MOST_ADDRESSES = 100

/** Where it is reached from outside: load balancer addresses, externalIPs, and the name that an ExternalName stands for. */
function externalAddresses(spec: Fields, status: Fields): string[] {
  const balancers = listOf(fieldsOf(status['loadBalancer'])['ingress']).map(
    (one) => textOf(one['ip'], 64) || textOf(one['hostname'], 253),
  )
  const externalName = spec['type'] === 'ExternalName' ? textOf(spec['externalName'], 253) : ''
  const listed = textsOf(spec['externalIPs']).map((address) => textOf(address, 64))
  return [...new Set([...balancers, ...listed, externalName])].filter(Boolean).slice(0, MOST_ADDRESSES)
}

function portOf(port: Fields): ServicePort | undefined {
  const number = wholeOf(port['port'], 1, 65_535)
  if (number === undefined) return undefined
  const target = port['targetPort']
  return {
    name: textOf(port['name'], 63),
    port: number,
    protocol: textOf(port['protocol'], 16) || 'TCP',
    targetPort: typeof target === 'number' ? String(target) : textOf(target, 63) || String(number),
    nodePort: wholeOf(port['nodePort'], 1, 65_535) ?? null,
  }
}

function isPort(port: ServicePort | undefined): port is ServicePort {
  return port !== undefined
}
