import { change, stream } from '@breakwater/drizzle/tables/change.ts'
import { and, asc, eq, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { DifferenceKind } from '../enums/difference.ts'
import { encodeId } from '../ids.ts'
import { introducerOf } from '../introducers.ts'
import { differenceList, differencesOf, ofClusters } from '../lists/difference-list.ts'
import { list } from '../lists/list.ts'
import { inTime } from '../lists/ranges.ts'
import { loadersOf } from '../loaders.ts'
import { loadNodeByKey } from '../node.ts'
import { Cluster, Difference, Node } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { ChangedField, changedFields } from './history.ts'

Difference.implement({
  description: 'How an asset, or another object of a cluster, differs between two moments.',
  fields: (t) => ({
    type: t.exposeString('type', {
      description: "An asset's type, such as `Workload`, or the kind of another object.",
    }),
    nodeId: t.id({ description: 'Id of what differs.', resolve: (row) => encodeId(row.type, row.node) }),
    name: t.exposeString('name', { description: 'Its name; of a container after that of its pod or workload.' }),
    namespace: t.exposeString('namespace', { description: 'Name of the namespace that it is in; empty: none.' }),
    cluster: t.field({
      type: Cluster,
      nullable: true,
      description: 'The cluster that it is in; null when that was removed.',
      resolve: async (row, _args, context) => (await loadersOf(context).nodes.Cluster.load(row.cluster)) ?? null,
    }),
    kind: t.expose('kind', { type: DifferenceKind, description: 'Whether it is new, gone or changed.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When the last of its changes was seen.' }),
    fields: t.field({
      type: [ChangedField],
      description:
        'Fields that can be filtered by, before and after: all of what is new or gone, the changed ones otherwise. None: it changed elsewhere.',
      resolve: (row) => changedFields(row.old ?? {}, row.new ?? {}).filter((field) => field.old !== field.new),
    }),
    introducedBy: t.string({
      nullable: true,
      description:
        'Who brought it into the cluster, as its managed fields, labels and annotations say; null when they do not. Not proven: whoever may write the object may write these.',
      resolve: async (row, _args, context) => (await introducerOf(context, row.type, row.node)) ?? null,
    }),
    asset: t.field({
      type: Node,
      nullable: true,
      description: 'It, as it is now; null for objects that are no assets, and for what is no longer kept.',
      resolve: (row, _args, context) => loadNodeByKey(context, { type: row.type, key: row.node }),
    }),
  }),
})

builder.queryField('differences', (t) =>
  list(t, differenceList, {
    description: 'What differs between two moments, an entry for each asset and object, from what is kept of changes.',
  }),
)

interface ClusterDiffShape {
  readonly cluster: string
  readonly from: Date
  readonly to: Date
}

interface DiffCountShape {
  readonly type: string
  readonly added: number
  readonly gone: number
  readonly changed: number
}

const DiffCount = builder.objectRef<DiffCountShape>('DiffCount').implement({
  description: 'How much of one type differs between two moments.',
  fields: (t) => ({
    type: t.exposeString('type', { description: "An asset's type, or the kind of another object." }),
    added: t.exposeInt('added', { description: 'How many are new.' }),
    gone: t.exposeInt('gone', { description: 'How many are gone.' }),
    changed: t.exposeInt('changed', { description: 'How many changed.' }),
  }),
})

const ClusterDiff = builder.objectRef<ClusterDiffShape>('ClusterDiff').implement({
  description: 'How a cluster differs between two moments.',
  fields: (t) => ({
    from: t.expose('from', { type: 'DateTime', description: 'The earlier moment.' }),
    to: t.expose('to', { type: 'DateTime', description: 'The later moment.' }),
    keptSince: t.field({
      type: 'DateTime',
      description: 'What happened before this moment is no longer kept.',
      resolve: (_diff, _args, context) => keptSince(context),
    }),
    complete: t.boolean({
      description: 'Whether all that happened since `from` is kept. If not, the difference is since `keptSince` only.',
      resolve: async (diff, _args, context) => (await keptSince(context)) <= diff.from,
    }),
    counts: t.field({
      type: [DiffCount],
      description: 'How much differs, type by type; types of which nothing does are left out.',
      resolve: (diff, _args, context) => countsOf(diff, context),
    }),
    entries: list(t, differenceList, {
      description: 'What differs. The same as `differences` of this cluster and period.',
      where: ({ cluster, from, to }) => and(eq(change.cluster, cluster), inTime(change.at, { from, before: to })),
      named: ({ cluster, from, to }) => [cluster, from.toISOString(), to.toISOString()],
    }),
  }),
})

builder.objectField(Cluster, 'diff', (t) =>
  t.field({
    type: ClusterDiff,
    description: 'How it differs between two moments: what is new, gone and changed.',
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'The earlier moment.' }),
      to: t.arg({ type: 'DateTime', description: 'The later moment, itself not included; now when not given.' }),
    },
    resolve: ({ uid }, { from, to }) => ({ cluster: uid, from, to: to ?? new Date() }),
  }),
)

const MOST_TYPES = 500

async function countsOf({ cluster, from, to }: ClusterDiffShape, context: Context): Promise<DiffCountShape[]> {
  const conditions = and(
    visibleTo(context.viewer, change),
    ofClusters(),
    eq(change.cluster, cluster),
    inTime(change.at, { from, before: to }),
  )
  const count = (kind: string) => sql`(count(*) filter (where kind = ${kind}))::int`
  const { rows } = await context.database.db.execute<Record<keyof DiffCountShape, unknown>>(
    sql`select type, ${count('NEW')} as added, ${count('GONE')} as gone, ${count('CHANGED')} as changed
      from ${differencesOf(conditions)} group by type order by type limit ${MOST_TYPES}`,
  )
  return rows.map((row) => ({
    type: String(row.type),
    added: Number(row.added),
    gone: Number(row.gone),
    changed: Number(row.changed),
  }))
}

/** The beginning of the outbox, or of what retention has left of it. */
async function keptSince(context: Context): Promise<Date> {
  const { db } = context.database
  const [begun] = await db
    .select({ at: stream.startedAt, trimmed: sql<boolean>`${stream.trimmedTransaction} > '0'::xid8` })
    .from(stream)
    .limit(1)
  if (begun && !begun.trimmed) return begun.at
  const [oldest] = await db
    .select({ at: change.at })
    .from(change)
    .orderBy(asc(change.transaction), asc(change.seq))
    .limit(1)
  return oldest?.at ?? new Date()
}
