import type { VariablesOf } from 'gql.tada'
import type { Scalar } from '../api/graphql.ts'
import type { CreateWaiverMutation } from './waiver-queries.ts'

/** How far a waiver reaches from the risk that it was made at. */
export type WaiverReach = 'risk' | 'asset' | 'namespace' | 'labels' | 'cluster' | 'everywhere'

export interface LabelValue {
  readonly key: string
  readonly value: string
}

interface WaivedRisk {
  readonly id: string
  readonly kind: Scalar<'RiskKind'>
  readonly rule: string
  readonly assetType: Scalar<'AssetType'>
  readonly assetId: string
  readonly assetName: string
  readonly namespace: string
  readonly labels: readonly LabelValue[]
  readonly cluster: { readonly id: string } | null
}

/**
 * How far a waiver of this risk can reach, the first one offered first. What can grow or change, as an exposure or what stands at one place of an
 * object, is accepted as it is now; a cluster's own risk is in no namespace, an image's may be in no cluster.
 */
export function reachesOf(risk: WaivedRisk): WaiverReach[] {
  return [
    ...(risk.kind === 'EXPOSURE' || risk.kind === 'CONFIGURATION' ? ['risk' as const] : []),
    'asset',
    ...(risk.namespace !== '' && risk.assetType !== 'NAMESPACE' ? ['namespace' as const] : []),
    ...(risk.labels.length > 0 ? ['labels' as const] : []),
    ...(risk.cluster !== null && risk.assetType !== 'CLUSTER' ? ['cluster' as const] : []),
    'everywhere',
  ]
}

/** What a waiver is for, as its mutation takes it. */
export type WaiverTargetValue = VariablesOf<typeof CreateWaiverMutation>['input']['target']

/**
 * The selector of a waiver for this risk's rule, as far as `reach` goes; `labels` are those that what it is for must have. Undefined where nothing
 * is chosen yet.
 */
export function waiverTarget(
  risk: WaivedRisk,
  reach: WaiverReach,
  labels: readonly LabelValue[] = [],
): WaiverTargetValue | undefined {
  const { kind, rule, assetType, assetId, assetName, namespace } = risk
  const cluster = risk.cluster === null ? {} : { cluster: risk.cluster.id }
  switch (reach) {
    case 'risk':
      return { risk: risk.id }
    case 'asset':
      // An image is another one with each build: what is accepted is what goes by its name.
      return assetType === 'IMAGE' ? { kind, rule, assetType, assetName } : { kind, rule, assetId }
    case 'labels':
      if (labels.length === 0) return undefined
      return { kind, rule, ...cluster, labels: labels.map(({ key, value }) => ({ key, value })) }
    case 'namespace':
      return { kind, rule, namespace, ...cluster }
    case 'cluster':
      return { kind, rule, ...cluster }
    case 'everywhere':
      return { kind, rule }
  }
}
