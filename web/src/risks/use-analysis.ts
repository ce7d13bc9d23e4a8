import { useQuery } from 'urql'
import type { Scalar } from '../api/graphql.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import type { Scope } from '../shell/scope.ts'
import { AnalysesQuery, type AnalysisData } from './analyses-note.tsx'

/** How far it was looked for risks of a kind in scope; undefined until that is known. Read again when an analysis has run. */
export function useAnalysis(kind: Scalar<'RiskKind'>, scope: Scope['input']): AnalysisData | undefined {
  const [{ data, fetching, stale }, reload] = useQuery({
    query: AnalysesQuery,
    variables: { scope },
    requestPolicy: 'cache-and-network',
  })
  const readAgain = useReadAgain(fetching || stale, () => reload({ requestPolicy: 'network-only' }))
  useChanges(['Analysis', 'Cluster'], readAgain)
  return data?.analyses.find((analysis) => analysis.kind === kind)
}
