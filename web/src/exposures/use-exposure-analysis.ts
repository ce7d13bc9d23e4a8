import { useQuery } from 'urql'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { AnalysesQuery, type AnalysisData } from '../risks/analyses-note.tsx'
import type { Scope } from '../shell/scope.ts'

/** How far exposure was analyzed in scope; undefined until that is known. Read again when an analysis has run. */
export function useExposureAnalysis(scope: Scope['input']): AnalysisData | undefined {
  const [{ data, fetching, stale }, reload] = useQuery({
    query: AnalysesQuery,
    variables: { scope },
    requestPolicy: 'cache-and-network',
  })
  const readAgain = useReadAgain(fetching || stale, () => reload({ requestPolicy: 'network-only' }))
  useChanges(['Analysis', 'Cluster'], readAgain)
  return data?.analyses.find(({ kind }) => kind === 'EXPOSURE')
}
