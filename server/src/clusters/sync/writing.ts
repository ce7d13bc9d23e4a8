import type { Queries } from '@breakwater/drizzle/database.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { eq } from 'drizzle-orm'
import { TaskError } from '../../tasks/definition.ts'
import type { Sync } from './sync.ts'

const MOST_TRIES = 3

/**
 * One short transaction of a sync. The cluster's row is held against removal until it ends: what a removal has deleted must not
 * come back. Throws `TaskError` CLUSTER_REMOVED. Tried again when the database broke a deadlock with it.
 */
export async function writing<T>(
  { database, cluster: uid }: Pick<Sync, 'database' | 'cluster'>,
  fn: (tx: Queries) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await database.transaction(async (tx) => {
        const [row] = await tx.select({ state: cluster.state }).from(cluster).where(eq(cluster.uid, uid)).for('share')
        if (!row || row.state === 'DELETED') throw removed()
        return await fn(tx)
      })
    } catch (error) {
      if (tries >= MOST_TRIES || !isDeadlock(error)) throw error
    }
  }
}

function removed(): TaskError {
  return new TaskError(
    {
      code: 'CLUSTER_REMOVED',
      message: 'The cluster was removed while it was synchronized.',
      advice: 'Nothing is to be done.',
    },
    false,
  )
}

function isDeadlock(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error && 'code' in cause && (cause.code === '40P01' || cause.code === '40001')
}
