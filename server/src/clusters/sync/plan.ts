import type { NewChange } from '@breakwater/drizzle/changes.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import { container } from '@breakwater/drizzle/tables/asset.ts'
import { and, eq, inArray } from 'drizzle-orm'
import { ASSET_TABLES, recordedFields, type StoredAsset, sameRow } from '../asset-tables.ts'
import type { AssetRow, AssetType } from '../normalize/asset-row.ts'
import type { NormalizedObject } from '../normalize/normalize.ts'
import { assetOfObject } from './object-assets.ts'
import type { Sync } from './sync.ts'

/** An object that is new or differs from what is stored. */
export interface ChangedObject {
  readonly object: NormalizedObject
  /** Not stored, or stored as gone. */
  readonly isNew: boolean
}

/** All rows that one object's change comes to: they are written together or not at all. */
export interface UnitWrite {
  readonly object: NormalizedObject
  readonly upserts: readonly { readonly type: AssetType; readonly row: StoredAsset }[]
  /** Rows that the object no longer stands for. */
  readonly gone: readonly { readonly type: AssetType; readonly id: string }[]
  readonly changes: readonly NewChange[]
}

/** Works out what is to be written for changed objects, against the typed rows that are there. */
export async function planUnits(sync: Sync, changed: readonly ChangedObject[]): Promise<UnitWrite[]> {
  const drafts = changed.map((one) => ({ ...one, assets: withOwner(sync, one.object) }))
  const stored = await storedRows(sync, drafts)
  return drafts.map((draft) => planUnit(sync, draft, stored))
}

interface Draft extends ChangedObject {
  readonly assets: readonly AssetRow[]
}

/** The object's typed rows, and that of its workload when nothing else has brought it yet. */
function withOwner({ picture }: Sync, object: NormalizedObject): AssetRow[] {
  const assets = object.assets()
  if (object.belongsTo === undefined || picture.declared(object.belongsTo)) return assets
  const owner = object.owner()
  if (!owner) return assets
  picture.addDerivedRow(object.identity.kind, owner)
  if (picture.presentWorkloads.has(owner.id)) return assets
  return [...assets, { type: 'Workload', row: owner }]
}

type StoredRows = ReadonlyMap<AssetType, ReadonlyMap<string, StoredAsset>>

async function storedRows(sync: Sync, drafts: readonly Draft[]): Promise<StoredRows> {
  const ids = new Map<AssetType, Set<string>>()
  const want = (type: AssetType, id: string) => ids.set(type, (ids.get(type) ?? new Set()).add(id))
  const pods: string[] = []
  for (const { object, isNew, assets } of drafts) {
    const own = assetOfObject(object.identity)
    if (own && (!isNew || sync.picture.presentWorkloads.has(own.id))) want(own.type, own.id)
    if (own?.type === 'Pod' && !isNew) pods.push(own.id)
    for (const { type, row } of assets)
      if (type === 'Workload' && sync.picture.presentWorkloads.has(row.id)) want(type, row.id)
  }
  const { db } = sync.database
  const stored = new Map<AssetType, Map<string, StoredAsset>>()
  for (const [type, wanted] of ids) stored.set(type, byId(await rowsById(db, type, [...wanted])))
  if (pods.length > 0) stored.set('Container', byId(await containersOfPods(db, pods)))
  return stored
}

/** Present rows of a type, by their ids. */
export async function rowsById(db: Queries, type: AssetType, ids: readonly string[]): Promise<StoredAsset[]> {
  if (ids.length === 0) return []
  const { table } = ASSET_TABLES[type]
  return db
    .select()
    .from(table)
    .where(and(inArray(table.id, [...ids]), eq(table.present, true)))
}

/** Present containers of pods. */
export async function containersOfPods(db: Queries, pods: readonly string[]): Promise<StoredAsset[]> {
  if (pods.length === 0) return []
  return db
    .select()
    .from(container)
    .where(and(inArray(container.pod, [...pods]), eq(container.present, true)))
}

function byId(rows: readonly StoredAsset[]): Map<string, StoredAsset> {
  return new Map(rows.map((row) => [row.id, row]))
}

function planUnit(sync: Sync, draft: Draft, stored: StoredRows): UnitWrite {
  const { object, isNew, assets } = draft
  const upserts: { type: AssetType; row: StoredAsset }[] = []
  const changes: NewChange[] = []
  for (const { type, row } of assets) {
    const before = stored.get(type)?.get(row.id)
    const after = { ...row, ...counted(type, before) }
    if (before && sameRow(after, before)) continue
    upserts.push({
      type,
      row: { ...after, registry: '', firstSeenAt: sync.startedAt, lastSeenAt: null, present: true },
    })
    changes.push(changeOf(type, row.id, after, before))
    if (type === 'Workload') sync.picture.presentWorkloads.add(row.id)
  }
  const gone = noLongerThere(draft, stored)
  changes.push(...gone.map(({ type, row }) => removalOf(type, row)))
  if (assets.length === 0) changes.push(objectChange(object, isNew ? 'ADDED' : 'MODIFIED'))
  return { object, upserts, gone: gone.map(({ type, row }) => ({ type, id: row.id })), changes }
}

/** What is counted from other rows stays as it was. */
function counted(type: AssetType, before: StoredAsset | undefined): object {
  if (!before) return {}
  return Object.fromEntries(ASSET_TABLES[type].counted.map((column) => [column, Reflect.get(before, column)]))
}

/** Containers that the pod no longer has; the workload of a ReplicaSet that has got an owner. */
function noLongerThere({ object, assets }: Draft, stored: StoredRows): { type: AssetType; row: StoredAsset }[] {
  const wanted = new Set(assets.map(({ type, row }) => `${type} ${row.id}`))
  const own = assetOfObject(object.identity)
  if (!own) return []
  const rows: { type: AssetType; row: StoredAsset }[] = []
  const ownRow = stored.get(own.type)?.get(own.id)
  if (ownRow) rows.push({ type: own.type, row: ownRow })
  if (own.type === 'Pod') {
    for (const row of stored.get('Container')?.values() ?? []) {
      if ('pod' in row && row.pod === own.id) rows.push({ type: 'Container', row })
    }
  }
  return rows.filter(({ type, row }) => !wanted.has(`${type} ${row.id}`))
}

/** The change of a typed row that was written. */
export function changeOf(
  type: AssetType,
  id: string,
  after: AssetRow['row'],
  before: StoredAsset | undefined,
): NewChange {
  const place = { type, node: id, cluster: after.cluster, namespace: after.namespace }
  if (!before) return { ...place, operation: 'ADDED', new: recordedFields(type, after) }
  return {
    ...place,
    operation: 'MODIFIED',
    old: recordedFields(type, before, after),
    new: recordedFields(type, after, before),
  }
}

/** The change of a typed row that is gone. */
export function removalOf(type: AssetType, row: StoredAsset): NewChange {
  const { id, cluster, namespace } = row
  return { type, node: id, cluster, namespace, operation: 'REMOVED', old: recordedFields(type, row) }
}

/** The change of an object that has no typed row: its type is its kind. */
function objectChange({ identity }: NormalizedObject, operation: 'ADDED' | 'MODIFIED'): NewChange {
  const { id, kind, cluster, namespace, name } = identity
  return { type: kind, node: id, cluster, namespace, operation, ...(operation === 'ADDED' ? { new: { name } } : {}) }
}
