import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { analysis, assetRisk } from '@breakwater/drizzle/tables/risk.ts'
import { type Column, type SQL, sql } from 'drizzle-orm'
import { clusterRiskRows } from '../cluster-risks.ts'
import type { Viewer } from '../viewer.ts'
import { computed, type SortedBy, type SortKey } from './order.ts'

/** Orders by what other tables tell of a row. */

/**
 * By the name of the cluster whose uid stands in `uid`, whatever its case, then by `keys`. For rows that are all in one: the
 * cluster's own row is the last of it to go, so the join loses none, and an index can give the clusters in order.
 */
export function byCluster(uid: Column, ...keys: readonly SortKey[]): SortedBy {
  return {
    by: [computed('text', sql`located.sort_name`), ...keys],
    join: () => sql`inner join ${clusterNames} on located.sort_uid = ${uid}`,
  }
}

/** The same for rows of which some are in no cluster: they come first. */
export function byClusterIfAny(uid: Column): SortedBy {
  return {
    by: [computed('text', sql`located.sort_name`)],
    // No cluster is one more, without a name: a left join could not be walked in the order of the names.
    join: () => sql`inner join ${clusterNamesAndNone} on located.sort_uid = ${uid}`,
  }
}

/** The same for what is told of clusters that may be gone: what was in one of those comes first. */
export function byClusterThatWas(uid: Column): SortedBy {
  return {
    by: [computed('text', sql`coalesce(located.sort_name, '')`)],
    join: () => sql`left join ${clusterNames} on located.sort_uid = ${uid}`,
  }
}

const clusterNames = sql`(select ${cluster.uid} as sort_uid, ${cluster.nameLower} as sort_name from ${cluster}) as located`

const clusterNamesAndNone = sql`(
  select ${cluster.uid} as sort_uid, ${cluster.nameLower} as sort_name from ${cluster} union all select '', ''
) as located`

/**
 * By the open, unwaived risks of all that the viewer sees in a cluster: the number of HIGH ones first, then MEDIUM, then LOW. What was not
 * analyzed stands below what has none. Clusters are few; assets carry their numbers (`RISK_COLUMNS`).
 */
export function byRisksOfCluster(uid: Column): SortedBy {
  const number = (column: string) =>
    computed(
      'integer',
      sql`case when analyzed.sort_analyzed is null then -1 else coalesce(${sql.raw(`risky.${column}`)}, 0) end`,
    )
  return {
    by: [number('sort_high'), number('sort_medium'), number('sort_low')],
    join: (viewer) => sql`left join (
      select distinct ${analysis.cluster} as sort_analyzed from ${analysis}
    ) as analyzed on analyzed.sort_analyzed = ${uid}
    left join (${risksOfClusters(viewer)}) as risky on risky.sort_uid = ${uid}`,
  }
}

/** By one number that is told of each row by a sub-select, such as a sum of a roll-up. */
export function byNumber(type: 'integer' | 'float8', value: (viewer: Viewer) => SQL): SortedBy {
  return {
    by: [computed(type, sql`told.sort_number`)],
    join: (viewer) => sql`cross join lateral (select ${value(viewer)} as sort_number) as told`,
  }
}

function risksOfClusters(viewer: Viewer): SQL {
  return sql`select ${assetRisk.cluster} as sort_uid, sum(${assetRisk.high})::int as sort_high,
    sum(${assetRisk.medium})::int as sort_medium, sum(${assetRisk.low})::int as sort_low
    from ${assetRisk} where ${clusterRiskRows(viewer)} group by ${assetRisk.cluster}`
}
