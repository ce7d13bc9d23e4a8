import { change, ofObjects } from '@breakwater/drizzle/tables/change.ts'
import { and, type SQL, sql } from 'drizzle-orm'

/**
 * How many changes are looked at, the newest of those that are asked for: no question takes longer, however many there are. As
 * many as PostgreSQL folds within 300 ms (`npm run bench -- changes`).
 */
export const CHANGES_LOOKED_AT = 20_000

/**
 * What the changes under `conditions` come to, a row for each thing: NEW, GONE or CHANGED from the first of them to the last. What
 * came and went in between is no row, nor is what is again as it was. `first_seq` and `seq` are the ends of its changes.
 *
 * An operation is the rest of `place` by 4, so that the first and the last one are found without sorting: 1 ADDED, 2 REMOVED,
 * 0 MODIFIED. What is told of a thing that was removed, such as that none of its risks is left, does not bring it back. Only things
 * that changed more than once are looked into, field by field.
 */
export function foldedChanges(conditions: SQL | undefined): SQL {
  return sql`(
    with looked as (
      select type, node, cluster, namespace, registry, seq, at, old, new,
        seq * 4 + case operation when 'ADDED' then 1 when 'REMOVED' then 2 else 0 end as place
      from (
        select * from ${change} where ${and(ofObjects, conditions)}
        order by ${change.at} desc, ${change.seq} desc limit ${CHANGES_LOOKED_AT}
      ) as newest
      where type = 'Cluster' or starts_with(node, cluster || '/')
    ), folded as (
      select *, case when began = 1 then 'NEW' when ended = 2 then 'GONE' else 'CHANGED' end as kind
      from (
        select type, node, min(cluster) as cluster, min(namespace) as namespace, min(registry) as registry,
          count(*)::int as changes, min(seq) as first_seq, max(seq) as seq, max(at) as at,
          min(place) % 4 as began, coalesce(max(place) filter (where place % 4 <> 0) % 4, 0) as ended,
          bool_or(coalesce(old, '{}') = '{}' and coalesce(new, '{}') = '{}') as untold
        from looked group by type, node
      ) as things
      where not (began = 1 and ended = 2)
    ), differing as (
      select distinct thing from (
        select folded.first_seq as thing, ${firstAndLast(sql`looked`)}
        from looked inner join folded using (type, node) cross join lateral ${fieldsOf(sql`looked`)}
        where folded.kind = 'CHANGED' and folded.changes > 1 and not folded.untold
        group by folded.first_seq, field.name
      ) as fields where was is distinct from became
    )
    select type, node, cluster, namespace, registry, changes, first_seq, seq, at, kind,
      substring(node from case type when 'Container' then '[^/]*/[^/]*$' else '[^/]*$' end) as name
    from folded where kind <> 'CHANGED' or changes = 1 or untold or first_seq in (select thing from differing)
  )`
}

/** The names of the fields that a change tells, as rows of `field`. */
export function fieldsOf(changes: SQL): SQL {
  return sql`(
    select name, ${changes}.old -> name as old, ${changes}.new -> name as new
    from jsonb_object_keys(coalesce(${changes}.old, '{}') || coalesce(${changes}.new, '{}')) as names(name) offset 0
  ) as field`
}

/** A field before the first and after the last of several changes, as `was` and `became`; null: there is none. */
export function firstAndLast(changes: SQL): SQL {
  return sql`nullif((array_agg(field.old order by ${changes}.seq))[1], 'null') as was,
    nullif((array_agg(field.new order by ${changes}.seq desc))[1], 'null') as became`
}
