import { setImmediate } from 'node:timers/promises'
import type { KindDefinition } from '../../kubernetes/kinds.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { ahead } from './ahead.ts'
import { ChangedObjects } from './changed-objects.ts'
import { markObjectsGone } from './gone.ts'
import { knownObjects } from './known-objects.ts'
import { assetOfObject, objectOfId } from './object-assets.ts'
import type { Sync } from './sync.ts'
import { type KindInHand, takeObject } from './take-object.ts'

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
  sync.picture.beginListing(kind.kind)
  let found = 0
  let version: string | undefined
  try {
    for await (const page of ahead(sync.source.pages(kind, sync.signal))) {
      if (page.restart) {
        listing.seen.clear()
        sync.picture.beginListing(kind.kind)
        found = 0
      }
      for (let at = 0; at < page.objects.length; at += OBJECTS_AT_ONCE) {
        sync.signal.throwIfAborted()
        found += takeObjects(sync, listing, page.objects.slice(at, at + OBJECTS_AT_ONCE))
        await listing.changed.writeSome()
        await setImmediate()
      }
      version = page.version
      if (page.remaining !== undefined) report(listing.seen.size / Math.max(1, listing.seen.size + page.remaining))
    }
  } finally {
    // What was read before a listing broke off is true as well.
    await listing.changed.written()
  }
  sync.tally.found += found
  const gone = [...listing.known.keys()].filter((id) => !listing.seen.has(id))
  await markObjectsGone(sync, gone, lastCompleteAt ?? sync.startedAt)
  for (const id of gone) {
    listing.known.delete(id)
    const own = assetOfObject(objectOfId(sync.cluster, id))
    sync.picture.drop(kind.kind, id, own?.type === 'Workload' ? own.id : undefined)
  }
  if (version !== undefined) sync.memory?.kinds.set(kind.kind, { known: listing.known, version })
  return listing.seen.size
}

interface Listing extends KindInHand {
  readonly seen: Set<string>
}

/** Returns the number of assets among the objects. */
function takeObjects(sync: Sync, listing: Listing, objects: readonly KubernetesObject[]): number {
  let found = 0
  for (const object of objects) {
    const { id, assets } = takeObject(sync, listing, object)
    // A list that goes over several pages of a moving cluster may show an object twice. What was refused is there as well, though not
    // as it should be: what is stored of it is not gone.
    if (id === undefined || listing.seen.has(id)) continue
    listing.seen.add(id)
    found += assets
  }
  return found
}
