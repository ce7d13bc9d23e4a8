import type { Scalar } from '../api/graphql.ts'
import type { CountLink } from './asset-counts.tsx'

export type WorkloadView = 'workloads' | 'pods' | 'containers' | 'services' | 'nodes' | 'namespaces' | 'images'

const views: Readonly<Record<Exclude<Scalar<'AssetKind'>, 'CLUSTER'>, WorkloadView>> = {
  NODE: 'nodes',
  NAMESPACE: 'namespaces',
  APPLICATION: 'workloads',
  POD: 'pods',
  CONTAINER: 'containers',
  IMAGE: 'images',
}

/** The list of a kind over all clusters in scope. */
export function countLinkAcrossClusters(kind: Scalar<'AssetKind'>): ReturnType<CountLink> {
  if (kind === 'CLUSTER') return { path: '/clusters', parameters: {} }
  return { path: '/workloads', parameters: { view: views[kind] } }
}

/** The list of a kind in one cluster's asset browser. */
export function countLinkWithin(clusterId: string): CountLink {
  return (kind) => ({ path: '/clusters/view', parameters: { id: clusterId, group: kind } })
}
