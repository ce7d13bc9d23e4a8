import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { cisState } from '@breakwater/drizzle/tables/posture.ts'
import { sql } from 'drizzle-orm'
import type { EvaluateAnswer } from './thread-messages.ts'

/** Makes what objects say of benchmarks be what is stored of a cluster, and tells of those that differ. What is the same is not written again. */
export async function writeBenchmarks(
  database: Database,
  cluster: string,
  benchmarks: EvaluateAnswer['benchmarks'],
): Promise<void> {
  const rows = benchmarks.map(([version, states]) => ({ cluster, version, states }))
  await database.transaction(async (tx) => {
    const written = await tx
      .insert(cisState)
      .values(rows)
      .onConflictDoUpdate({
        target: [cisState.cluster, cisState.version],
        set: { states: sql`excluded.states` },
        setWhere: sql`${cisState.states} is distinct from excluded.states`,
      })
      .returning({ version: cisState.version })
    // Its node is that of the cluster: it is no object, and so no difference between two days.
    const told = { type: 'Benchmark', node: cluster, cluster, operation: 'MODIFIED' } as const
    if (written.length > 0) await recordChanges(tx, [told])
  })
}
