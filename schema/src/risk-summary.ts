import { type ASSET_TYPES, RISK_KINDS, riskCount } from '@breakwater/drizzle/tables/risk.ts'
import DataLoader from 'dataloader'
import { and, type SQL, sql } from 'drizzle-orm'
import type { Context } from './context.ts'
import { loadersOf } from './loaders.ts'
import { looksAt } from './looked-at.ts'
import { visibleTo } from './visible.ts'

export type AssetTypeName = (typeof ASSET_TYPES)[number]
export type RiskKindName = (typeof RISK_KINDS)[number]

/** Open, unwaived risks of one kind by priority; `waived` the open ones that a waiver accepts. */
export interface RiskKindCountShape {
  readonly kind: RiskKindName
  readonly high: number | null
  readonly medium: number | null
  readonly low: number | null
  readonly waived: number | null
  readonly notAnalyzedReason: string | null
}

/** What is wrong with an asset and with all that is in it. Null, with a reason, until it was analyzed: never 0. */
export interface RiskSummaryShape {
  readonly atRisk: boolean | null
  readonly high: number | null
  readonly medium: number | null
  readonly low: number | null
  readonly notAnalyzedReason: string | null
  readonly byKind: readonly RiskKindCountShape[]
}

/** Which asset is asked about. */
export interface RiskyAsset {
  readonly type: AssetTypeName
  readonly id: string
  readonly cluster: string
  readonly namespace: string
}

interface Counts {
  readonly high: number
  readonly medium: number
  readonly low: number
  readonly waived: number
}

const NONE: Counts = { high: 0, medium: 0, low: 0, waived: 0 }

/** From the roll-ups, for all assets of a page at once. */
export async function riskSummary(context: Context, asset: RiskyAsset): Promise<RiskSummaryShape> {
  const loaders = loadersOf(context)
  const analyses = (await loaders.analyses.load(asset.cluster)).filter(({ kind }) => looksAt(kind, asset.type))
  const analyzed = new Map(analyses.map((row) => [row.kind, row]))
  const found = analyses.length > 0 ? await loaders.assetRisks(asset.type).load(asset.id) : undefined
  const number = (count: number | undefined) => (analyses.length > 0 ? (count ?? 0) : null)
  return {
    atRisk: analyses.length > 0 ? (found?.atRisk ?? false) : null,
    high: number(found?.high),
    medium: number(found?.medium),
    low: number(found?.low),
    notAnalyzedReason: summaryReason(),
    byKind: await byKind(),
  }

  function summaryReason(): string | null {
    if (analyzed.size === 0) return NEVER
    const incomplete = analyses.find((row) => !row.complete)
    if (incomplete) return incomplete.reason || 'The last analysis could not look at everything.'
    return analyzed.size < RISK_KINDS.length ? `${analyzed.size} of ${RISK_KINDS.length} kinds of risks analyzed` : null
  }

  async function byKind(): Promise<RiskKindCountShape[]> {
    const place = rolledUpPlace(asset)
    if (!place) return []
    const loader = loaders.keyed('risks by kind', true, () => countsByKind(context))
    const counts = analyses.length > 0 ? await loader.load(place) : new Map<string, Counts>()
    return RISK_KINDS.map((kind) => {
      const analysisOfKind = analyzed.get(kind)
      if (!analysisOfKind) return { kind, high: null, medium: null, low: null, waived: null, notAnalyzedReason: NEVER }
      const reason = analysisOfKind.complete
        ? null
        : analysisOfKind.reason || 'The last analysis could not look at everything.'
      return { kind, ...(counts.get(kind) ?? NONE), notAnalyzedReason: reason }
    })
  }
}

const NEVER = 'No analysis has run yet.'

/** The roll-up by kind has the grain of clusters and namespaces; below, all kinds are rolled up together. */
function rolledUpPlace({ type, cluster, namespace }: RiskyAsset): Place | undefined {
  if (type === 'Cluster') return [cluster, '']
  return type === 'Namespace' ? [cluster, namespace] : undefined
}

/** A cluster, and a namespace of it or an empty string for all of it. */
type Place = readonly [cluster: string, namespace: string]

function countsByKind(context: Context) {
  const load = async (places: readonly Place[]) => {
    const clusters = sql.param(places.map(([cluster]) => cluster))
    const namespaces = sql.param(places.map(([, namespace]) => namespace))
    const rows = await context.database.db
      .select({
        place: sql<number>`k.n`.mapWith(Number),
        kind: riskCount.kind,
        high: sumOf(sql`not ${riskCount.waived} and ${riskCount.priority} = 'HIGH'`),
        medium: sumOf(sql`not ${riskCount.waived} and ${riskCount.priority} = 'MEDIUM'`),
        low: sumOf(sql`not ${riskCount.waived} and ${riskCount.priority} = 'LOW'`),
        waived: sumOf(sql`${riskCount.waived}`),
      })
      .from(sql`unnest(${clusters}::text[], ${namespaces}::text[]) with ordinality as k(cluster, namespace, n)`)
      .innerJoin(
        riskCount,
        and(
          sql`${riskCount.cluster} = k.cluster and (k.namespace = '' or ${riskCount.namespace} = k.namespace)`,
          visibleTo(context.viewer, riskCount),
        ),
      )
      .groupBy(sql`k.n`, riskCount.kind)
      .limit(places.length * RISK_KINDS.length)
    return places.map(
      (_, index) =>
        new Map<string, Counts>(rows.filter((row) => row.place === index + 1).map((row) => [row.kind, row])),
    )
  }
  return new DataLoader<Place, ReadonlyMap<string, Counts>, string>(load, { cacheKeyFn: JSON.stringify })
}

function sumOf(condition: SQL): SQL<number> {
  return sql<number>`coalesce(sum(${riskCount.total}) filter (where ${condition}), 0)`.mapWith(Number)
}
