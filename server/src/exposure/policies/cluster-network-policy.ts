import { type Fields, fieldsOf, isFields, textOf, wholeOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Protocol } from '../model.ts'
import { readAdminPolicy, readPriority } from './admin-rules.ts'
import type { NodeAddresses } from './node-addresses.ts'
import { FIRST_PORT, LAST_PORT, type PortMatch, type ReadPolicy } from './rules.ts'

const ACTIONS = { Accept: 'allow', Deny: 'deny', Pass: 'pass' } as const
const PROTOCOL_FIELDS: readonly (readonly [field: string, protocol: Protocol])[] = [
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
  ['sctp', 'SCTP'],
]

/** ClusterNetworkPolicy of policy.networking.k8s.io/v1alpha2. An unknown tier is read as the one that is asked first. */
export function readClusterNetworkPolicy(object: KubernetesObject, nodes: NodeAddresses): ReadPolicy {
  const tier = fieldsOf(object['spec'])['tier'] === 'Baseline' ? 'baseline' : 'admin'
  const priority = readPriority(object)
  const form = {
    kind: 'ClusterNetworkPolicy',
    tier,
    priority,
    actions: ACTIONS,
    portsField: 'protocols',
    readPort,
  } as const
  return readAdminPolicy(object, form, nodes)
}

function readPort(member: Fields): readonly PortMatch[] | undefined {
  if (typeof member['destinationNamedPort'] === 'string')
    return [{ name: textOf(member['destinationNamedPort'], 63), protocol: undefined }]
  const found = PROTOCOL_FIELDS.find(([field]) => isFields(member[field]))
  if (!found) return undefined
  const [field, protocol] = found
  const port = fieldsOf(member[field])['destinationPort']
  if (port === undefined || port === null) return [{ protocol, first: FIRST_PORT, last: LAST_PORT }]
  const { number, range } = fieldsOf(port)
  const first = wholeOf(number ?? fieldsOf(range)['start'], FIRST_PORT, LAST_PORT)
  const last = isFields(range) ? wholeOf(range['end'], first, LAST_PORT) : first
  return first === undefined || last === undefined ? undefined : [{ protocol, first, last }]
}
