import type { Database } from '@breakwater/drizzle/database.ts'
import { workload } from '@breakwater/drizzle/tables/asset.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { NewTaskItem, TaskRow } from '../tasks/definition.ts'

/** The clusters that the task names, else all that were synchronized once. */
export async function clustersOfTask({ db }: Database, task: TaskRow): Promise<NewTaskItem[]> {
  const named = task.cluster ? [task.cluster] : textsOf(task.input['clusters'])
  const rows = await db
    .select({ uid: cluster.uid, name: cluster.name })
    .from(cluster)
    .where(and(ne(cluster.state, 'DELETED'), named.length > 0 ? inArray(cluster.uid, named) : undefined))
    .orderBy(asc(cluster.nameLower), asc(cluster.uid))
  return rows.map(({ uid, name }) => ({ targetType: 'Cluster', targetId: uid, targetName: name, cluster: uid }))
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** Ids of workloads that are not made of just kind and name, by `kind/namespace/name`: their kinds are custom resources. */
export async function customWorkloadsOf({ db }: Database, uid: string): Promise<Map<string, string>> {
  const { id, kind, namespace, name, cluster: inCluster } = workload
  const rows = await db
    .select({ id, kind, namespace, name })
    .from(workload)
    .where(
      and(eq(inCluster, uid), ne(id, sql`${inCluster} || '/' || ${namespace} || '/' || ${kind} || '/' || ${name}`)),
    )
    .limit(10_000)
  return new Map(rows.map((row) => [`${row.kind}/${row.namespace}/${row.name}`, row.id]))
}
