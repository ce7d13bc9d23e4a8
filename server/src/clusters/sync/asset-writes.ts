import { ASSET_TABLES, type StoredAsset } from '../asset-tables.ts'
import type { AssetRow, AssetType } from '../normalize/asset-row.ts'
import { changeOf, removalOf } from './plan.ts'
import type { Sync } from './sync.ts'
import { tallyChanges } from './tally.ts'
import { insertChanges, markGone } from './write-units.ts'
import { writing } from './writing.ts'

/** A typed row that no object of its own stands behind, or whose counted columns differ from what was counted. */
export interface AssetWrite {
  readonly type: AssetType
  /** As it shall be; `undefined`: it is gone. */
  readonly after: AssetRow['row'] | undefined
  /** As it is stored and present. */
  readonly before: StoredAsset | undefined
}

/** A row and its change. */
const WRITES_A_TRANSACTION = 450

/** Writes typed rows with their changes in short transactions. `lastSeenAt` is for those that are gone. */
export async function writeAssetRows(sync: Sync, writes: readonly AssetWrite[], lastSeenAt: Date): Promise<void> {
  for (let at = 0; at < writes.length; at += WRITES_A_TRANSACTION) {
    sync.signal.throwIfAborted()
    await writeSome(sync, writes.slice(at, at + WRITES_A_TRANSACTION), lastSeenAt)
  }
}

async function writeSome(sync: Sync, writes: readonly AssetWrite[], lastSeenAt: Date): Promise<void> {
  const done = await writing(sync, async (tx) => {
    for (const [type, some] of Map.groupBy(writes, (one) => one.type)) {
      const rows = some.flatMap(({ after, before }) => (after ? [stored(sync, after, before)] : []))
      await ASSET_TABLES[type].bulk.upsert(tx, rows)
      const gone = some.flatMap(({ after, before }) => (after || !before ? [] : [before.id]))
      await markGone(tx, type, gone, lastSeenAt)
    }
    const changes = writes.flatMap(({ type, after, before }) => {
      if (after) return [changeOf(type, after.id, after, before)]
      return before ? [removalOf(type, before)] : []
    })
    await insertChanges(tx, changes)
    return { changes, rows: writes.length + changes.length }
  })
  tallyChanges(sync, done)
}

function stored(sync: Sync, after: AssetRow['row'], before: StoredAsset | undefined): StoredAsset {
  const firstSeenAt = before?.firstSeenAt ?? sync.startedAt
  return { ...after, registry: '', firstSeenAt, lastSeenAt: null, present: true }
}
