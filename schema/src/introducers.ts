import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import DataLoader from 'dataloader'
import { and } from 'drizzle-orm'
import type { Context } from './context.ts'
import { loadersOf } from './loaders.ts'
import { anyOf, visibleTo } from './visible.ts'

/** Who brought the object behind an asset or object into its cluster, as the object says; undefined when it does not say. */
export async function introducerOf(context: Context, type: string, node: string): Promise<string | undefined> {
  const object = objectIdOf(type, node)
  if (object === undefined) return undefined
  return loadersOf(context)
    .keyed('introducers', true, () => introducers(context))
    .load(object)
}

function introducers(context: Context): DataLoader<string, string | undefined> {
  return new DataLoader(
    async (ids) => {
      const rows = await context.database.db
        .select({ id: kubernetesObject.id, introducedBy: kubernetesObject.introducedBy })
        .from(kubernetesObject)
        .where(and(anyOf(kubernetesObject.id, ids), visibleTo(context.viewer, kubernetesObject)))
        .limit(ids.length)
      const found = new Map(rows.map((row) => [row.id, row.introducedBy]))
      return ids.map((id) => found.get(id) || undefined)
    },
    { maxBatchSize: 1_000 },
  )
}

/** The id of the `kubernetes_object` row that a row of `type` is made from: both are made of the same names, in another order. */
function objectIdOf(type: string, node: string): string | undefined {
  const [cluster = '', ...names] = node.split('/')
  const [first = '', second = '', third = ''] = names
  switch (type) {
    case 'Namespace':
      return `${cluster}/Namespace//${first}`
    case 'ClusterNode':
      return `${cluster}/Node//${first}`
    case 'Pod':
    case 'Service':
      return `${cluster}/${type}/${first}/${second}`
    case 'Workload':
      return `${cluster}/${second}/${first}/${third}`
    case 'Container':
      // Of a pod: namespace, pod, container. Declared only: namespace, kind, workload, container.
      return names.length === 3 ? `${cluster}/Pod/${first}/${second}` : `${cluster}/${second}/${first}/${third}`
    default:
      return names[0] === type ? node : undefined
  }
}
