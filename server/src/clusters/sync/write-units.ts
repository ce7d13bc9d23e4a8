import type { NewChange } from '@breakwater/drizzle/changes.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { inArray } from 'drizzle-orm'
import { ASSET_TABLES, type StoredAsset } from '../asset-tables.ts'
import { bulk, bulkInsert, JsonText } from '../bulk.ts'
import type { AssetType } from '../normalize/asset-row.ts'
import type { UnitWrite } from './plan.ts'
import type { Sync } from './sync.ts'
import { tallyChanges } from './tally.ts'
import { writing } from './writing.ts'

/** Rows of all tables in one transaction. */
const MOST_ROWS = 1_000
const MOST_CHARACTERS = 1024 * 1024

/** Writes units, each whole within one short transaction, together with their changes. */
export async function writeUnits(sync: Sync, units: readonly UnitWrite[]): Promise<void> {
  for (const batch of batches(units)) {
    sync.signal.throwIfAborted()
    await writeBatch(sync, batch)
  }
}

function* batches(units: readonly UnitWrite[]): Generator<UnitWrite[]> {
  let batch: UnitWrite[] = []
  let rows = 0
  let characters = 0
  for (const unit of units) {
    const size = rowsOf(unit)
    if (batch.length > 0 && (rows + size > MOST_ROWS || characters + unit.object.content.length > MOST_CHARACTERS)) {
      yield batch
      batch = []
      rows = characters = 0
    }
    batch.push(unit)
    rows += size
    characters += unit.object.content.length
  }
  if (batch.length > 0) yield batch
}

function rowsOf({ upserts, gone, changes }: UnitWrite): number {
  return 1 + upserts.length + gone.length + changes.length
}

/**
 * An object that the database refuses (what no check of ours foresaw) must not keep the others away: the batch is halved until
 * it stands alone, and is counted as refused.
 */
async function writeBatch(sync: Sync, batch: readonly UnitWrite[]): Promise<void> {
  try {
    await writing(sync, async (tx) => {
      const written = await writeObjects(sync, tx, batch)
      await writeAssets(tx, written)
      const changes = written.flatMap((unit) => unit.changes)
      await insertChanges(tx, changes)
      return { changes, rows: written.reduce((sum, unit) => sum + rowsOf(unit), 0) }
    }).then((done) => tallyChanges(sync, done))
  } catch (error) {
    if (!isRefusedData(error)) throw error
    const [first] = batch
    if (batch.length > 1) {
      const half = Math.ceil(batch.length / 2)
      await writeBatch(sync, batch.slice(0, half))
      await writeBatch(sync, batch.slice(half))
    } else if (first) {
      sync.log.warn({ object: first.object.identity.id, err: error }, 'an object could not be stored')
      sync.picture.refuse(first.object.identity.kind, 'NOT_STORABLE')
    }
  }
}

/** Classes 22 (data exception) and 54 (program limit exceeded). Source: PostgreSQL, appendix A. */
function isRefusedData(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' && /^(?:22|54)/.test(code)
}

type ObjectRow = Omit<typeof kubernetesObject.$inferSelect, 'content'> & { readonly content: JsonText }

/** Taken over only where it differs: another process may have written the same, and its changes are recorded then. */
const objects = bulk<ObjectRow>(kubernetesObject, {
  kept: ['firstSeenAt'],
  onlyWhere: 'not kubernetes_object.present or kubernetes_object.content_hash <> excluded.content_hash',
})

async function writeObjects(sync: Sync, tx: Queries, batch: readonly UnitWrite[]): Promise<readonly UnitWrite[]> {
  const rows = batch.map(({ object }): ObjectRow => {
    const { createdAt: _, ...identity } = object.identity
    return {
      ...identity,
      registry: '',
      content: new JsonText(object.content),
      contentHash: object.contentHash,
      version: object.version,
      introducedBy: object.introducedBy,
      firstSeenAt: sync.startedAt,
      lastSeenAt: null,
      present: true,
    }
  })
  const ids = await objects.upsert(tx, rows)
  return ids ? batch.filter(({ object }) => ids.has(object.identity.id)) : batch
}

async function writeAssets(tx: Queries, units: readonly UnitWrite[]): Promise<void> {
  const upserts = new Map<AssetType, Map<string, StoredAsset>>()
  const gone = new Map<AssetType, string[]>()
  for (const unit of units) {
    // A unit may bring the row that another one in this batch brings as well; one statement may write a row once.
    for (const { type, row } of unit.upserts) upserts.set(type, (upserts.get(type) ?? new Map()).set(row.id, row))
    for (const { type, id } of unit.gone) gone.set(type, [...(gone.get(type) ?? []), id])
  }
  for (const [type, rows] of upserts) await ASSET_TABLES[type].bulk.upsert(tx, [...rows.values()])
  for (const [type, ids] of gone) await markGone(tx, type, ids, new Date())
}

/** Keeps rows as history. `lastSeenAt` is when they were seen last. */
export async function markGone(tx: Queries, type: AssetType, ids: readonly string[], lastSeenAt: Date): Promise<void> {
  if (ids.length === 0) return
  const { table } = ASSET_TABLES[type]
  await tx
    .update(table)
    .set({ present: false, lastSeenAt })
    .where(inArray(table.id, [...ids]))
}

const insertChange = bulkInsert<NewChange>(change, [
  'type',
  'node',
  'operation',
  'cluster',
  'namespace',
  'registry',
  'old',
  'new',
])

/** Writes changes to the outbox in one statement. */
export async function insertChanges(tx: Queries, changes: readonly NewChange[]): Promise<void> {
  await insertChange(
    tx,
    changes.map((one) => ({ cluster: '', namespace: '', registry: '', ...one })),
  )
}
