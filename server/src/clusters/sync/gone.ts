import type { NewChange } from '@breakwater/drizzle/changes.ts'
import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { objectOfId } from '../../kubernetes/row-ids.ts'
import type { StoredAsset } from '../asset-tables.ts'
import type { AssetType } from '../normalize/asset-row.ts'
import { assetOfObject } from './object-assets.ts'
import { containersOfPods, removalOf, rowsById } from './plan.ts'
import type { Sync } from './sync.ts'
import { tallyChanges } from './tally.ts'
import { insertChanges, markGone } from './write-units.ts'
import { writing } from './writing.ts'

/** Objects in one transaction; a pod brings its containers along. */
const OBJECTS_A_TRANSACTION = 100
const MOST_ROWS = 1_000

/**
 * Marks objects and their typed rows as gone; they stay as history. To be called only when a kind's listing is complete.
 * `lastSeenAt` is the end of the last complete listing in which they were.
 */
export async function markObjectsGone(sync: Sync, ids: readonly string[], lastSeenAt: Date): Promise<void> {
  for (let at = 0; at < ids.length; at += OBJECTS_A_TRANSACTION) {
    sync.signal.throwIfAborted()
    await markSome(sync, ids.slice(at, at + OBJECTS_A_TRANSACTION), lastSeenAt)
  }
}

async function markSome(sync: Sync, ids: readonly string[], lastSeenAt: Date): Promise<void> {
  const objects = ids.map((id) => goneObject(sync.cluster, id))
  const rows = await assetsOf(sync, objects)
  if (ids.length > 1 && 2 * (ids.length + rows.length) > MOST_ROWS) {
    const half = Math.ceil(ids.length / 2)
    await markSome(sync, ids.slice(0, half), lastSeenAt)
    await markSome(sync, ids.slice(half), lastSeenAt)
    return
  }
  const done = await writing(sync, async (tx) => {
    const marked = await tx
      .update(kubernetesObject)
      .set({ present: false, lastSeenAt })
      .where(and(inArray(kubernetesObject.id, [...ids]), eq(kubernetesObject.present, true)))
      .returning({ id: kubernetesObject.id })
    const gone = new Set(marked.map(({ id }) => id))
    const goneRows = rows.filter(({ object }) => gone.has(object))
    for (const [type, list] of Map.groupBy(goneRows, (one) => one.type)) {
      await markGone(
        tx,
        type,
        list.map(({ row }) => row.id),
        lastSeenAt,
      )
    }
    const withRow = new Set(goneRows.map(({ object }) => object))
    const changes: NewChange[] = [
      ...goneRows.map(({ type, row }) => removalOf(type, row)),
      ...objects.filter(({ id }) => gone.has(id) && !withRow.has(id)).map(objectRemoval),
    ]
    await insertChanges(tx, changes)
    return { changes, rows: gone.size + goneRows.length + changes.length }
  })
  for (const { type, row } of rows) if (type === 'Workload') sync.picture.presentWorkloads.delete(row.id)
  tallyChanges(sync, done)
}

interface GoneObject {
  readonly id: string
  readonly cluster: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly asset: { readonly type: AssetType; readonly id: string } | undefined
}

function goneObject(cluster: string, id: string): GoneObject {
  const named = objectOfId(cluster, id)
  return { ...named, id, asset: assetOfObject(named) }
}

interface GoneRow {
  /** Id of the object that it went with. */
  readonly object: string
  readonly type: AssetType
  readonly row: StoredAsset
}

async function assetsOf({ database }: Sync, objects: readonly GoneObject[]): Promise<GoneRow[]> {
  const objectOfAsset = new Map(objects.flatMap(({ id, asset }) => (asset ? [[asset.id, id]] : [])))
  const rows: GoneRow[] = []
  for (const [type, some] of Map.groupBy(objects, ({ asset }) => asset?.type)) {
    if (!type) continue
    const ids = some.flatMap(({ asset }) => asset?.id ?? [])
    for (const row of await rowsById(database.db, type, ids)) {
      rows.push({ object: objectOfAsset.get(row.id) ?? '', type, row })
    }
    if (type !== 'Pod') continue
    for (const row of await containersOfPods(database.db, ids)) {
      rows.push({ object: objectOfAsset.get('pod' in row ? row.pod : '') ?? '', type: 'Container', row })
    }
  }
  return rows
}

function objectRemoval({ id, kind, cluster, namespace, name }: GoneObject): NewChange {
  return { type: kind, node: id, operation: 'REMOVED', cluster, namespace, old: { name } }
}
