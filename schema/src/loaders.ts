import { regionGroup, savedView, session, token } from '@breakwater/drizzle/tables/access.ts'
import { clusterNode, container, namespace, pod, service, workload } from '@breakwater/drizzle/tables/asset.ts'
import { cluster, clusterWatch, coverage } from '@breakwater/drizzle/tables/cluster.ts'
import { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { checkedObject, checkResult, checkTally, nodeReport } from '@breakwater/drizzle/tables/posture.ts'
import { type ASSET_TYPES, analysis, assetRisk, risk, waiver } from '@breakwater/drizzle/tables/risk.ts'
import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import DataLoader from 'dataloader'
import { and, type Column, eq, getColumns, type InferSelectModel, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { type ClusterRisk, clusterRisksOf } from './cluster-risks.ts'
import type { Context } from './context.ts'
import { type RatedRuleRow, ratedRule, ratedRules } from './rated-rules.ts'
import type { CoverageRow, WatchRow } from './refs.ts'
import { visibleView } from './saved-views.ts'
import { anyOf, forAdministrators, visibleRegionGroups, visibleTo } from './visible.ts'

type AnalysisRow = typeof analysis.$inferSelect

/** Reads rows by key, each kind in one statement for all that ask at the same time, and each row once. Only visible ones. */
export interface Loaders {
  /** Rows by natural key, for each type that `node` finds. */
  readonly nodes: NodeLoaders
  /** What is seen of a cluster, by its uid. */
  readonly coverage: DataLoader<string, readonly CoverageRow[]>
  /** How the kinds of a cluster are followed, by its uid. */
  readonly watches: DataLoader<string, readonly WatchRow[]>
  /** Which analyses a cluster has had, by its uid. */
  readonly analyses: DataLoader<string, readonly AnalysisRow[]>
  /** The risk roll-up of assets of one type, by their ids; undefined: none. */
  assetRisks(type: (typeof ASSET_TYPES)[number]): DataLoader<string, ClusterRisk | undefined>
  /** A loader of one request by its name, made on first use; `shared` false makes one that is not kept. */
  keyed<Loader>(name: string, shared: boolean, make: () => Loader): Loader
}

export type NodeLoaders = ReturnType<typeof nodeLoaders>

const byContext = new WeakMap<Context, Loaders>()

/** The loaders of this request. */
export function loadersOf(context: Context): Loaders {
  const known = byContext.get(context)
  if (known) return known
  const made = makeLoaders(context)
  byContext.set(context, made)
  return made
}

/** Forgets what was read. A subscription keeps its context from event to event, and each must see its own moment. */
export function renewLoaders(context: Context): void {
  byContext.delete(context)
}

function makeLoaders(context: Context): Loaders {
  const kept = new Map<string, unknown>()
  const keyed = <Loader>(name: string, shared: boolean, make: () => Loader): Loader => {
    if (!shared) return make()
    if (!kept.has(name)) kept.set(name, make())
    return kept.get(name) as Loader
  }
  return {
    nodes: nodeLoaders(context),
    coverage: grouped(context, coverage, 'cluster', visibleTo(context.viewer, coverage)),
    watches: grouped(context, clusterWatch, 'cluster', visibleTo(context.viewer, clusterWatch)),
    // Seen by whoever sees the cluster, and asked for only with the uid of one that was seen.
    analyses: grouped(context, analysis, 'cluster', undefined),
    assetRisks: (type) =>
      keyed(`asset risks of ${type}`, true, () =>
        type === 'Cluster' ? clusterRisks(context) : assetRisks(context, type),
      ),
    keyed,
  }
}

function nodeLoaders(context: Context) {
  const { viewer } = context
  return {
    Cluster: byKey(context, cluster, 'uid', visibleTo(viewer, cluster)),
    Namespace: byKey(context, namespace, 'id', visibleTo(viewer, namespace)),
    ClusterNode: byKey(context, clusterNode, 'id', visibleTo(viewer, clusterNode)),
    Workload: byKey(context, workload, 'id', visibleTo(viewer, workload)),
    Pod: byKey(context, pod, 'id', visibleTo(viewer, pod)),
    Container: byKey(context, container, 'id', visibleTo(viewer, container)),
    Service: byKey(context, service, 'id', visibleTo(viewer, service)),
    Exposure: byKey(context, exposure, 'id', visibleTo(viewer, exposure)),
    Check: rulesById(context),
    CheckResult: byKey(context, checkResult, 'id', visibleTo(viewer, checkResult)),
    CheckedObject: byKey(context, checkedObject, 'id', visibleTo(viewer, checkedObject)),
    NodeReport: byKey(context, nodeReport, 'id', visibleTo(viewer, nodeReport)),
    Risk: byKey(context, risk, 'id', visibleTo(viewer, risk)),
    Waiver: byKey(context, waiver, 'id', visibleTo(viewer, waiver)),
    Task: byKey(context, task, 'id', visibleTo(viewer, task)),
    TaskItem: byKey(context, taskItem, 'id', visibleTo(viewer, taskItem)),
    RegionGroup: byKey(context, regionGroup, 'id', visibleRegionGroups(viewer)),
    Token: byKey(context, token, 'id', forAdministrators(viewer)),
    Session: byKey(context, session, 'id', forAdministrators(viewer)),
    SavedView: byKey(context, savedView, 'id', visibleView(viewer)),
  }
}

/**
 * The scope only filters: as one more key of the index every asset would be looked for in every cluster, and the database reads all of
 * these clusters instead. `is true` keeps it from that.
 */
function assetRisks(context: Context, type: (typeof ASSET_TYPES)[number]) {
  const visible = visibleTo(context.viewer, assetRisk)
  const filtered = visible && sql`(${visible}) is true`
  return byKey(context, assetRisk, 'assetId', and(eq(assetRisk.assetType, type), filtered))
}

function clusterRisks(context: Context): DataLoader<string, ClusterRisk | undefined> {
  return new DataLoader(async (uids) => {
    const { rows } = await context.database.db.execute<Record<string, unknown> & ClusterRisk>(
      clusterRisksOf(context.viewer, uids),
    )
    return uids.map((uid) => rows.find((row) => row.assetId === uid))
  }, BATCH)
}

/** Rules are the same for everybody; what they say of clusters is summed up of what the viewer sees. */
function rulesById(context: Context): DataLoader<string, RatedRuleRow | undefined> {
  return new DataLoader(async (ids) => {
    const source = ratedRules(and(anyOf(checkTally.rule, ids), visibleTo(context.viewer, checkTally)))
    const rows = (await context.database.db
      .select(expressionsOf(ratedRule))
      .from(source)
      .where(anyOf(ratedRule.id, ids))
      .limit(ids.length)) as unknown as RatedRuleRow[]
    return ids.map((id) => rows.find((row) => row.id === id))
  }, BATCH)
}

/** Rows of `table` by a key that is unique; undefined for what is not there or not visible. */
function byKey<Table extends PgTable>(
  context: Context,
  table: Table,
  key: keyof InferSelectModel<Table> & string,
  condition: SQL | undefined,
): DataLoader<string, InferSelectModel<Table> | undefined> {
  return new DataLoader(async (ids) => {
    const rows = await select(context, table, and(anyOf(columnOf(table, key), ids), condition), ids.length)
    const found = new Map(rows.map((row) => [row[key] as string, row]))
    return ids.map((id) => found.get(id))
  }, BATCH)
}

/** All rows of `table` with a key. For tables with few rows a key. */
function grouped<Table extends PgTable>(
  context: Context,
  table: Table,
  key: keyof InferSelectModel<Table> & string,
  condition: SQL | undefined,
): DataLoader<string, readonly InferSelectModel<Table>[]> {
  return new DataLoader(async (ids) => {
    const found = await select(
      context,
      table,
      and(anyOf(columnOf(table, key), ids), condition),
      ids.length * ROWS_A_KEY,
    )
    const groups = Map.groupBy(found, (row) => row[key] as string)
    return ids.map((id) => groups.get(id) ?? [])
  }, BATCH)
}

async function select<Table extends PgTable>(
  context: Context,
  table: Table,
  condition: SQL | undefined,
  limit: number,
): Promise<InferSelectModel<Table>[]> {
  const rows = context.database.db
    .select()
    .from(table as PgTable)
    .where(condition)
    .limit(limit)
  return (await rows) as unknown as InferSelectModel<Table>[]
}

/** The columns, as expressions: of a source Drizzle does not know that it stands for the table. */
export function expressionsOf(table: PgTable): Record<string, SQL> {
  return Object.fromEntries(
    Object.entries<Column>(getColumns(table)).map(([name, column]) => [name, sql`${column}`.mapWith(column)]),
  )
}

function columnOf(table: PgTable, key: string): Column {
  const column: Column | undefined = getColumns(table)[key]
  if (!column) throw new Error(`There is no column ${key} to load rows by.`)
  return column
}

/** Kinds of objects of a cluster, or kinds of risks: far fewer than this. */
const ROWS_A_KEY = 200

const BATCH = { maxBatchSize: 1_000 }
