import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { analysis, RISK_KINDS } from '@breakwater/drizzle/tables/risk.ts'
import { and, ne, type SQL, sql } from 'drizzle-orm'
import type { Context } from './context.ts'
import { type ScopeShape, withinScope } from './lists/scope-input.ts'
import type { TaskKind } from './services.ts'
import { visibleTo } from './visible.ts'

type RiskKindName = (typeof RISK_KINDS)[number]

export interface AnalysisShape {
  readonly kind: RiskKindName
  readonly available: boolean
  readonly analyzed: number
  readonly incomplete: number
  readonly clusters: number
  readonly last: Date | null
}

/** Which tasks look for risks of a kind. Alerts come from logs that are sent in, without a task. */
const LOOKED_FOR_BY: Readonly<Record<RiskKindName, readonly TaskKind[]>> = {
  VULNERABILITY: ['IMAGE_SCAN', 'CONTAINER_RUNTIME_IMAGE_SCAN'],
  BASELINE: ['IMAGE_SCAN', 'CONTAINER_RUNTIME_IMAGE_SCAN'],
  MALWARE: ['IMAGE_SCAN', 'CONTAINER_RUNTIME_IMAGE_SCAN'],
  SECRET: ['IMAGE_SCAN', 'CONTAINER_RUNTIME_IMAGE_SCAN'],
  BUILD: ['IMAGE_SCAN', 'CONTAINER_RUNTIME_IMAGE_SCAN'],
  CONFIGURATION: ['CONFIG_CHECK'],
  EXPOSURE: ['CONTAINER_EXPOSURE'],
  ALERT: [],
}

/** Which analyses there are and have run, in the clusters of `scope` that the viewer sees. */
export async function analysesOf(context: Context, scope: ScopeShape | null | undefined): Promise<AnalysisShape[]> {
  const [clusters, rows] = await Promise.all([countClusters(context, scope), lastAnalyses(context, scope)])
  const { kinds } = context.services.tasks
  return RISK_KINDS.map((kind) => {
    const run = rows.find((row) => row.kind === kind)
    return {
      kind,
      available: run !== undefined || LOOKED_FOR_BY[kind].some((task) => kinds.includes(task)),
      analyzed: run?.analyzed ?? 0,
      incomplete: run?.incomplete ?? 0,
      clusters,
      last: run?.last ?? null,
    }
  })
}

async function countClusters(context: Context, scope: ScopeShape | null | undefined): Promise<number> {
  const [row] = await context.database.db
    .select({ total: sql<number>`count(*)`.mapWith(Number) })
    .from(cluster)
    .where(clustersIn(context, scope))
    .limit(1)
  return row?.total ?? 0
}

function lastAnalyses(context: Context, scope: ScopeShape | null | undefined) {
  return context.database.db
    .select({
      kind: analysis.kind,
      analyzed: sql<number>`count(distinct ${analysis.cluster})`.mapWith(Number),
      incomplete: sql<number>`count(distinct ${analysis.cluster}) filter (where not ${analysis.complete})`.mapWith(
        Number,
      ),
      last: sql<Date>`max(${analysis.analyzedAt})`.mapWith(analysis.analyzedAt),
    })
    .from(analysis)
    .where(sql`${analysis.cluster} in (select ${cluster.uid} from ${cluster} where ${clustersIn(context, scope)})`)
    .groupBy(analysis.kind)
    .limit(RISK_KINDS.length)
}

function clustersIn(context: Context, scope: ScopeShape | null | undefined): SQL {
  return (
    and(
      visibleTo(context.viewer, cluster),
      withinScope(scope, { cluster: cluster.uid }),
      ne(cluster.state, 'DELETED'),
    ) ?? sql`true`
  )
}
