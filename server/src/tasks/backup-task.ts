import { makeCopy } from '@breakwater/drizzle/embedded/copies.ts'
import type { EmbeddedDatabase } from '@breakwater/drizzle/embedded/open.ts'
import { type TaskDefinition, TaskError } from './definition.ts'

export interface BackupSettings {
  readonly database: EmbeddedDatabase
  /** The data folder; copies lie in its folder `copies`. */
  readonly data: string
}

/** Copies the embedded database, and keeps the last three copies. A PostgreSQL server is copied by its own tools. */
export function backupTask({ database, data }: BackupSettings): TaskDefinition {
  return {
    kind: 'BACKUP',
    itemTimeoutMs: 30 * 60_000,
    concurrency: 1,
    items: async () => [{ targetType: 'Database', targetId: 'database', targetName: 'database' }],
    run: (_item, progress, signal) =>
      progress.stage('COPYING', async () => {
        signal.throwIfAborted()
        await makeCopy(database, data).catch(explain)
        return { added: 1, modified: 0, removed: 0, assetsFound: 0 }
      }),
  }
}

/** Why the folder does not take a copy; anything else is passed on. */
function explain(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const message = typeof code === 'string' ? MESSAGES[code] : undefined
  if (!message) throw error
  const advice = 'Make room or give write access in the folder "copies" of the data folder, then retry.'
  throw new TaskError({ code: 'COPY_NOT_WRITTEN', message, advice }, false, { cause: error })
}

const MESSAGES: Readonly<Record<string, string>> = {
  ENOSPC: 'There is no room on the disk for a copy of the database.',
  EDQUOT: 'There is no room on the disk for a copy of the database.',
  EACCES: 'The folder of copies may not be written.',
  EPERM: 'The folder of copies may not be written.',
  EROFS: 'The folder of copies may not be written.',
  ENOTDIR: 'There is a file in the place of the folder of copies.',
  EEXIST: 'There is a file in the place of the folder of copies.',
}
