import { KINDS, type KindDefinition } from '../../kubernetes/kinds.ts'
import { objectId, objectOfId } from '../../kubernetes/row-ids.ts'
import { ChangedObjects } from '../sync/changed-objects.ts'
import { markObjectsGone } from '../sync/gone.ts'
import { assetOfObject } from '../sync/object-assets.ts'
import { rollUpSome } from '../sync/roll-up.ts'
import type { Memory, Sync } from '../sync/sync.ts'
import { takeObject } from '../sync/take-object.ts'
import type { PendingObject } from './pending.ts'

/**
 * Writes what was heard of, owners before what they own, and counts anew what it may have changed. Returns by kind how long ago the
 * oldest of it was heard of, milliseconds; kinds of which nothing had to be written are left out.
 */
export async function applyChanges(
  sync: Sync,
  memory: Memory,
  pending: ReadonlyMap<string, readonly PendingObject[]>,
): Promise<ReadonlyMap<string, number>> {
  const lags = new Map<string, number>()
  const touched: Touched = { workloads: new Set(), nodes: new Set() }
  for (const kind of KINDS) {
    const objects = pending.get(kind.kind)
    if (!objects) continue
    const before = sync.tally.rows
    await applyKind(sync, memory, kind, objects, touched)
    if (sync.tally.rows === before) continue
    const heardAt = Math.min(...objects.map((one) => one.heardAt))
    lags.set(kind.kind, performance.now() - heardAt)
  }
  await rollUpSome(sync, touched.workloads, touched.nodes)
  return lags
}

/** Ids of workloads and names of nodes. */
interface Touched {
  readonly workloads: Set<string>
  readonly nodes: Set<string>
}

async function applyKind(
  sync: Sync,
  memory: Memory,
  kind: KindDefinition,
  objects: readonly PendingObject[],
  touched: Touched,
): Promise<void> {
  const known = memory.kinds.get(kind.kind)?.known
  if (!known) return
  const changed = new ChangedObjects(sync)
  const gone: string[] = []
  for (const { type, object } of objects) {
    if (type === 'PUT') {
      const taken = takeObject(sync, { kind, known, changed }, object)
      for (const id of taken.workloads) touched.workloads.add(id)
      for (const name of taken.nodes) touched.nodes.add(name)
    } else {
      const id = idOf(sync.cluster, kind, object)
      if (known.delete(id)) gone.push(id)
      forget(sync, kind, id, touched)
    }
  }
  await changed.written()
  await markObjectsGone(sync, gone, sync.startedAt)
}

function idOf(cluster: string, kind: KindDefinition, { metadata }: PendingObject['object']): string {
  const namespace = kind.namespaced ? metadata?.namespace || 'default' : ''
  return objectId(cluster, kind.kind, namespace, metadata?.name ?? '')
}

function forget({ picture, cluster }: Sync, { kind }: KindDefinition, id: string, { workloads, nodes }: Touched): void {
  const own = assetOfObject(objectOfId(cluster, id))
  const { pod, memberOf } = picture.drop(kind, id, own?.type === 'Workload' ? own.id : undefined)
  if (pod) workloads.add(pod.workload)
  if (pod?.node) nodes.add(pod.node)
  if (memberOf !== undefined) workloads.add(memberOf)
}
