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
      for (const [at, object] of page.objects.entries()) {
        found += take(sync, listing, object)
        if (!listing.changed.isFull && at % OBJECTS_AT_ONCE !== OBJECTS_AT_ONCE - 1) continue
        sync.signal.throwIfAborted()
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

/** Returns the number of assets that the object stands for. */
function take(sync: Sync, listing: Listing, object: KubernetesObject): number {
  const { id, assets } = takeObject(sync, listing, object)
  // A list that goes over several pages of a moving cluster may show an object twice. What was refused is there as well, though not
  // as it should be: what is stored of it is not gone.
  if (id === undefined || listing.seen.has(id)) return 0
  listing.seen.add(id)
  return assets
}
