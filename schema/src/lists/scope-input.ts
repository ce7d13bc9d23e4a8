import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { and, type Column, type SQL, sql } from 'drizzle-orm'
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
    columns.cluster && clusters ? anyOf(columns.cluster, clusters) : undefined,
    columns.cluster && scope.regions ? inRegions(columns.cluster, scope.regions) : undefined,
    columns.namespace && scope.namespaces ? anyOf(columns.namespace, scope.namespaces) : undefined,
    columns.registry && scope.registries ? anyOf(columns.registry, scope.registries) : undefined,
  )
}

function inRegions(uid: Column, regions: readonly string[]): SQL {
  return sql`${uid} in (select ${cluster.uid} from ${cluster} where ${anyOf(cluster.region, regions)})`
}
