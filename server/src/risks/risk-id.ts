import { createHash } from 'node:crypto'
import type { ASSET_TYPES, RISK_KINDS } from '@breakwater/drizzle/tables/risk.ts'

/** Whose risk it is: one of the two is given. */
export interface RiskPlace {
  readonly kind: (typeof RISK_KINDS)[number]
  readonly cluster?: string
  readonly registry?: string
}

/** What tells a risk from any other of its place. */
export interface RiskKey {
  readonly rule: string
  readonly assetType: (typeof ASSET_TYPES)[number]
  readonly assetId: string
  readonly detail?: string
}

/** The id of a risk: the same after every analysis. */
export function riskId({ kind, cluster, registry }: RiskPlace, { rule, assetType, assetId, detail }: RiskKey): string {
  return digestOf([kind, cluster ?? `registry ${registry ?? ''}`, rule, assetType, assetId, detail ?? ''])
}

/** SHA-256 of what JSON makes of it, in base64url. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url')
}
