import { OutboundError, type OutboundErrorCode } from '../outbound/error.ts'
import type { Answer } from '../outbound/exchange.ts'
import { SourceError, type SourceErrorCode } from './source.ts'

/** A fetch that failed, as a failure of the source. What is no `OutboundError` is returned as it is. */
export function connectionFailure(error: unknown): unknown {
  if (!(error instanceof OutboundError)) return error
  return new SourceError(SOURCE_CODES[error.code], error.message, error.advice, { cause: error })
}

const SOURCE_CODES: Readonly<Record<OutboundErrorCode, SourceErrorCode>> = {
  UNREACHABLE: 'UNREACHABLE',
  NO_ADDRESS: 'UNREACHABLE',
  CUT: 'UNREACHABLE',
  TIMED_OUT: 'TIMED_OUT',
  UNTRUSTED_CERTIFICATE: 'UNTRUSTED_CERTIFICATE',
  EXPIRED_CERTIFICATE: 'EXPIRED_CERTIFICATE',
  WRONG_HOST: 'WRONG_HOST',
  CLIENT_CERTIFICATE_REFUSED: 'UNAUTHORIZED',
  NOT_HTTPS: 'NOT_KUBERNETES',
  ADDRESS_NOT_ALLOWED: 'ADDRESS_NOT_ALLOWED',
  TOO_LARGE: 'TOO_LARGE',
  BAD_CREDENTIALS: 'INVALID_KUBECONFIG',
}

/**
 * What an answer that is not the wanted one means; undefined for 200. `what` is what was asked for, such as `pods`.
 * The answer's body is looked at only for its form and never quoted: it is the other side's.
 */
export function answerFailure(answer: Answer, what: string): SourceError | undefined {
  const { status } = answer
  if (status === 200) return isJson(answer) ? undefined : notKubernetes(what)
  if (status >= 500) {
    return new SourceError(
      'SERVER_ERROR',
      `Reading ${what} failed: the API server answered ${status}.`,
      'Look at its log, and try again.',
    )
  }
  if (status === 429) {
    return new SourceError('SERVER_ERROR', `Reading ${what} failed: the API server is overloaded.`, 'Try again later.')
  }
  if (status === 404 && !isHtml(answer)) {
    return new SourceError(
      'NOT_FOUND',
      `The API server has no ${what}.`,
      'Check the path in the address of the server.',
    )
  }
  if (!isJson(answer)) return notKubernetes(what)
  if (status === 401) {
    return new SourceError(
      'UNAUTHORIZED',
      'The API server does not accept the credentials.',
      'Check that the token or certificate is current and of this cluster.',
    )
  }
  if (status === 403) {
    return new SourceError(
      'FORBIDDEN',
      `The credentials do not allow reading ${what}.`,
      `Allow get, list and watch on ${what} by a ClusterRole.`,
    )
  }
  return new SourceError(
    'SERVER_ERROR',
    `Reading ${what} failed: the API server answered ${status}.`,
    'Check that its version is supported.',
  )
}

/** For an answer that does not have the shape of what was asked for. */
export function notKubernetes(what: string): SourceError {
  return new SourceError(
    'NOT_KUBERNETES',
    `What answers is no Kubernetes API server: it sent something else instead of ${what}.`,
    'Check the address; a proxy or a sign-in page may stand in between.',
  )
}

function isJson(answer: Answer): boolean {
  return /^application\/(?:.*\+)?json\b/.test(answer.headers['content-type'] ?? '')
}

function isHtml(answer: Answer): boolean {
  return /^text\/html\b/.test(answer.headers['content-type'] ?? '')
}
