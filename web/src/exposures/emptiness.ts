import type { AnalysisData } from '../risks/analyses-note.tsx'

/** Why a list of exposures can be empty. */
export type Emptiness = 'noCluster' | 'notAnalyzed' | 'nothingReached'

/** Nothing is reached only where all clusters were looked at; until that is known, nobody has looked. */
export function emptinessOf(analysis: Pick<AnalysisData, 'analyzed' | 'clusters'> | undefined): Emptiness {
  if (!analysis) return 'notAnalyzed'
  if (analysis.clusters === 0) return 'noCluster'
  return analysis.analyzed < analysis.clusters ? 'notAnalyzed' : 'nothingReached'
}
