import { type TypedDocumentNode, useClient, useQuery } from 'urql'
import { useChanges } from '../../live/live-provider.tsx'
import { useReadAgain } from '../../live/use-read-again.ts'

/** One asset by its id, read again whenever it changes. */
export function useDetails<Data>(document: TypedDocumentNode<Data, { id: string }>, type: string, id: string) {
  const client = useClient()
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: document,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  const readAgain = useReadAgain(
    fetching || stale,
    () => void client.query(document, { id }, { requestPolicy: 'network-only' }).toPromise(),
  )
  useChanges([type], (changes, resync) => {
    if (resync || changes.some((change) => change.nodeId === id)) readAgain()
  })
  return { data, error, reload: () => reload({ requestPolicy: 'network-only' }) }
}
