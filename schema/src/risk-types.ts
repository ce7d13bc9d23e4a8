import type { ObjectRef } from '@pothos/core'
import type { Types } from './builder.ts'
import type { RiskRow } from './refs.ts'

const typeNames = new Map<RiskRow['kind'], string>()

/**
 * Says which type implements `Risk` for a kind. A domain calls it beside its type, which adds what only that domain knows;
 * lists, counts and events show its risks without knowing it.
 */
export function registerRiskType(kind: RiskRow['kind'], type: ObjectRef<Types, RiskRow>): void {
  typeNames.set(kind, type.name)
}

/** The name of the type for a kind; the general one while no domain has brought its own. */
export function riskTypeName(kind: RiskRow['kind']): string {
  return typeNames.get(kind) ?? 'GeneralRisk'
}
