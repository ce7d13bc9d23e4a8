import type { AssetType } from '../normalize/asset-row.ts'
import type { ObjectIdentity } from '../normalize/identity.ts'
import { namespaceId, nodeId, podId, serviceId, workloadId } from '../normalize/ids.ts'
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

/** Takes the id of a `kubernetes_object` row apart. */
export function objectOfId(cluster: string, id: string): Named {
  const [kind = '', namespace = '', name = ''] = id.slice(cluster.length + 1).split('/')
  return { cluster, kind, namespace, name }
}

/** The id of the `kubernetes_object` row of a workload of a kind that is read; what is derived only has none. */
export function objectIdOfWorkload(workload: Named): string {
  return `${workload.cluster}/${workload.kind}/${workload.namespace}/${workload.name}`
}
