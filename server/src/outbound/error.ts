export type OutboundErrorCode =
  /** No connection: refused, no route, a proxy that says no. */
  | 'UNREACHABLE'
  /** The name leads nowhere. */
  | 'NO_ADDRESS'
  | 'TIMED_OUT'
  /** The connection ended before the answer was complete. */
  | 'CUT'
  | 'UNTRUSTED_CERTIFICATE'
  | 'EXPIRED_CERTIFICATE'
  | 'WRONG_HOST'
  /** The other side does not take our client certificate, or wants one. */
  | 'CLIENT_CERTIFICATE_REFUSED'
  /** No TLS, or no HTTP, at the other side. */
  | 'NOT_HTTPS'
  | 'ADDRESS_NOT_ALLOWED'
  | 'TOO_LARGE'
  /** Certificates or keys of ours that cannot be read. */
  | 'BAD_CREDENTIALS'

/** A fetch that failed: a code for programs, a sentence for people, advice for both. Never holds what the other side sent. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly code: OutboundErrorCode
  readonly advice: string
  constructor(code: OutboundErrorCode, message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.advice = advice
  }
}

/** What Node says of a connection that failed, in our words. `host` is whom it was to. */
export function outboundError(error: unknown, host: string): OutboundError {
  if (error instanceof OutboundError) return error
  const inner = error instanceof AggregateError ? error.errors.find((one) => one instanceof OutboundError) : undefined
  if (inner) return inner
  const code = codeOf(error)
  const [kind, message, advice] = CAUSES.find(([pattern]) => pattern.test(code))?.[1] ?? OTHERWISE
  return new OutboundError(kind, `${host} ${message}`, advice, { cause: error })
}

type Cause = readonly [OutboundErrorCode, string, string]

const OTHERWISE: Cause = ['UNREACHABLE', 'cannot be reached.', 'Check address, network and proxy.']

/** By Node's error code, the first pattern that fits. Source: Node.js errors, OpenSSL's X509_V_ERR names. */
const CAUSES: readonly (readonly [RegExp, Cause])[] = [
  [
    /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/,
    [
      'EXPIRED_CERTIFICATE',
      'shows a certificate that has expired or is not valid yet.',
      'Renew the certificate, and check the clocks of both machines.',
    ],
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/,
    [
      'WRONG_HOST',
      'shows a certificate that was made for another name.',
      'Use a name or address that the certificate lists, or set tls-server-name.',
    ],
  ],
  [
    /SELF_SIGNED|^UNABLE_TO_|^CERT_(?:UNTRUSTED|SIGNATURE_FAILURE|CHAIN_TOO_LONG|REJECTED|REVOKED)$|^INVALID_(?:CA|PURPOSE)$/,
    [
      'UNTRUSTED_CERTIFICATE',
      'shows a certificate of an authority that is not known here.',
      'Give the certificate authority of the cluster (certificate-authority-data).',
    ],
  ],
  [
    /^ERR_SSL_.*(?:ALERT|CERTIFICATE)/,
    [
      'CLIENT_CERTIFICATE_REFUSED',
      'does not accept the client certificate, or wants one.',
      'Check that client certificate and key are current and belong to this cluster.',
    ],
  ],
  [/^(?:EPROTO|ERR_SSL_|HPE_)/, ['NOT_HTTPS', 'does not speak HTTPS.', 'Check scheme, host and port of the address.']],
  [
    /^ERR_OSSL_|^ERR_CRYPTO|^ERR_TLS_INVALID/,
    [
      'BAD_CREDENTIALS',
      'was not called: our certificate or key cannot be read.',
      'Check certificate and key: PEM, in base64.',
    ],
  ],
  [/^(?:ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|Z_BUF_ERROR)$/, ['CUT', 'cut the connection.', 'Try again.']],
  [/^Z_/, ['CUT', 'sent an answer that cannot be decoded.', 'Try again.']],
  [
    /^ENOTFOUND$|^EAI_/,
    ['NO_ADDRESS', 'is a name that has no address.', 'Check the name, and the DNS of this machine.'],
  ],
  [/^ECONNREFUSED$/, ['UNREACHABLE', 'refuses connections.', 'Check the port, and that the server is running.']],
  [/^ETIMEDOUT$/, ['TIMED_OUT', 'does not answer.', 'Check address, network and firewalls.']],
]

function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AggregateError && cause.errors[0]) return codeOf(cause.errors[0])
    if ('code' in cause && typeof cause.code === 'string') return cause.code
  }
  return ''
}
