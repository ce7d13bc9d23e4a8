import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import { risk, waiver } from '@breakwater/drizzle/tables/risk.ts'
import { inArray, sql } from 'drizzle-orm'
import { waiverCoversRisk, waiverIsActive } from './matching.ts'

/** Where counts have to be made anew. */
export interface RiskScope {
  readonly cluster: string
  readonly registry: string
}

/**
 * Gives each of the risks `ids` (at most 500) the oldest active waiver that is for it, or none. Writes only what differs, with
 * its changes. Returns the scopes of what differed.
 */
export async function assignWaivers(tx: Queries, ids: readonly string[]): Promise<RiskScope[]> {
  if (ids.length === 0) return []
  const wanted = sql`(
    select ${waiver.id} from ${waiver} where ${waiverIsActive} and ${waiverCoversRisk}
    order by ${waiver.createdAt}, ${waiver.id} limit 1
  )`
  const before = await tx
    .select({ id: risk.id, waiver: risk.waiver, wanted: sql<string | null>`${wanted}` })
    .from(risk)
    .where(inArray(risk.id, [...ids]))
    .limit(ids.length)
    .for('update')
  const differing = before.filter((row) => row.waiver !== row.wanted)
  const scopes: RiskScope[] = []
  for (const [next, rows] of Map.groupBy(differing, (row) => row.wanted)) {
    const changed = await tx
      .update(risk)
      .set({ waiver: next })
      .where(
        inArray(
          risk.id,
          rows.map((row) => row.id),
        ),
      )
      .returning({ id: risk.id, cluster: risk.cluster, namespace: risk.namespace, registry: risk.registry })
    scopes.push(...changed)
    const previous = new Map(rows.map((row) => [row.id, row.waiver]))
    await recordChanges(
      tx,
      changed.map(({ id, ...scope }) => ({
        ...scope,
        type: 'Risk',
        node: id,
        operation: 'MODIFIED' as const,
        old: { waiver: previous.get(id) ?? null },
        new: { waiver: next },
      })),
    )
  }
  return scopes
}

/** One of each scope. */
export function distinctScopes(scopes: Iterable<RiskScope>): RiskScope[] {
  const byKey = new Map<string, RiskScope>()
  for (const { cluster, registry } of scopes) byKey.set(`${cluster}\n${registry}`, { cluster, registry })
  return [...byKey.values()]
}
