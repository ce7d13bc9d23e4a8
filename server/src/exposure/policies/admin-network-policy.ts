import { type Fields, fieldsOf, textOf, wholeOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { protocolOf } from '../pods.ts'
import { type AdminForm, readAdminPolicy, readPriority } from './admin-rules.ts'
import type { NodeAddresses } from './node-addresses.ts'
import { FIRST_PORT, LAST_PORT, type PortMatch, type ReadPolicy } from './rules.ts'

const V1ALPHA1: Pick<AdminForm, 'portsField' | 'readPort'> = { portsField: 'ports', readPort }
/** After the baselines that have a priority: the two kinds are of different times, and nothing orders them. */
const AFTER_ALL = 1_001

/** AdminNetworkPolicy of policy.networking.k8s.io/v1alpha1. */
export function readAdminNetworkPolicy(object: KubernetesObject, nodes: NodeAddresses): ReadPolicy {
  const actions = { Allow: 'allow', Deny: 'deny', Pass: 'pass' } as const
  const form = {
    ...V1ALPHA1,
    kind: 'AdminNetworkPolicy',
    tier: 'admin',
    priority: readPriority(object),
    actions,
  } as const
  return readAdminPolicy(object, form, nodes)
}

/** BaselineAdminNetworkPolicy of policy.networking.k8s.io/v1alpha1: the one named `default`. */
export function readBaselineAdminNetworkPolicy(object: KubernetesObject, nodes: NodeAddresses): ReadPolicy {
  const actions = { Allow: 'allow', Deny: 'deny' } as const
  const form = {
    ...V1ALPHA1,
    kind: 'BaselineAdminNetworkPolicy',
    tier: 'baseline',
    priority: AFTER_ALL,
    actions,
  } as const
  return readAdminPolicy(object, form, nodes)
}

function readPort({ portNumber, portRange, namedPort }: Fields): readonly PortMatch[] | undefined {
  if (typeof namedPort === 'string') return [{ name: textOf(namedPort, 63), protocol: undefined }]
  const fields = fieldsOf(portNumber ?? portRange)
  const protocol = protocolOf(fields['protocol'])
  const first = wholeOf(fields[portNumber ? 'port' : 'start'], FIRST_PORT, LAST_PORT)
  const last = portNumber ? first : wholeOf(fields['end'], first, LAST_PORT)
  return protocol && first !== undefined && last !== undefined ? [{ protocol, first, last }] : undefined
}
