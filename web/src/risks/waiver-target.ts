import type { Scalar } from '../api/graphql.ts'

/** How far a waiver reaches from the risk that it was made at. */
export type WaiverReach = 'asset' | 'namespace' | 'cluster' | 'everywhere'

/** The selector of a waiver for this risk's rule, as far as `reach` goes. */
export function waiverTarget(
  risk: {
    readonly kind: Scalar<'RiskKind'>
    readonly rule: string
    readonly assetId: string
    readonly namespace: string
    readonly cluster: { readonly id: string } | null
  },
  reach: WaiverReach,
) {
  const { kind, rule, assetId, namespace } = risk
  const cluster = risk.cluster === null ? {} : { cluster: risk.cluster.id }
  switch (reach) {
    case 'asset':
      return { kind, rule, assetId }
    case 'namespace':
      return { kind, rule, namespace, ...cluster }
    case 'cluster':
      return { kind, rule, ...cluster }
    case 'everywhere':
      return { kind, rule }
  }
}
