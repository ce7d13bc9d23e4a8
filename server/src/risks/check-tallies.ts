import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { checkedObject, checkResult, checkTally } from '@breakwater/drizzle/tables/posture.ts'
import { risk } from '@breakwater/drizzle/tables/risk.ts'
import { sql } from 'drizzle-orm'

/**
 * Makes what configuration rules say of a cluster in numbers anew, and writes what differs. A result whose risk is waived is exempt. Called
 * after each evaluation, and where a waiver begins or ends. Tells of the namespaces whose numbers are others: who read them after a result was
 * written, and before this, has read those of before.
 */
export async function recountTallies(database: Database, cluster: string): Promise<void> {
  await database.transaction(async (tx) => {
    const { rows } = await tx.execute<{ namespace: string }>(sql`
      with passing as (
        select o.namespace, o.registry, p.rule collate "C" as rule, count(*)::int as passed
        from ${checkedObject} as o cross join lateral unnest(o.passed) as p(rule)
        where o.cluster = ${cluster} group by 1, 2, 3
      ), saying as (
        select c.namespace, c.registry, c.rule,
          count(*) filter (where c.result = 'FAIL' and r.id is null)::int as failed,
          count(*) filter (where c.result = 'EXEMPT' or (c.result = 'FAIL' and r.id is not null))::int as exempt,
          count(*) filter (where c.result = 'NOT_ASSESSABLE')::int as not_assessable
        from ${checkResult} as c
        left join ${risk} as r on r.id = c.risk and r.waiver is not null and r.state = 'OPEN'
        where c.cluster = ${cluster} and c.state = 'OPEN' group by 1, 2, 3
      ), fresh as (
        select namespace, registry, rule, coalesce(passed, 0) as passed, coalesce(failed, 0) as failed,
          coalesce(exempt, 0) as exempt, coalesce(not_assessable, 0) as not_assessable
        from passing full join saying using (namespace, registry, rule)
      ), gone as (
        delete from ${checkTally} old where old.cluster = ${cluster} and not exists (
          select 1 from fresh where (fresh.namespace, fresh.registry, fresh.rule) = (old.namespace, old.registry, old.rule))
        returning old.namespace
      ), written as (
        insert into ${checkTally} as old (cluster, namespace, registry, rule, passed, failed, exempt, not_assessable)
        select ${cluster}, namespace, registry, rule, passed, failed, exempt, not_assessable from fresh
        on conflict (cluster, namespace, registry, rule) do update
        set passed = excluded.passed, failed = excluded.failed, exempt = excluded.exempt, not_assessable = excluded.not_assessable
        where (old.passed, old.failed, old.exempt, old.not_assessable)
          is distinct from (excluded.passed, excluded.failed, excluded.exempt, excluded.not_assessable)
        returning old.namespace
      )
      select namespace from gone union select namespace from written`)
    await recordChanges(
      tx,
      // The node is that of the cluster: it is no object, and so no difference between two days.
      rows.map(({ namespace }) => ({ type: 'CheckTally', node: cluster, cluster, namespace, operation: 'MODIFIED' })),
    )
  })
}
