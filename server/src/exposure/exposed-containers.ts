import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import { container } from '@breakwater/drizzle/tables/asset.ts'
import { EXPOSED_RANK, EXPOSURE_VERDICTS, exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { type SQL, sql } from 'drizzle-orm'

interface Difference extends Record<string, unknown> {
  readonly id: string
  readonly namespace: string
  readonly before: number
  readonly rank: number
}

const BATCH = 330

/**
 * Makes each container of a cluster carry the rank of its strongest exposure, in short transactions with their changes. A port that no
 * container declares may be any main container's or sidecar's. Containers that are being written meanwhile are left: their sync is followed
 * by an analysis of its own.
 */
export async function markExposedContainers(database: Database, uid: string, signal: AbortSignal): Promise<void> {
  const { rows } = await database.db.execute<Difference>(differing(uid))
  for (let at = 0; at < rows.length; at += BATCH) {
    signal.throwIfAborted()
    const batch = rows.slice(at, at + BATCH)
    await database.transaction((tx) => write(tx, uid, batch))
  }
}

function differing(uid: string): SQL {
  return sql`
    with strongest as (
      select workload, container, max(verdict_rank) as rank from ${exposure}
      where cluster = ${uid} and state = 'OPEN' and workload <> '' group by workload, container
    ), wanted as (
      select c.id, c.namespace, c.exposure_rank as before, greatest(
        coalesce(own.rank, 0), case when c.kind in ('MAIN', 'SIDECAR') then coalesce(undeclared.rank, 0) else 0 end) as rank
      from ${container} as c
      left join strongest as own on own.workload = c.workload and own.container = c.name
      left join strongest as undeclared on undeclared.workload = c.workload and undeclared.container = ''
      where c.cluster = ${uid} and c.present
    )
    select id, namespace, before, rank from wanted where before <> rank`
}

async function write(tx: Queries, cluster: string, rows: readonly Difference[]): Promise<void> {
  const ids = sql.param(rows.map(({ id }) => id))
  const ranks = sql.param(rows.map(({ rank }) => rank))
  const { rows: written } = await tx.execute<{ id: string }>(sql`
    with free as (select id from ${container} where id = any(${ids}::text[]) for no key update skip locked)
    update ${container} as c set exposure_rank = wanted.rank
    from unnest(${ids}::text[], ${ranks}::int[]) as wanted(id, rank)
    where c.id = wanted.id and c.id in (select id from free) returning c.id`)
  const done = new Set(written.map(({ id }) => id))
  const exposed = (rank: number) => (rank < 0 ? null : rank >= EXPOSED_RANK)
  await recordChanges(
    tx,
    rows
      .filter(({ id }) => done.has(id))
      .map(({ id, namespace, before, rank }) => ({
        type: 'Container',
        node: id,
        operation: 'MODIFIED' as const,
        cluster,
        namespace,
        old: { exposed: exposed(before), exposure: EXPOSURE_VERDICTS[before] ?? null },
        new: { exposed: exposed(rank), exposure: EXPOSURE_VERDICTS[rank] ?? null },
      })),
  )
}
