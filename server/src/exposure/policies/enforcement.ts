import type { AnalysisSettings, ClusterObjects, Reason } from '../model.ts'

/** Whether anything in the cluster enforces policies, and how that is known. */
export interface Enforcement {
  readonly enforced: boolean
  readonly reasons: readonly Reason[]
}

export function detectEnforcement(_objects: ClusterObjects, setting: AnalysisSettings['enforcement']): Enforcement {
  if (setting !== 'detect')
    return {
      enforced: setting === 'enforced',
      reasons: [
        {
          code: 'enforcementSet',
          text: `Somebody set by hand that policies are ${setting === 'enforced' ? '' : 'not '}enforced.`,
        },
      ],
    }
  return { enforced: true, reasons: [] }
}
