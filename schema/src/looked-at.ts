import { analysis } from '@breakwater/drizzle/tables/risk.ts'
import { type Column, type SQL, sql } from 'drizzle-orm'
import type { AssetTypeName, RiskKindName } from './risk-summary.ts'

/** Where exposures hang: on workloads, or on what stands before one that is missing; clusters and namespaces sum them up. */
const REACHED: ReadonlySet<AssetTypeName> = new Set(['Cluster', 'Namespace', 'Workload', 'Service'])

/**
 * Whether an analysis of a kind of risks can find something wrong with assets of a type, or with what is in them. Where none that has
 * run can, their number of risks is not known: it is not 0.
 */
export function looksAt(kind: RiskKindName, type: AssetTypeName): boolean {
  return kind !== 'EXPOSURE' || REACHED.has(type)
}

/** Whether an analysis has run in the cluster that looks at assets of the type. */
export function wasLookedAt(type: AssetTypeName, inCluster: Column): SQL {
  const such = looksAt('EXPOSURE', type) ? sql`` : sql` and ${analysis.kind} <> 'EXPOSURE'`
  return sql`exists (select 1 from ${analysis} where ${analysis.cluster} = ${inCluster}${such})`
}
