import { setImmediate } from 'node:timers/promises'
import type { KindDefinition } from '../../kubernetes/kinds.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { MOST_NODES, nodeEvidence } from '../distribution.ts'
import { type ReadObject, type RefusedObject, readObject } from '../normalize/normalize.ts'
import { ahead } from './ahead.ts'
import { ChangedObjects } from './changed-objects.ts'
import { markObjectsGone } from './gone.ts'
import { type KnownObject, knownObjects } from './known-objects.ts'
import type { Sync } from './sync.ts'

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
  const listing: Listing = {
    kind,
    known: await knownObjects(sync, kind.kind),
    seen: new Set(),
    changed: new ChangedObjects(sync),
  }
  let found = 0
  try {
    for await (const page of ahead(sync.source.pages(kind, sync.signal))) {
      if (page.restart) {
        await listing.changed.written()
        listing.seen.clear()
        sync.picture.forget(kind.kind)
        found = 0
      }
      for (let at = 0; at < page.objects.length; at += OBJECTS_AT_ONCE) {
        sync.signal.throwIfAborted()
        found += takeObjects(sync, listing, page.objects.slice(at, at + OBJECTS_AT_ONCE))
        await listing.changed.writeSome()
        await setImmediate()
      }
      if (page.remaining !== undefined) report(listing.seen.size / Math.max(1, listing.seen.size + page.remaining))
    }
  } finally {
    // What was read before a listing broke off is true as well.
    await listing.changed.written()
  }
  sync.tally.found += found
  const gone = [...listing.known.keys()].filter((id) => !listing.seen.has(id))
  await markObjectsGone(sync, gone, lastCompleteAt ?? sync.startedAt)
  return listing.seen.size
}

interface Listing {
  readonly kind: KindDefinition
  readonly known: Map<string, KnownObject>
  readonly seen: Set<string>
  readonly changed: ChangedObjects
}

/** Returns the number of assets among the objects. */
function takeObjects(sync: Sync, listing: Listing, objects: readonly KubernetesObject[]): number {
  const context = {
    cluster: sync.cluster,
    masker: sync.masker,
    owners: sync.picture.owners,
    versioned: sync.source.kind !== 'SNAPSHOT',
  }
  let found = 0
  for (const raw of objects) {
    const object = readObject(raw, listing.kind, context)
    if ('refused' in object) refuse(sync, listing, object)
    // A list that goes over several pages of a moving cluster may show an object twice.
    else if (!listing.seen.has(object.identity.id)) found += takeObject(sync, listing, raw, object)
  }
  return found
}

function takeObject(sync: Sync, { kind, known, seen, changed }: Listing, raw: KubernetesObject, object: ReadObject) {
  const { id } = object.identity
  const before = known.get(id)
  if (!before || object.version === '' || before.version !== object.version) {
    const normalized = object.normalize()
    if ('refused' in normalized) {
      refuse(sync, { kind, seen }, normalized)
      return 0
    }
    const { contentHash, version } = normalized
    if (before?.contentHash !== contentHash) {
      changed.add({ object: normalized, isNew: before === undefined })
      known.set(id, { contentHash, version })
    }
  }
  seen.add(id)
  return remember(sync, kind, raw, object)
}

function refuse(sync: Sync, { kind, seen }: Pick<Listing, 'kind' | 'seen'>, { refused, id }: RefusedObject): void {
  sync.picture.refuse(kind.kind, refused)
  // It is there, though not as it should be: what is stored of it is not gone.
  if (id !== undefined) seen.add(id)
}

const COUNTED_KINDS = new Set(['Namespace', 'Node', 'Service'])

/** Takes an object into the picture. Returns how many assets it stands for. */
function remember({ picture }: Sync, kind: KindDefinition, raw: KubernetesObject, object: ReadObject): number {
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
