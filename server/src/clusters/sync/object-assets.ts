import { namespaceId, nodeId, objectId, podId, serviceId, workloadId } from '../../kubernetes/row-ids.ts'
import type { AssetType } from '../normalize/asset-row.ts'
import type { ObjectIdentity } from '../normalize/identity.ts'
import { TEMPLATE_KINDS } from '../normalize/workload.ts'

type Named = Pick<ObjectIdentity, 'cluster' | 'kind' | 'namespace' | 'name'>

/** The typed row that an object stands for, were it the top owner; `undefined` for kinds without typed rows. */
export function assetOfObject({ cluster, kind, namespace, name }: Named): { type: AssetType; id: string } | undefined {
  switch (kind) {
    case 'Namespace':
      return { type: 'Namespace', id: namespaceId(cluster, name) }
    case 'Node':
      return { type: 'ClusterNode', id: nodeId(cluster, name) }
    case 'Pod':
      return { type: 'Pod', id: podId(cluster, namespace, name) }
    case 'Service':
      return { type: 'Service', id: serviceId(cluster, namespace, name) }
    default:
      if (!TEMPLATE_KINDS.includes(kind)) return undefined
      return { type: 'Workload', id: workloadId(cluster, { kind, apiVersion: 'apps/v1', namespace, name }) }
  }
}

/** The id of the `kubernetes_object` row of a workload of a kind that is read; what is derived only has none. */
export function objectIdOfWorkload(workload: Named): string {
  return objectId(workload.cluster, workload.kind, workload.namespace, workload.name)
}
