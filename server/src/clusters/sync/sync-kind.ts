import { setImmediate } from 'node:timers/promises'
import type { KindDefinition } from '../../kubernetes/kinds.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { MOST_NODES, nodeEvidence } from '../distribution.ts'
import { type NormalizedObject, normalizeObject } from '../normalize/normalize.ts'
import { ahead } from './ahead.ts'
import { markObjectsGone } from './gone.ts'
import { knownObjects } from './known-objects.ts'
import { type ChangedObject, planUnits } from './plan.ts'
import type { Sync } from './sync.ts'
import { writeUnits } from './write-units.ts'

/** Objects that are worked on without letting others have their turn. */
const OBJECTS_AT_ONCE = 250

/**
 * Reads a kind page by page and writes what differs. What is gone is decided after the last page only. Returns how many objects are
 * present. Throws `SourceError` when the listing could not be completed: nothing is taken for gone then.
 * `lastCompleteAt` is the end of the last complete listing before this one; `report` is told the part that is done.
 */
export async function syncKind(
  sync: Sync,
  kind: KindDefinition,
  lastCompleteAt: Date | null,
  report: (part: number) => void,
): Promise<number> {
  const known = await knownObjects(sync, kind.kind)
  const seen = new Set<string>()
  let found = 0
  for await (const page of ahead(sync.source.pages(kind, sync.signal))) {
    if (page.restart) {
      seen.clear()
      sync.picture.forget(kind.kind)
      found = 0
    }
    for (let at = 0; at < page.objects.length; at += OBJECTS_AT_ONCE) {
      sync.signal.throwIfAborted()
      found += await syncObjects(sync, kind, page.objects.slice(at, at + OBJECTS_AT_ONCE), known, seen)
      await setImmediate()
    }
    if (page.remaining !== undefined) report(seen.size / Math.max(1, seen.size + page.remaining))
  }
  sync.tally.found += found
  const gone = [...known.keys()].filter((id) => !seen.has(id))
  await markObjectsGone(sync, gone, lastCompleteAt ?? sync.startedAt)
  return seen.size
}

/** Returns the number of assets among the objects. */
async function syncObjects(
  sync: Sync,
  kind: KindDefinition,
  objects: readonly KubernetesObject[],
  known: Map<string, string>,
  seen: Set<string>,
): Promise<number> {
  const changed: ChangedObject[] = []
  let found = 0
  const context = { cluster: sync.cluster, masker: sync.masker, owners: sync.picture.owners }
  for (const raw of objects) {
    const object = normalizeObject(raw, kind, context)
    if ('refused' in object) {
      sync.picture.refuse(kind.kind, object.refused)
      // It is there, though not as it should be: what is stored of it is not gone.
      if (object.id !== undefined) seen.add(object.id)
      continue
    }
    const { id } = object.identity
    // A list that goes over several pages of a moving cluster may show an object twice.
    if (seen.has(id)) continue
    seen.add(id)
    found += remember(sync, kind, raw, object)
    const hash = known.get(id)
    if (hash !== object.contentHash) changed.push({ object, isNew: hash === undefined })
  }
  if (changed.length === 0) return found
  await writeUnits(sync, await planUnits(sync, changed))
  for (const { object } of changed) known.set(object.identity.id, object.contentHash)
  return found
}

const COUNTED_KINDS = new Set(['Namespace', 'Node', 'Service'])

/** Takes an object into the picture. Returns how many assets it stands for. */
function remember({ picture }: Sync, kind: KindDefinition, raw: KubernetesObject, object: NormalizedObject): number {
  const { pod, workload, belongsTo } = object
  if (workload) picture.addWorkload(kind.kind, workload)
  if (belongsTo !== undefined && !picture.declared(belongsTo)) picture.addDerived(kind.kind, belongsTo, undefined)
  if (kind.kind === 'Node' && picture.nodes.length < MOST_NODES) picture.nodes.push(nodeEvidence(raw))
  if (pod) {
    picture.addPod(pod)
    return 1 + pod.containers
  }
  return workload || COUNTED_KINDS.has(kind.kind) ? 1 : 0
}
