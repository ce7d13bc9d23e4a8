import type { KindDefinition } from '../../kubernetes/kinds.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { MOST_NODES, nodeEvidence } from '../distribution.ts'
import { type ReadObject, type RefusedObject, readObject } from '../normalize/normalize.ts'
import type { ChangedObjects } from './changed-objects.ts'
import type { KnownObject } from './known-objects.ts'
import type { Sync } from './sync.ts'

/** A kind whose objects are taken in, one after the other. */
export interface KindInHand {
  readonly kind: KindDefinition
  /** Present objects by their ids; kept up to date. */
  readonly known: Map<string, KnownObject>
  readonly changed: ChangedObjects
}

/** What an object came to. */
export interface Taken {
  /** `undefined` when it has no usable name. */
  readonly id: string | undefined
  /** Assets that it stands for. */
  readonly assets: number
  /** Ids of the workloads, and names of the nodes, whose counts it may have changed. */
  readonly workloads: readonly string[]
  readonly nodes: readonly string[]
}

/** Takes an object into the picture, and, when it differs from what is stored, among what is to be written. */
export function takeObject(sync: Sync, { kind, known, changed }: KindInHand, raw: KubernetesObject): Taken {
  sync.picture.versions.add(kind.kind, raw)
  const object = readObject(raw, kind, {
    cluster: sync.cluster,
    masker: sync.masker,
    owners: sync.picture.owners,
    responsible: sync.picture.responsible,
    versioned: sync.source.kind !== 'SNAPSHOT',
  })
  if ('refused' in object) return refuse(sync, kind, object)
  const { id } = object.identity
  const before = known.get(id)
  if (before && object.version !== '' && before.version === object.version) return remember(sync, kind, raw, object)
  const normalized = object.normalize()
  if ('refused' in normalized) return refuse(sync, kind, normalized)
  const { contentHash, version } = normalized
  const taken = remember(sync, kind, raw, object)
  if (before?.contentHash !== contentHash) {
    changed.add({ object: normalized, isNew: before === undefined }, taken.assets)
  }
  known.set(id, { contentHash, version })
  return taken
}

function refuse(sync: Sync, kind: KindDefinition, { refused, id }: RefusedObject): Taken {
  sync.picture.refuse(kind.kind, refused)
  return { id, assets: 0, workloads: [], nodes: [] }
}

const COUNTED_KINDS = new Set(['Namespace', 'Node', 'Service'])

function remember({ picture }: Sync, kind: KindDefinition, raw: KubernetesObject, object: ReadObject): Taken {
  const { identity, pod, workload, belongsTo } = object
  const { id } = identity
  if (workload) picture.addWorkload(kind.kind, workload)
  if (belongsTo !== undefined && !picture.declared(belongsTo)) picture.addMember(kind.kind, id, belongsTo)
  if (kind.kind === 'Node' && picture.nodes.length < MOST_NODES) picture.nodes.push(nodeEvidence(raw))
  if (!pod) {
    const assets = workload || COUNTED_KINDS.has(kind.kind) ? 1 : 0
    return { id, assets, workloads: workload ? [workload.id] : [], nodes: [] }
  }
  const before = picture.putPod(id, pod)
  return {
    id,
    assets: 1 + pod.containers,
    workloads: before && before.workload !== pod.workload ? [before.workload, pod.workload] : [pod.workload],
    nodes: before && before.node !== pod.node ? [before.node, pod.node] : [pod.node],
  }
}
