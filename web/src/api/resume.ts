/** A subscription as it is sent. `variables` is read anew at each (re)connection. */
export interface SubscribePayload {
  readonly query: string
  readonly operationName?: string | undefined
  variables?: Record<string, unknown>
}

/**
 * After each event of a stream that has a cursor, puts that cursor into the payload's `after`: graphql-ws sends the same
 * payload object again when it reconnects, so the stream goes on where it broke instead of from its beginning.
 */
export function rememberCursor(payload: SubscribePayload, data: unknown): void {
  const cursor = cursorOf(data)
  if (cursor !== undefined) payload.variables = { ...payload.variables, after: cursor }
}

function cursorOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  for (const event of Object.values(data)) {
    if (typeof event === 'object' && event !== null && 'cursor' in event && typeof event.cursor === 'string') {
      return event.cursor
    }
  }
  return undefined
}
