import type { NewChange } from '@breakwater/drizzle/changes.ts'
import { ASSET_TABLES } from '../asset-tables.ts'
import type { Sync } from './sync.ts'

/** What a committed transaction wrote. */
export interface Done {
  readonly changes: readonly NewChange[]
  /** Rows of all tables. */
  readonly rows: number
}

/** Counts what was written; of the changes those of assets. */
export function tallyChanges({ tally }: Sync, { changes, rows }: Done): void {
  tally.rows += rows
  for (const { type, operation } of changes) {
    if (!(type in ASSET_TABLES)) continue
    if (operation === 'ADDED') tally.added++
    else if (operation === 'MODIFIED') tally.modified++
    else tally.removed++
  }
}
