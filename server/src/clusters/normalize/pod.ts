import { type Fields, fieldsOf, isFields, listOf, textOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { controllerOf, type WorkloadReference } from '../../kubernetes/owners.ts'
import { type PodStatus, podStatus } from '../../kubernetes/pod-status.ts'
import { podId, workloadId } from '../../kubernetes/row-ids.ts'
import type { AssetRow, PodRow } from './asset-row.ts'
import { containerRows, declaredContainers } from './container.ts'
import { type Content, conditionsContent, metadataContent, pick, whole } from './content.ts'
import { labelsOf, type ObjectIdentity } from './identity.ts'
import type { CommonColumns, Normalizer } from './normalizer.ts'
import { derivedWorkload, serviceAccountOf } from './workload.ts'
import type { PodFacts } from './workload-state.ts'

export const podNormalizer: Normalizer = {
  kinds: ['Pod'],
  normalize(object, identity, { owners, responsible, masker }) {
    const { cluster, namespace } = identity
    const spec = fieldsOf(object['spec'])
    const status = podStatus(object)
    const self = { kind: 'Pod', apiVersion: 'v1', namespace, name: identity.name }
    const labels = labelsOf(fieldsOf(object.metadata)['labels'])
    const top = owners.topOwner(self, controllerOf(object, namespace), labels)
    const workload = { ...top, id: workloadId(cluster, top) }
    const owner = masker.text(responsible.of(namespace, object.metadata))
    const facts = factsOf(workload.id, spec, fieldsOf(object['status']), status)
    return {
      content: () => ({ metadata: metadataContent(object), ...whole(object, 'spec'), status: statusContent(object) }),
      derived: `${workload.id} ${workload.apiVersion} ${workload.kind === 'Pod' ? owner : ''}`,
      belongsTo: workload.id,
      pod: facts,
      assets: (common) => podAssets(object, identity, workload, status, common),
      owner: (common) => {
        const row = podRow(object, identity, workload, status, common)
        return derivedWorkload(row, workload.apiVersion, spec, workload.kind === 'Pod' ? [facts] : [], owner)
      },
    }
  },
}

type Workload = WorkloadReference & { readonly id: string }

function podAssets(
  object: KubernetesObject,
  identity: ObjectIdentity,
  workload: Workload,
  status: PodStatus,
  common: CommonColumns,
): AssetRow[] {
  const spec = fieldsOf(object['spec'])
  const pod = podRow(object, identity, workload, status, common)
  const observedStatus = isFields(object['status']) ? object['status'] : undefined
  const containers = containerRows(pod, spec, observedStatus)
  return [
    { type: 'Pod', row: { ...pod, containers: containers.length } },
    ...containers.map((row): AssetRow => ({ type: 'Container', row })),
  ]
}

function podRow(
  object: KubernetesObject,
  { cluster, namespace, name, uid, createdAt }: ObjectIdentity,
  workload: Workload,
  status: PodStatus,
  common: CommonColumns,
): PodRow {
  const spec = fieldsOf(object['spec'])
  const told = fieldsOf(object['status'])
  return {
    ...common,
    ...status,
    id: podId(cluster, namespace, name),
    cluster,
    namespace,
    name,
    uid,
    createdAt,
    workload: workload.id,
    workloadKind: workload.kind,
    workloadName: workload.name,
    node: textOf(spec['nodeName'], 253),
    ip: textOf(told['podIP'], 64),
    hostIp: textOf(told['hostIP'], 64),
    hostNetwork: spec['hostNetwork'] === true,
    serviceAccount: serviceAccountOf(spec),
    containers: 0,
  }
}

function factsOf(workload: string, spec: Fields, status: Fields, shown: PodStatus): PodFacts {
  return {
    workload,
    node: textOf(spec['nodeName'], 253),
    phase: shown.phase,
    ready: shown.ready,
    troubled: shown.phase === 'Failed' || WAITING_LISTS.some((list) => listOf(status[list]).some(isTroubled)),
    containers: declaredContainers(spec).length,
  }
}

const WAITING_LISTS = ['initContainerStatuses', 'containerStatuses']
/** Reasons to wait that pass by themselves. */
const USUAL_WAITS = new Set(['ContainerCreating', 'PodInitializing', ''])

function isTroubled(status: Fields): boolean {
  return !USUAL_WAITS.has(textOf(fieldsOf(fieldsOf(status['state'])['waiting'])['reason'], 128))
}

function statusContent(object: KubernetesObject): Content {
  const status = fieldsOf(object['status'])
  const content: Record<string, unknown> = {
    ...pick(status, ['phase', 'reason', 'podIP', 'podIPs', 'hostIP', 'hostIPs', 'qosClass']),
    ...conditionsContent(status),
  }
  for (const list of ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses']) {
    const statuses = listOf(status[list]).map(containerStatusContent)
    if (statuses.length > 0) content[list] = statuses
  }
  return content
}

function containerStatusContent(status: Fields): Content {
  return {
    ...pick(status, ['name', 'image', 'imageID', 'containerID', 'ready', 'started', 'restartCount']),
    state: stateContent(status['state']),
    lastState: stateContent(status['lastState']),
  }
}

/** Without the sentence, which counts the back-off. */
function stateContent(state: unknown): Content | undefined {
  const entries = Object.entries(fieldsOf(state)).map(([name, value]) => [
    name,
    pick(fieldsOf(value), ['reason', 'exitCode', 'signal', 'startedAt']),
  ])
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
