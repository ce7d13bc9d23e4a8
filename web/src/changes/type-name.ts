import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'

/** Types of assets that change, as they are recorded and as an enum; an image is what its digest says, for ever. */
export const CHANGED_TYPES = {
  Cluster: 'CLUSTER',
  ClusterNode: 'CLUSTER_NODE',
  Namespace: 'NAMESPACE',
  Workload: 'WORKLOAD',
  Pod: 'POD',
  Container: 'CONTAINER',
  Service: 'SERVICE',
} as const satisfies Readonly<Record<string, Scalar<'AssetType'>>>

export type ChangedType = keyof typeof CHANGED_TYPES

/** What people call a type of an asset; other objects are called as Kubernetes does. */
export function typeName(type: string): string {
  return isChangedType(type) ? text(`assetType.${CHANGED_TYPES[type]}`) : type
}

function isChangedType(type: string): type is ChangedType {
  return type in CHANGED_TYPES
}
