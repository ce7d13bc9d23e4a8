import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { and, type Column, eq, type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { decodeIdsOf } from '../ids.ts'
import { anyOf } from '../visible.ts'

/** Where to look; shared by filters and counts. */
export const ScopeInput = builder.inputType('ScopeInput', {
  description:
    'Where to look. All that is given must hold; a list means any of it. What a kind does not have does not narrow it: a node has no namespace.',
  fields: (t) => ({
    clusters: t.idList({ description: 'Ids of clusters.' }),
    namespaces: t.stringList({ description: 'Names of namespaces, in whichever cluster.' }),
    regions: t.stringList({ description: 'Regions of clusters.' }),
    registries: t.stringList({ description: 'Registries, by host name.' }),
    sample: t.boolean({
      description: 'Whether in the sample cluster: false leaves it out, true leaves all others out.',
    }),
  }),
})

export type ScopeShape = typeof ScopeInput.$inferInput

/** The columns of a table that a scope narrows; absent ones do not apply to it. */
export interface ScopeColumns {
  readonly cluster?: Column
  readonly namespace?: Column
  readonly registry?: Column
}

/** The condition that rows lie within `scope`; undefined when it asks for nothing. */
export function withinScope(scope: ScopeShape | null | undefined, columns: ScopeColumns): SQL | undefined {
  if (!scope) return undefined
  const clusters = decodeIdsOf('Cluster', scope.clusters)
  return and(
    columns.cluster && clusters ? inClusters(columns.cluster, clusters) : undefined,
    columns.cluster && scope.regions ? inRegions(columns.cluster, scope.regions) : undefined,
    columns.cluster && typeof scope.sample === 'boolean' ? inSample(columns.cluster, scope.sample) : undefined,
    columns.namespace && scope.namespaces ? anyOf(columns.namespace, scope.namespaces) : undefined,
    columns.registry && scope.registries ? anyOf(columns.registry, scope.registries) : undefined,
  )
}

/** One is asked for by itself: then an index that begins with the cluster gives its rows in order. */
function inClusters(uid: Column, clusters: readonly string[]): SQL {
  const [only, ...others] = clusters
  return only !== undefined && others.length === 0 ? eq(uid, only) : anyOf(uid, clusters)
}

function inRegions(uid: Column, regions: readonly string[]): SQL {
  return sql`${uid} in (select ${cluster.uid} from ${cluster} where ${anyOf(cluster.region, regions)})`
}

function inSample(uid: Column, wanted: boolean): SQL {
  const samples = sql`(select ${cluster.uid} from ${cluster} where ${cluster.sample})`
  return wanted ? sql`${uid} in ${samples}` : sql`${uid} not in ${samples}`
}
