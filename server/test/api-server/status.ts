/** What the API server answers in place of objects. Source: Kubernetes API, meta/v1 Status. */
export interface Answer {
  readonly code: number
  readonly contentType: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A JSON answer. */
export function json(value: unknown): Answer {
  return { code: 200, contentType: 'application/json', body: JSON.stringify(value) }
}

/** A Status of failure; `extra` joins its metadata. */
export function status(code: number, message: string, details: object = {}, metadata: object = {}): Answer {
  return {
    code,
    contentType: 'application/json',
    body: JSON.stringify({
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      reason: REASONS[code] ?? 'InternalError',
      details,
      code,
    }),
  }
}

/** What is answered for a path that no resource stands at. */
export const pathNotFound: Answer = {
  code: 404,
  contentType: 'text/plain; charset=utf-8',
  body: '404 page not found\n',
}

/** A page of another kind of server. */
export const webPage: Answer = {
  code: 200,
  contentType: 'text/html; charset=utf-8',
  body: '<!doctype html><html><title>Sign in</title><body><h1>Sign in to continue</h1></body></html>',
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
}
