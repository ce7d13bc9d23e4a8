import type { FollowOptions, GetOptions } from '../outbound/client.ts'
import type { Answer, Followed } from '../outbound/exchange.ts'
import { connectionFailure, notKubernetes } from './source-failure.ts'

/** A way to an API server, with credentials. */
export interface ApiConnection {
  /** Address of the API server, without a slash at its end. */
  readonly server: string
  /** `path` begins with a slash and may have a query. Answers as `OutboundClient.get` does. */
  get(path: string, options: GetOptions): Promise<Answer>
  /** The same for an answer that goes on, as `OutboundClient.follow` does. */
  follow(path: string, options: FollowOptions): Promise<Followed>
  /** Asks what the caller may, or who it is, as `OutboundClient.review` does. */
  review(path: string, body: object, options: GetOptions): Promise<Answer>
  close(): void
}

/** Fetches any answer. Throws `SourceError` for a connection that failed, and the signal's reason when it is aborted. */
export async function fetchAnswer(connection: ApiConnection, path: string, options: GetOptions): Promise<Answer> {
  try {
    return await connection.get(path, options)
  } catch (error) {
    throw connectionFailure(error)
  }
}

/** The JSON object in an answer to `what`. Throws `SourceError` NOT_KUBERNETES when there is none. */
export function objectIn(answer: Answer, what: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(answer.body.toString())
  } catch {
    throw notKubernetes(what)
  }
  if (!isRecord(value)) throw notKubernetes(what)
  return value
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
