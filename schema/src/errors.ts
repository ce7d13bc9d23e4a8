import { GraphQLError } from 'graphql'
import { RequestError } from './services.ts'

/** Codes of errors that a client can act on; they stand in `extensions.code`. */
export type RequestErrorCode =
  | 'PAGE_SIZE'
  | 'CURSOR_INVALID'
  | 'CURSOR_MISMATCH'
  | 'ID_INVALID'
  | 'ID_TYPE'
  | 'TOO_MANY'
  | 'FORBIDDEN'
  | 'VALUE_INVALID'
  | 'ABORTED'

/** An error that the client caused and may read; others are masked by the server. */
export function requestError(code: RequestErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}

/** Whether the client was refused for what they may not do. */
export function isForbidden(error: unknown): boolean {
  return error instanceof GraphQLError && error.extensions['code'] === 'FORBIDDEN'
}

/** What a service refused, as an error that the client may read: queries and subscriptions have no `userErrors`. */
export function readable(error: unknown): unknown {
  // Nobody is there to read it, and it is no failure of the server.
  if (error instanceof DOMException && error.name === 'AbortError')
    return requestError('ABORTED', 'Whoever asked has gone away.')
  if (!(error instanceof RequestError)) return error
  return new GraphQLError(error.message, { extensions: { code: error.code } })
}
