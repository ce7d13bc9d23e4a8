import { addressClassOf } from '../addresses.ts'
import type { Cluster } from '../cluster.ts'
import { heardAt, UNKNOWN_PLACE } from '../heard.ts'
import type { EntryPath, Front } from '../paths.ts'
import { doubt, missing, note, type Remark } from '../remarks.ts'
import type { Service } from '../services.ts'
import type { EntryFinder } from './entry-kind.ts'
import { servicePath } from './service-paths.ts'

/** `spec.externalIPs` of services of any type: nodes take what comes to these addresses. */
export const externalIps: EntryFinder = {
  kind: 'ExternalIP',
  names: (cluster) => cluster.services.keys(),
  pathsAt(cluster, _, name) {
    const service = cluster.services.get(name)
    return service ? pathsOf(cluster, service) : []
  },
}

function pathsOf(cluster: Cluster, service: Service): EntryPath[] {
  const addresses = service.externalIps.filter((address) => addressClassOf(address) !== undefined)
  if (service.type === 'ExternalName' || service.externalIps.length === 0) return []
  const front = frontOf(cluster, addresses)
  return service.ports.map((port) =>
    servicePath(cluster, 'ExternalIP', service, port, front, { port: port.port, remarks: [] }),
  )
}

function frontOf(cluster: Cluster, addresses: readonly string[]): Front {
  const held = new Set([...cluster.nodes.values()].flatMap((node) => node.addresses.map(({ address }) => address)))
  const remarks: Remark[] = [
    note('externalIp', 'Whoever may write services can take traffic to such addresses (CVE-2020-8554).'),
  ]
  if (addresses.length === 0) remarks.push(missing('addressUnknown', 'None of the external addresses can be read.'))
  else if (!addresses.every((address) => held.has(address)))
    remarks.push(doubt('externalIpNotOfNode', 'No node is known to hold the address.'))
  return {
    heard: addresses.length === 0 ? [UNKNOWN_PLACE] : heardAt(addresses),
    addresses,
    remarks,
    evidence: addresses.map((address) => `spec.externalIPs has ${address}`),
    policies: [],
  }
}
