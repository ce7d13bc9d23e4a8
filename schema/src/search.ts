import {
  clusterNode,
  container,
  imageUse,
  namespace,
  pod,
  service,
  workload,
} from '@breakwater/drizzle/tables/asset.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { task } from '@breakwater/drizzle/tables/task.ts'
import { and, asc, desc, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { Context } from './context.ts'
import { encodeId } from './ids.ts'
import { containsText } from './lists/conditions.ts'
import { visibleTo } from './visible.ts'

/** What is searched, in the order in which it is shown. */
export const SEARCH_TYPES = [
  'CLUSTER',
  'NAMESPACE',
  'WORKLOAD',
  'SERVICE',
  'POD',
  'CONTAINER',
  'CLUSTER_NODE',
  'IMAGE',
  'TASK',
] as const

export type SearchTypeName = (typeof SEARCH_TYPES)[number]

export interface SearchHit {
  readonly nodeId: string
  readonly name: string
  /** Uid of its cluster; empty: in none, or in several. */
  readonly cluster: string
  readonly namespace: string
  /** What else tells it from others of its name, such as a workload's kind. */
  readonly note: string
}

export interface SearchGroupShape {
  readonly type: SearchTypeName
  readonly hits: readonly SearchHit[]
  /** Whether there are more than were asked for. */
  readonly more: boolean
}

/** Shorter words are in nearly every name. */
export const SHORTEST_SEARCH = 2

/**
 * Names that begin with `text` or hold it, at most `first` of each type; those of which something was found. Of what there may
 * be very many (services, pods, containers) only names that begin with it, which an index finds; of the rest the few names are
 * read through. Names in Kubernetes have no capital letters, so none are looked for.
 */
export async function search(
  context: Context,
  text: string,
  first: number,
  types: readonly SearchTypeName[],
): Promise<SearchGroupShape[]> {
  const searched = text.trim()
  if (searched.length < SHORTEST_SEARCH) return []
  const groups = await Promise.all(
    SEARCH_TYPES.filter((type) => types.includes(type)).map(async (type) => {
      const hits = await BRANCHES[type](context, searched, first + 1)
      return { type, hits: hits.slice(0, first), more: hits.length > first }
    }),
  )
  return groups.filter((group) => group.hits.length > 0)
}

type Branch = (context: Context, text: string, limit: number) => Promise<readonly SearchHit[]>

const BRANCHES: Readonly<Record<SearchTypeName, Branch>> = {
  CLUSTER: async ({ database, viewer }, text, limit) => {
    const rows = await database.db
      .select({ uid: cluster.uid, name: cluster.name, note: cluster.distribution })
      .from(cluster)
      .where(
        and(visibleTo(viewer, cluster), ne(cluster.state, 'DELETED'), containsText(text, cluster.name, cluster.uid)),
      )
      .orderBy(...prefixFirst(sql`${cluster.nameLower}`, text.toLowerCase()), asc(cluster.nameLower), asc(cluster.uid))
      .limit(limit)
    return rows.map((row) => ({
      nodeId: encodeId('Cluster', row.uid),
      name: row.name,
      cluster: row.uid,
      namespace: '',
      note: row.note,
    }))
  },
  NAMESPACE: (context, text, limit) => inside(context, { type: 'Namespace', table: namespace, text, limit }),
  WORKLOAD: (context, text, limit) =>
    inside(context, { type: 'Workload', table: workload, note: sql`${workload.kind}`, text, limit }),
  SERVICE: (context, text, limit) =>
    beginning(context, { type: 'Service', table: service, note: sql`${service.type}`, text, limit }),
  POD: (context, text, limit) => beginning(context, { type: 'Pod', table: pod, note: sql`${pod.status}`, text, limit }),
  CONTAINER: (context, text, limit) =>
    beginning(context, { type: 'Container', table: container, note: sql`${container.podName}`, text, limit }),
  CLUSTER_NODE: (context, text, limit) => inside(context, { type: 'ClusterNode', table: clusterNode, text, limit }),
  IMAGE: async ({ database, viewer }, text, limit) => {
    const rows = await database.db
      .select({ image: imageUse.image, reference: sql<string>`min(${imageUse.reference})` })
      .from(imageUse)
      .where(and(visibleTo(viewer, imageUse), containsText(text, imageUse.reference, imageUse.image)))
      .groupBy(imageUse.image)
      .orderBy(sql`min(${imageUse.reference}) collate "C"`, asc(imageUse.image))
      .limit(limit)
    return rows.map((row) => ({
      nodeId: encodeId('Image', row.image),
      name: row.reference,
      cluster: '',
      namespace: '',
      note: row.image,
    }))
  },
  TASK: async ({ database, viewer }, text, limit) => {
    const newest = database.db
      .select({ id: task.id, kind: task.kind, state: task.state, target: task.target, createdAt: task.createdAt })
      .from(task)
      .where(visibleTo(viewer, task))
      .orderBy(desc(task.createdAt), desc(task.id))
      .limit(TASKS_LOOKED_AT)
      .as('newest')
    const rows = await database.db
      .select({ id: newest.id, target: newest.target, kind: newest.kind })
      .from(newest)
      .where(containsText(text, newest.target, newest.kind))
      .orderBy(desc(newest.createdAt), desc(newest.id))
      .limit(limit)
    return rows.map((row) => ({
      nodeId: encodeId('Task', row.id),
      name: row.target,
      cluster: '',
      namespace: '',
      note: row.kind,
    }))
  },
}

/** Tasks of the last days; older ones are found in Task Management. */
const TASKS_LOOKED_AT = 1_000

interface NameSearch {
  readonly type: string
  readonly table:
    | typeof namespace
    | typeof workload
    | typeof service
    | typeof pod
    | typeof container
    | typeof clusterNode
  readonly note?: SQL
  readonly text: string
  readonly limit: number
}

/** Present assets whose names begin with the text, as the index on names has them. */
function beginning(context: Context, asked: NameSearch): Promise<readonly SearchHit[]> {
  const prefix = asked.text.toLowerCase()
  return named(context, asked, sql`${asked.table.name} >= ${prefix} and ${asked.table.name} < ${`${prefix}\u{10ffff}`}`)
}

/** First those whose names begin with the text; when there is room left, those that hold it anywhere. */
async function inside(context: Context, asked: NameSearch): Promise<readonly SearchHit[]> {
  const found = await beginning(context, asked)
  if (found.length >= asked.limit) return found
  const prefix = `${asked.text.toLowerCase().replace(/[\\%_]/g, (special) => `\\${special}`)}%`
  const others = and(containsText(asked.text, asked.table.name), sql`${asked.table.name} not like ${prefix}`)
  return [...found, ...(await named(context, { ...asked, limit: asked.limit - found.length }, others))]
}

async function named(
  { database, viewer }: Context,
  { type, table, note, limit }: NameSearch,
  condition: SQL | undefined,
): Promise<readonly SearchHit[]> {
  const rows = await database.db
    .select({
      id: table.id,
      name: table.name,
      cluster: table.cluster,
      namespace: table.namespace,
      note: sql<string>`${note ?? sql`''`}`,
    })
    .from(table)
    .where(and(visibleTo(viewer, table), eq(table.present, true), condition))
    .orderBy(asc(table.name), asc(table.id))
    .limit(limit)
  return rows.map(({ id, ...row }) => ({ nodeId: encodeId(type, id), ...row }))
}

function prefixFirst(name: SQL, prefix: string): SQL[] {
  return [sql`(not starts_with(${name}, ${prefix}))`]
}
