import type { clusterNode, container, namespace, pod, service, workload } from '@breakwater/drizzle/tables/asset.ts'
import type { risks } from '@breakwater/drizzle/tables/columns.ts'

/**
 * What a sync writes of an asset; the rest (first seen, last seen, present) is bookkeeping of the writer, and what analyses find is
 * not the sync's.
 */
type Written<Row> = Omit<
  Row,
  'registry' | 'firstSeenAt' | 'lastSeenAt' | 'present' | 'exposureRank' | keyof ReturnType<typeof risks>
>

export type NamespaceRow = Written<typeof namespace.$inferSelect>
export type ClusterNodeRow = Written<typeof clusterNode.$inferSelect>
export type WorkloadRow = Written<typeof workload.$inferSelect>
export type PodRow = Written<typeof pod.$inferSelect>
export type ContainerRow = Written<typeof container.$inferSelect>
export type ServiceRow = Written<typeof service.$inferSelect>

/** A typed row, by the name of its GraphQL type. */
export type AssetRow =
  | { readonly type: 'Namespace'; readonly row: NamespaceRow }
  | { readonly type: 'ClusterNode'; readonly row: ClusterNodeRow }
  | { readonly type: 'Workload'; readonly row: WorkloadRow }
  | { readonly type: 'Pod'; readonly row: PodRow }
  | { readonly type: 'Container'; readonly row: ContainerRow }
  | { readonly type: 'Service'; readonly row: ServiceRow }

export type AssetType = AssetRow['type']
