import { recordAudit } from '@breakwater/drizzle/audit.ts'
import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import { nodeReport } from '@breakwater/drizzle/tables/posture.ts'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { nodesOf } from '../benchmark.ts'
import type { ReadNodeReport } from '../benchmark-service.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { NodeReportSource } from '../enums/benchmark.ts'
import { decodeIdOf, encodeId } from '../ids.ts'
import { loadersOf } from '../loaders.ts'
import { NodeReport, type NodeReportRow } from '../refs.ts'
import { RequestError } from '../services.ts'
import { seesPartsOnly } from '../visible.ts'
import { mutation } from './mutation.ts'
import { visibleCluster } from './named-rows.ts'

type Replaced = Pick<NodeReportRow, 'node' | 'source' | 'readAt' | 'readBy'>

interface Imported {
  readonly reports: readonly NodeReportRow[]
  readonly replaced: readonly Replaced[]
  readonly unknownNodes: readonly string[]
}

/** As many as nodes of a large cluster. */
const MOST_REPORTS = 10_000
const MOST_TOLD = 100
const ROWS_A_WRITE = 500

const ReplacedNodeReport = builder.objectRef<Replaced>('ReplacedNodeReport').implement({
  description: 'A report that is replaced by a newer one.',
  fields: (t) => ({
    node: t.exposeString('node', { description: 'Name of the node.' }),
    source: t.expose('source', { type: NodeReportSource, description: 'Who looked at it.' }),
    read: t.expose('readAt', { type: 'DateTime', description: 'When it was brought.' }),
    readBy: t.exposeString('readBy', { description: 'By whom.' }),
  }),
})

const NodeReportImport = builder.objectRef<Imported>('NodeReportImport').implement({
  description: 'What was read of a text. Of lists the first hundred are told.',
  fields: (t) => ({
    total: t.int({ description: 'How many reports were taken.', resolve: ({ reports }) => reports.length }),
    reports: t.field({
      type: [NodeReport],
      description: 'These.',
      resolve: ({ reports }) => reports.slice(0, MOST_TOLD),
    }),
    replacedTotal: t.int({
      description: 'How many older ones they replace.',
      resolve: ({ replaced }) => replaced.length,
    }),
    replaced: t.field({
      type: [ReplacedNodeReport],
      description: 'These.',
      resolve: ({ replaced }) => replaced.slice(0, MOST_TOLD),
    }),
    unknownNodes: t.stringList({
      description: 'Nodes that are not in the cluster, whose reports were left out.',
      resolve: ({ unknownNodes }) => unknownNodes.slice(0, MOST_TOLD),
    }),
  }),
})

mutation({
  name: 'importNodeReport',
  description:
    'Takes in what nodes told of checks that only they can answer: the logs of the job of `nodeJob`, of any number of nodes, or what `kube-bench --json` wrote.',
  role: 'OPERATOR',
  what: 'bring reports of nodes',
  input: (t) => ({
    cluster: t.id({ required: true, description: 'Id of the cluster.' }),
    report: t.string({ required: true, description: 'The text, of at most 4 MiB.' }),
    node: t.string({
      description: 'Name of the node that kube-bench ran on: it does not tell it. Of no use otherwise.',
    }),
  }),
  payload: { imported: { type: NodeReportImport, description: 'What was read.' } },
  run: async (input, context) => {
    const cluster = await wholeCluster(context, input.cluster)
    const read = context.services.benchmarks.readReports(input.report, input.node?.trim() ?? '')
    const nodes = await nodesOf(context, cluster.uid)
    const known = nodes && new Set(nodes.map(({ name }) => name))
    const meant = read.filter(({ node }) => !known || known.has(node))
    const unknownNodes = read.map(({ node }) => node).filter((node) => known && !known.has(node))
    if (meant.length === 0) {
      const message = `There is no node "${unknownNodes[0] ?? ''}" in this cluster. Its nodes are named as "${nodes?.[0]?.name ?? ''}".`
      throw new RequestError('NODE_UNKNOWN', message, [input.node ? 'node' : 'report'])
    }
    const imported = await context.database.transaction(async (tx) => {
      const written = await write(tx, context, cluster.uid, meant)
      const details = { nodes: meant.length, source: meant[0]?.source ?? '', replaced: written.replaced.length }
      const target = cluster.name
      await recordAudit(tx, context.viewer, { action: 'importNodeReport', cluster: cluster.uid, target, details })
      return written
    })
    return { imported: { ...imported, unknownNodes } }
  },
})

mutation({
  name: 'deleteNodeReport',
  description: 'Takes a report of a node away. What only it told is not assessable from then on.',
  role: 'OPERATOR',
  what: 'take reports of nodes away',
  input: (t) => ({ nodeReport: t.id({ required: true, description: 'Id of the report.' }) }),
  payload: { deletedNodeReportId: { type: 'ID', description: 'Id of the report that is gone.' } },
  run: async (input, context) => {
    const row = await loadersOf(context).nodes.NodeReport.load(decodeIdOf('NodeReport', input.nodeReport))
    if (!row) throw new RequestError('NOT_FOUND', 'There is no such report. It may have been deleted.', ['nodeReport'])
    const { id, cluster, node, source } = row
    await context.database.transaction(async (tx) => {
      const gone = await tx.delete(nodeReport).where(eq(nodeReport.id, id)).returning({ id: nodeReport.id })
      await recordChanges(
        tx,
        gone.map(() => ({ type: 'NodeReport', node: id, cluster, operation: 'REMOVED' as const })),
      )
      await recordAudit(tx, context.viewer, { action: 'deleteNodeReport', cluster, target: node, details: { source } })
    })
    return { deletedNodeReportId: encodeId('NodeReport', id) }
  },
})

async function wholeCluster(context: Context, id: string) {
  const cluster = await visibleCluster(context, id, 'cluster')
  if (cluster.state === 'DELETED')
    throw new RequestError('BEING_REMOVED', 'This cluster is being removed. Its nodes are no longer of interest.', [
      'cluster',
    ])
  if (!seesPartsOnly(context.viewer)) return cluster
  throw new RequestError('FORBIDDEN', 'Only who sees all of a cluster may bring reports of its nodes.', ['cluster'])
}

async function write(
  tx: Queries,
  { viewer }: Context,
  cluster: string,
  read: readonly ReadNodeReport[],
): Promise<Pick<Imported, 'reports' | 'replaced'>> {
  const ids = read.map((report) => idOf(cluster, report))
  const [{ others } = { others: 0 }] = await tx
    .select({ others: sql<number>`count(*)`.mapWith(Number) })
    .from(nodeReport)
    .where(and(eq(nodeReport.cluster, cluster), sql`${nodeReport.id} <> all(${sql.param(ids)}::text[])`))
  if (others + read.length > MOST_REPORTS)
    throw new RequestError('TOO_MANY', `There are ${others} reports of this cluster already. Delete some first.`)
  const readAt = new Date()
  const reports: NodeReportRow[] = []
  const replaced: Replaced[] = []
  for (let at = 0; at < read.length; at += ROWS_A_WRITE) {
    const rows = read.slice(at, at + ROWS_A_WRITE).map((report) => ({
      ...report,
      ...{ id: idOf(cluster, report), cluster, namespace: '', registry: '' },
      ...{ readAt, readBy: viewer.actor },
    }))
    const { id, node, source, readAt: before, readBy } = nodeReport
    const known = await tx
      .select({ id, node, source, readAt: before, readBy })
      .from(nodeReport)
      .where(
        inArray(
          nodeReport.id,
          rows.map((row) => row.id),
        ),
      )
      .limit(rows.length)
      .for('update')
    await tx
      .insert(nodeReport)
      .values(rows)
      .onConflictDoUpdate({
        target: nodeReport.id,
        set: { states: sql`excluded.states`, readAt: sql`excluded.read_at`, readBy: sql`excluded.read_by` },
      })
    const wasThere = new Set(known.map((row) => row.id))
    await recordChanges(
      tx,
      rows.map((row) => ({
        ...{ type: 'NodeReport', node: row.id, cluster },
        operation: wasThere.has(row.id) ? ('MODIFIED' as const) : ('ADDED' as const),
      })),
    )
    reports.push(...rows)
    replaced.push(...known)
  }
  return { reports, replaced }
}

function idOf(cluster: string, { source, node }: ReadNodeReport): string {
  return `${source}/${cluster}/${node}`
}
