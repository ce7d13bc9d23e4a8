import type { ContainerPort } from '@breakwater/drizzle/tables/asset.ts'
import { type Fields, fieldsOf, isFields, listOf, textOf, wholeOf } from '../../kubernetes/fields.ts'
import { digestOfImageId, parseImageReference } from '../../kubernetes/image-reference.ts'
import { containerId } from '../../kubernetes/row-ids.ts'
import type { ContainerRow, PodRow, WorkloadRow } from './asset-row.ts'
import { hashOf, plainJson } from './canonical-json.ts'

/** More than any pod has; what goes beyond is not stored as rows. */
export const MOST_CONTAINERS = 100
const MOST_PORTS = 100

/** A container as a pod or a pod template declares it. */
export interface DeclaredContainer {
  readonly name: string
  readonly kind: ContainerRow['kind']
  readonly image: string
  readonly spec: Fields
}

/** All containers of a pod's spec: init ones, sidecars, main ones and ephemeral ones. One of a name. */
export function declaredContainers(podSpec: Fields): DeclaredContainer[] {
  const declared = [
    ...listOf(podSpec['containers']).map((spec) => declare(spec, 'MAIN')),
    ...listOf(podSpec['initContainers']).map((spec) =>
      declare(spec, spec['restartPolicy'] === 'Always' ? 'SIDECAR' : 'INIT'),
    ),
    ...listOf(podSpec['ephemeralContainers']).map((spec) => declare(spec, 'EPHEMERAL')),
  ]
  const names = new Set<string>()
  const unique = declared.filter(({ name }) => /^[^/]+$/.test(name) && !names.has(name) && names.add(name))
  return unique.slice(0, MOST_CONTAINERS)
}

function declare(spec: Fields, kind: ContainerRow['kind']): DeclaredContainer {
  return { name: textOf(spec['name'], 253), kind, image: textOf(spec['image'], 512), spec }
}

/** The rows of a pod's containers. */
export function containerRows(pod: PodRow, podSpec: Fields, podStatus: Fields | undefined): ContainerRow[] {
  const statuses = statusesByName(podStatus)
  return declaredContainers(podSpec).map((declared) => {
    const status = statuses.get(declared.name)
    const own = podStatus
      ? observed(status)
      : { state: 'DECLARED' as const, stateReason: '', ready: false, restarts: 0 }
    return hashed({
      ...placeOf(pod, declared),
      id: containerId(pod.id, declared.name),
      pod: pod.id,
      podName: pod.name,
      workload: pod.workload,
      workloadName: pod.workloadName,
      node: pod.node,
      ...own,
      ...imageColumns(declared.image, textOf(status?.['imageID'], 512)),
    })
  })
}

/** The rows of containers that a workload declares and of which there is no pod. */
export function declaredContainerRows(
  workload: Pick<WorkloadRow, 'id' | 'cluster' | 'namespace' | 'name' | 'labels' | 'createdAt'>,
  podSpec: Fields,
): ContainerRow[] {
  return declaredContainers(podSpec).map((declared) =>
    hashed({
      ...placeOf(workload, declared),
      id: containerId(workload.id, declared.name),
      pod: '',
      podName: '',
      workload: workload.id,
      workloadName: workload.name,
      node: '',
      state: 'DECLARED',
      stateReason: '',
      ready: false,
      restarts: 0,
      ...imageColumns(declared.image, ''),
    }),
  )
}

type Place = Pick<WorkloadRow, 'cluster' | 'namespace' | 'labels' | 'createdAt'>

function placeOf(owner: Place, declared: DeclaredContainer) {
  return {
    cluster: owner.cluster,
    namespace: owner.namespace,
    name: declared.name,
    uid: null,
    labels: owner.labels,
    createdAt: owner.createdAt,
    kind: declared.kind,
    ports: listOf(declared.spec['ports']).slice(0, MOST_PORTS).map(portOf).filter(isPort),
  }
}

function hashed(row: Omit<ContainerRow, 'contentHash'>): ContainerRow {
  return { ...row, contentHash: hashOf(plainJson({ ...row, createdAt: row.createdAt?.getTime() })) }
}

function statusesByName(podStatus: Fields | undefined): Map<unknown, Fields> {
  const lists = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses']
  return new Map(lists.flatMap((list) => listOf(podStatus?.[list])).map((status) => [status['name'], status]))
}

function observed(status: Fields | undefined): Pick<ContainerRow, 'state' | 'stateReason' | 'ready' | 'restarts'> {
  const state = fieldsOf(status?.['state'])
  const ready = status?.['ready'] === true
  const restarts = wholeOf(status?.['restartCount']) ?? 0
  if (isFields(state['running'])) return { state: 'RUNNING', stateReason: '', ready, restarts }
  if (isFields(state['waiting'])) {
    return { state: 'WAITING', stateReason: textOf(state['waiting']['reason'], 128), ready, restarts }
  }
  if (isFields(state['terminated'])) {
    return { state: 'TERMINATED', stateReason: textOf(state['terminated']['reason'], 128), ready, restarts }
  }
  return { state: 'UNKNOWN', stateReason: '', ready, restarts }
}

function imageColumns(image: string, imageId: string) {
  const reference = parseImageReference(image)
  return {
    imageReference: image,
    imageDigest: digestOfImageId(imageId) || (reference?.digest ?? ''),
    imageRegistry: reference?.registry ?? '',
    imageRepository: reference?.repository ?? '',
    imageTag: reference?.tag ?? '',
  }
}

function portOf(port: Fields): ContainerPort | undefined {
  const number = wholeOf(port['containerPort'], 1, 65_535)
  if (number === undefined) return undefined
  return {
    name: textOf(port['name'], 63),
    port: number,
    protocol: textOf(port['protocol'], 16) || 'TCP',
    hostPort: wholeOf(port['hostPort'], 1, 65_535) ?? null,
  }
}

function isPort(port: ContainerPort | undefined): port is ContainerPort {
  return port !== undefined
}
