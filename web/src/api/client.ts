import { Client, type CombinedError, fetchExchange, mapExchange, subscriptionExchange } from 'urql'
import { createCache } from './cache.ts'
import { setSession } from './session.ts'
import { createTransport } from './transport.ts'

/** The API client of the page. While the pages are exported there is no server to speak to, and no socket. */
export function createApiClient(): Client {
  const transport = typeof window === 'undefined' ? undefined : createTransport(socketUrl(window.location))
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [
      mapExchange({
        onResult(result) {
          if (!result.error && result.operation.kind === 'query') setSession('signed-in')
        },
        onError(error) {
          if (!isUnauthenticated(error)) return
          setSession('signed-out')
          transport?.close()
        },
      }),
      createCache(),
      fetchExchange,
      ...(transport ? [subscriptionExchange({ forwardSubscription: transport.forward })] : []),
    ],
  })
}

export function isUnauthenticated(error: CombinedError): boolean {
  const response: unknown = error.response
  if (typeof response === 'object' && response !== null && 'status' in response && response.status === 401) return true
  return error.graphQLErrors.some((each) => each.extensions['code'] === 'UNAUTHENTICATED')
}

function socketUrl(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/graphql`
}
