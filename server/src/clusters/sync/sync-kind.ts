import { setImmediate } from 'node:timers/promises'
import type { KindDefinition } from '../../kubernetes/kinds.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { objectOfId } from '../../kubernetes/row-ids.ts'
import type { ObjectPage } from '../source.ts'
import { ahead } from './ahead.ts'
import { ChangedObjects } from './changed-objects.ts'
import { markObjectsGone } from './gone.ts'
import { type KnownObject, knownObjects } from './known-objects.ts'
import { assetOfObject } from './object-assets.ts'
import type { Sync } from './sync.ts'
import { type KindInHand, takeObject } from './take-object.ts'

/** Objects that are worked on without letting others have their turn. */
const OBJECTS_AT_ONCE = 250

/** A kind whose reading has begun: what is known of it and its first page are on their way. */
export interface BegunKind {
  readonly kind: KindDefinition
  readonly known: Promise<Map<string, KnownObject>>
  readonly pages: AsyncIterable<ObjectPage>
}

/** A kind that was listed to its end; what differs may still be on its way to the database. */
export interface ReadKind {
  readonly kind: KindDefinition
  readonly known: Map<string, KnownObject>
  readonly changed: ChangedObjects
  /** How many objects are present. */
  readonly objects: number
  /** Ids of those that were present and are no more. */
  readonly gone: readonly string[]
  /** The state that the listing showed. */
  readonly version: string | undefined
}

/**
 * Reads a kind and writes what differs. Returns how many objects are present. Throws `SourceError` when the listing could not be
 * completed: nothing is taken for gone then. `lastCompleteAt` is the end of the last complete listing before this one; `report` is told
 * the part that is done.
 */
export async function syncKind(
  sync: Sync,
  kind: KindDefinition,
  lastCompleteAt: Date | null,
  report: (part: number) => void,
): Promise<number> {
  const read = await readKind(sync, beginKind(sync, kind), Promise.resolve(), report)
  await finishKind(sync, read, lastCompleteAt)
  return read.objects
}

export function beginKind(sync: Sync, kind: KindDefinition): BegunKind {
  const known = knownObjects(sync, kind.kind)
  // A failure is told when its turn comes, not as unhandled before.
  known.catch(() => undefined)
  return { kind, known, pages: ahead(sync.source.pages(kind, sync.signal)) }
}

/**
 * Goes through a kind page by page, and begins to write what differs. Nothing is written until `before` is, so that what is planned is
 * planned against what is there.
 */
export async function readKind(
  sync: Sync,
  { kind, known, pages }: BegunKind,
  before: Promise<void>,
  report: (part: number) => void,
): Promise<ReadKind> {
  const listing: Listing = { kind, known: await known, seen: new Set(), changed: new ChangedObjects(sync, before) }
  sync.picture.beginListing(kind.kind)
  let found = 0
  let version: string | undefined
  try {
    for await (const page of pages) {
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
  } catch (error) {
    // What was read before a listing broke off is true as well.
    await listing.changed.written()
    throw error
  }
  sync.tally.found += found
  const gone = [...listing.known.keys()].filter((id) => !listing.seen.has(id))
  return { kind, known: listing.known, changed: listing.changed, objects: listing.seen.size, gone, version }
}

/** Waits until all is written, and marks what is gone: it is decided after the last page only. */
export async function finishKind(sync: Sync, read: ReadKind, lastCompleteAt: Date | null): Promise<void> {
  const { kind, known, changed, gone, version } = read
  await changed.written()
  await markObjectsGone(sync, gone, lastCompleteAt ?? sync.startedAt)
  for (const id of gone) {
    known.delete(id)
    const own = assetOfObject(objectOfId(sync.cluster, id))
    sync.picture.drop(kind.kind, id, own?.type === 'Workload' ? own.id : undefined)
  }
  if (version !== undefined) sync.memory?.kinds.set(kind.kind, { known, version })
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
