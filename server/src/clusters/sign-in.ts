import type http from 'node:http'
import type { OutboundClient } from '../outbound/client.ts'
import type { ApiConnection } from './api-fetch.ts'
import type { ExecCredential } from './exec-info.ts'

/** How to call an API server at this moment. */
export interface SignedIn {
  /** Carries the client certificate, if any. */
  readonly client: OutboundClient
  readonly headers: http.OutgoingHttpHeaders
  /** What they were made from, when that can be asked for anew. */
  readonly credential?: ExecCredential
}

/** Gets credentials, and keeps them current. */
export interface SignIn {
  /** `refused` is what the API server has just refused. Throws `SourceError`, or the signal's reason when it is aborted. */
  now(signal: AbortSignal, refused?: ExecCredential): Promise<SignedIn>
  /** Closes all connections. Safe to call twice. */
  close(): void
}

/** A connection whose credential is asked for anew, once, when the API server no longer takes it (401). */
export function signedInConnection(server: string, signIn: SignIn): ApiConnection {
  async function ask<T extends { readonly status: number }>(
    signal: AbortSignal,
    send: (by: SignedIn) => Promise<T>,
    discard: (answer: T) => void = () => {},
  ): Promise<T> {
    const first = await signIn.now(signal)
    const answer = await send(first)
    if (answer.status !== 401 || !first.credential) return answer
    discard(answer)
    return send(await signIn.now(signal, first.credential))
  }
  const target = (path: string): URL => new URL(`${server}${path}`)
  return {
    server,
    get: (path, request) =>
      ask(request.signal, ({ client, headers }) =>
        client.get(target(path), { ...request, headers: { ...headers, ...request.headers } }),
      ),
    follow: (path, request) =>
      ask(
        request.signal,
        ({ client, headers }) =>
          client.follow(target(path), { ...request, headers: { ...headers, ...request.headers } }),
        (followed) => followed.close(),
      ),
    review: (path, body, request) =>
      ask(request.signal, ({ client, headers }) =>
        client.review(target(path), body, { ...request, headers: { ...headers, ...request.headers } }),
      ),
    close: () => signIn.close(),
  }
}
