import { type Fields, fieldsOf, listOf, textOf } from '../../kubernetes/fields.ts'
import { nodeId } from '../../kubernetes/row-ids.ts'
import type { ClusterNodeRow } from './asset-row.ts'
import { conditionsContent, metadataContent, pick, whole } from './content.ts'
import type { Normalizer } from './normalizer.ts'

/** Left out of the status: heartbeats, and the list of images, which is long and changes by itself. */
const STATUS = ['addresses', 'capacity', 'allocatable', 'nodeInfo']

export const nodeNormalizer: Normalizer = {
  kinds: ['Node'],
  normalize(object, { cluster, name, uid, createdAt }) {
    const status = fieldsOf(object['status'])
    return {
      content: () => ({
        metadata: metadataContent(object),
        ...whole(object, 'spec'),
        status: { ...pick(status, STATUS), ...conditionsContent(status) },
      }),
      assets: (common) => {
        const id = nodeId(cluster, name)
        const facts = nodeFacts(fieldsOf(object['spec']), status, common.labels)
        return [{ type: 'ClusterNode', row: { ...common, id, cluster, namespace: '', name, uid, createdAt, ...facts } }]
      },
    }
  },
}

type NodeFacts = Pick<
  ClusterNodeRow,
  | 'ready'
  | 'unschedulable'
  | 'roles'
  | 'kubeletVersion'
  | 'osImage'
  | 'architecture'
  | 'containerRuntime'
  | 'internalIp'
  | 'externalIp'
  | 'zone'
  | 'pods'
>

function nodeFacts(spec: Fields, status: Fields, labels: Readonly<Record<string, string>>): NodeFacts {
  const info = fieldsOf(status['nodeInfo'])
  return {
    ready: readiness(status),
    unschedulable: spec['unschedulable'] === true,
    roles: rolesOf(labels),
    kubeletVersion: textOf(info['kubeletVersion'], 128),
    osImage: textOf(info['osImage'], 256),
    architecture: textOf(info['architecture'], 64),
    containerRuntime: textOf(info['containerRuntimeVersion'], 128),
    internalIp: addressOf(status, 'InternalIP'),
    externalIp: addressOf(status, 'ExternalIP'),
    zone: labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'] ?? '',
    pods: 0,
  }
}

function readiness(status: Fields): NodeFacts['ready'] {
  const ready = listOf(status['conditions']).find((one) => one['type'] === 'Ready')?.['status']
  if (ready === 'True') return 'READY'
  return ready === 'False' ? 'NOT_READY' : 'UNKNOWN'
}

function addressOf(status: Fields, type: string): string {
  return textOf(listOf(status['addresses']).find((one) => one['type'] === type)?.['address'], 253)
}

const ROLE = 'node-role.kubernetes.io/'

function rolesOf(labels: Readonly<Record<string, string>>): string[] {
  const byPrefix = Object.keys(labels).filter((label) => label.startsWith(ROLE) && label.length > ROLE.length)
  const roles = new Set(byPrefix.map((label) => label.slice(ROLE.length)))
  const old = labels['kubernetes.io/role']
  if (old) roles.add(old)
  return [...roles].sort()
}
