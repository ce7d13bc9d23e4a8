import { GraphQLError } from 'graphql'

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

/** An error that the client caused and may read; others are masked by the server. */
export function requestError(code: RequestErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
