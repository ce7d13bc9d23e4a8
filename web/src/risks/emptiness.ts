import type { AnalysisData } from './analyses-note.tsx'

/** Why a list of what an analysis finds can be empty. */
export type Emptiness = 'noCluster' | 'notAnalyzed' | 'nothingFound'

/** There is nothing only where all clusters were looked at; until that is known, nobody has looked. */
export function emptinessOf(analysis: Pick<AnalysisData, 'analyzed' | 'clusters'> | undefined): Emptiness {
  if (!analysis) return 'notAnalyzed'
  if (analysis.clusters === 0) return 'noCluster'
  return analysis.analyzed < analysis.clusters ? 'notAnalyzed' : 'nothingFound'
}
