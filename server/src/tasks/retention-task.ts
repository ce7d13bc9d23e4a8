import type { Database } from '@breakwater/drizzle/database.ts'
import type { ItemResult, Progress, TaskDefinition } from './definition.ts'
import { RETENTION_STEPS, type Removal } from './retention-steps.ts'

export interface RetentionSettings {
  readonly database: Database
  /** How long ended tasks, changes and what is gone are kept; asked for at each run. */
  readonly days: () => Promise<number>
}

const DAY_MS = 86_400_000
const TARGET = { targetType: 'Database', targetId: 'database', targetName: 'database' }

/**
 * Removes what is older than the retention, and sessions, login codes and links to downloads that have expired, in many short
 * transactions.
 * Cut off in between, the next run goes on. Its result counts the rows as removed.
 */
export function retentionTask({ database, days }: RetentionSettings): TaskDefinition {
  return {
    kind: 'RETENTION',
    itemTimeoutMs: 2 * 3_600_000,
    concurrency: 1,
    items: async () => [TARGET],
    run: async (_item, progress, signal) => {
      const now = new Date()
      const before = new Date(now.getTime() - (await days()) * DAY_MS)
      return removeAll(database, { before, now, signal }, progress)
    },
  }
}

async function removeAll(database: Database, removal: Removal, progress: Progress): Promise<ItemResult> {
  let removed = 0
  for (const [index, { stage, remove }] of RETENTION_STEPS.entries()) {
    await progress.stage(stage, async () => {
      for await (const rows of remove(database, removal)) removed += rows
    })
    progress.report((index + 1) / RETENTION_STEPS.length)
  }
  return { added: 0, modified: 0, removed, assetsFound: 0 }
}
