import { analysis, type RISK_KINDS } from '@breakwater/drizzle/tables/risk.ts'
import { type Column, type SQL, sql } from 'drizzle-orm'
import type { AssetTypeName, RiskKindName } from './risk-summary.ts'

/**
 * Types of assets at which a kind of risks is found, or in what is in them; all types for the others. Exposures hang on workloads, or on what
 * stands before one that is missing; configuration on what objects say, and images are none.
 */
const LOOKED_AT: Partial<Record<RiskKindName, ReadonlySet<AssetTypeName>>> = {
  EXPOSURE: new Set(['Cluster', 'Namespace', 'Workload', 'Service']),
  CONFIGURATION: new Set(['Cluster', 'Namespace', 'ClusterNode', 'Workload', 'Service', 'Pod', 'Container']),
}

/**
 * Whether an analysis of a kind of risks can find something wrong with assets of a type, or with what is in them. Where none that has
 * run can, their number of risks is not known: it is not 0.
 */
export function looksAt(kind: RiskKindName, type: AssetTypeName): boolean {
  return LOOKED_AT[kind]?.has(type) ?? true
}

/** Whether an analysis has run in the cluster that looks at assets of the type. */
export function wasLookedAt(type: AssetTypeName, inCluster: Column): SQL {
  const others = Object.keys(LOOKED_AT).filter((kind) => !looksAt(kind as (typeof RISK_KINDS)[number], type))
  const such = others.length === 0 ? sql`` : sql` and ${analysis.kind} <> all(${sql.param(others)}::text[])`
  return sql`exists (select 1 from ${analysis} where ${analysis.cluster} = ${inCluster}${such})`
}
