import { type ASSET_KINDS, assetCount, imageUse } from '@breakwater/drizzle/tables/asset.ts'
import { coverage } from '@breakwater/drizzle/tables/cluster.ts'
import { and, type Column, eq, type SQL, sql } from 'drizzle-orm'
import type { Viewer } from '../viewer.ts'
import { visibleTo } from '../visible.ts'

/** What the roll-ups tell of a cluster or namespace, as sub-selects of its row: to filter and to sort by what lists show. */

/** The columns of a row that tell where it counts. */
export interface Place {
  readonly cluster: Column
  /** The namespace's name; undefined: the whole cluster. */
  readonly namespace?: Column
}

/** How many present assets of a kind are there, as far as the viewer sees them. Images are not summed, see `imageTotal`. */
export function assetTotal(viewer: Viewer, kind: Exclude<(typeof ASSET_KINDS)[number], 'IMAGE'>, place: Place): SQL {
  return sql`(select coalesce(sum(${assetCount.total}), 0)::int from ${assetCount} where ${and(
    at(place, assetCount),
    eq(assetCount.kind, kind),
    visibleTo(viewer, assetCount),
  )})`
}

/** How many images are used there, each counted once. */
export function imageTotal(viewer: Viewer, place: Place): SQL {
  return sql`(select count(distinct ${imageUse.image})::int from ${imageUse} where ${and(
    at(place, imageUse),
    visibleTo(viewer, imageUse),
  )})`
}

/**
 * Which share of the kinds that are read of a cluster is seen whole, 0 to 1; -1 when none was read yet. A kind that only some
 * clusters have, and this one does not, is left aside.
 */
export function coverageShare(viewer: Viewer, uid: Column): SQL {
  return sql`(select coalesce(
    (count(*) filter (where ${coverage.reason} = 'COMPLETE'))::float8 / nullif(count(*), 0), -1
  ) from ${coverage} where ${and(
    sql`${coverage.cluster} = ${uid}`,
    sql`not (${coverage.optional} and ${coverage.reason} in ('NOT_SERVED', 'NOT_IN_SNAPSHOT'))`,
    visibleTo(viewer, coverage),
  )})`
}

function at(place: Place, table: typeof assetCount | typeof imageUse): SQL | undefined {
  return and(sql`${table.cluster} = ${place.cluster}`, place.namespace && sql`${table.namespace} = ${place.namespace}`)
}
