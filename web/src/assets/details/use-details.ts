import { type TypedDocumentNode, useClient, useQuery } from 'urql'
import { useChanges } from '../../live/live-provider.tsx'

/** One asset by its id, read again whenever it changes. */
export function useDetails<Data>(document: TypedDocumentNode<Data, { id: string }>, type: string, id: string) {
  const client = useClient()
  const [{ data, error }, reload] = useQuery({ query: document, variables: { id }, requestPolicy: 'cache-and-network' })
  useChanges([type], (changes, resync) => {
    if (resync || changes.some((change) => change.nodeId === id)) {
      void client.query(document, { id }, { requestPolicy: 'network-only' }).toPromise()
    }
  })
  return { data, error, reload: () => reload({ requestPolicy: 'network-only' }) }
}
