/** What the API server answers in place of objects. Source: Kubernetes API, meta/v1 Status. */
export interface Answer {
  readonly code: number
  readonly contentType: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
}

/** A JSON answer. */
export function json(value: unknown, code = 200): Answer {
  return { code, contentType: 'application/json', body: JSON.stringify(value) }
}

export interface StatusParts {
  /** Told by the code when absent; left out when empty. */
  readonly reason?: string
  readonly details?: object
  readonly metadata?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** A Status of failure as an answer. */
export function status(code: number, message: string, parts: StatusParts = {}): Answer {
  const { headers } = parts
  return { ...json(statusObject(code, message, parts), code), ...(headers ? { headers } : {}) }
}

/** A Status of failure, as it also stands in a watch's ERROR event. */
export function statusObject(code: number, message: string, parts: StatusParts = {}): object {
  const { reason = REASONS[code] ?? 'InternalError', details, metadata } = parts
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: metadata ?? {},
    status: 'Failure',
    message,
    ...(reason ? { reason } : {}),
    ...(details ? { details } : {}),
    code,
  }
}

/** Where no group or version stands. */
export const pathNotFound: Answer = {
  code: 404,
  contentType: 'text/plain; charset=utf-8',
  body: '404 page not found\n',
}

/** Where the group version stands, and the resource does not. */
export const resourceNotFound: Answer = status(404, 'the server could not find the requested resource', { details: {} })

/** A page of another kind of server. */
export const webPage: Answer = {
  code: 200,
  contentType: 'text/html; charset=utf-8',
  body: '<!doctype html><html><title>Sign in</title><body><h1>Sign in to continue</h1></body></html>',
}
