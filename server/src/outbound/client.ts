import http from 'node:http'
import https from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { OutboundError } from './error.ts'
import { type Answer, exchange, type Followed, follow, type Timeouts, type Transport } from './exchange.ts'
import { type AddressPolicy, checkHost, guardedLookup, type Resolve } from './guard.ts'
import { retryDelayMs } from './retry.ts'

export interface ClientOptions {
  readonly policy: AddressPolicy
  /** Carries certificate authority, client certificate and proxy. Without one a new one is made. */
  readonly agent?: http.Agent
  readonly timeouts?: Partial<Timeouts>
  /** Of one decoded body. */
  readonly maxBytes?: number
  /** How often a request that may be sent again is sent, the first time included. */
  readonly maxAttempts?: number
  /** Redirects that are followed; none when absent, and then the redirect itself is the answer. */
  readonly maxRedirects?: number
  /** Stand in for chance, waiting and the system's resolver in tests. */
  readonly random?: () => number
  readonly wait?: (delayMs: number, signal: AbortSignal) => Promise<void>
  readonly resolve?: Resolve
}

export interface GetOptions {
  readonly signal: AbortSignal
  readonly headers?: http.OutgoingHttpHeaders
  /** Override the client's own for this request. */
  readonly maxAttempts?: number
  readonly maxBytes?: number
}

export interface FollowOptions extends Omit<GetOptions, 'maxAttempts'> {
  /** Without a byte from the other side. */
  readonly idleMs: number
  /** For the whole answer. */
  readonly totalMs: number
}

/** The one way out: everything that the server fetches goes through a client. It only ever sends GET. */
export interface OutboundClient {
  /**
   * Fetches a URL. Answers of any status are returned; 429, 500, 502, 503, 504 and cut connections are tried again first,
   * after `Retry-After` or a growing pause. Throws `OutboundError`, or the signal's reason when it is aborted.
   */
  get(url: URL, options: GetOptions): Promise<Answer>
  /**
   * Opens a URL whose answer goes on, and hands out its lines as they come. Sent once: the caller knows where to go on from.
   * `maxBytes` bounds one line. Throws `OutboundError`, or the signal's reason when it is aborted.
   */
  follow(url: URL, options: FollowOptions): Promise<Followed>
  /** Closes all connections. Safe to call twice. */
  close(): void
}

const DEFAULT_TIMEOUTS: Timeouts = { connectMs: 10_000, idleMs: 30_000, totalMs: 120_000 }
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024
const DEFAULT_MAX_ATTEMPTS = 4

/** A client with connections of its own, kept alive between requests. */
export function outboundClient(options: ClientOptions): OutboundClient {
  const agent = options.agent ?? new https.Agent({ keepAlive: true })
  return {
    get: (url, request) => getFollowing(url, request, { ...options, agent }),
    follow: (url, request) => followOnce(url, request, { ...options, agent }),
    close: () => agent.destroy(),
  }
}

type Settings = ClientOptions & { readonly agent: http.Agent }

async function getFollowing(url: URL, request: GetOptions, settings: Settings): Promise<Answer> {
  let target = url
  let headers = request.headers ?? {}
  for (let followed = 0; ; followed++) {
    const answer = await getRetrying(target, { ...request, headers }, settings)
    const next = redirectTarget(answer, target)
    if (!next || !settings.maxRedirects) return answer
    if (followed >= settings.maxRedirects) {
      throw new OutboundError(
        'UNREACHABLE',
        `${url.host} redirects too often.`,
        'Use the address that it redirects to.',
      )
    }
    if (next.origin !== target.origin) headers = withoutCredentials(headers)
    target = next
  }
}

async function getRetrying(url: URL, request: GetOptions, settings: Settings): Promise<Answer> {
  const maxAttempts = request.maxAttempts ?? settings.maxAttempts ?? DEFAULT_MAX_ATTEMPTS
  for (let attempt = 1; ; attempt++) {
    const outcome = await getOnce(url, request, settings).catch(asOutcome)
    const delayMs = attempt < maxAttempts ? retryDelayMs(outcome, attempt, settings.random ?? Math.random) : undefined
    if (delayMs === undefined) {
      if (outcome instanceof OutboundError) throw outcome
      return outcome
    }
    await (settings.wait ?? pause)(delayMs, request.signal)
  }
}

function asOutcome(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error
  throw error
}

async function getOnce(url: URL, request: GetOptions, settings: Settings): Promise<Answer> {
  return exchange(url, transportTo(url, request, settings), {
    timeouts: { ...DEFAULT_TIMEOUTS, ...settings.timeouts },
    maxBytes: request.maxBytes ?? settings.maxBytes ?? DEFAULT_MAX_BYTES,
    signal: request.signal,
  })
}

async function followOnce(url: URL, request: FollowOptions, settings: Settings): Promise<Followed> {
  const { idleMs, totalMs, signal } = request
  return follow(url, transportTo(url, request, settings), {
    timeouts: { ...DEFAULT_TIMEOUTS, ...settings.timeouts, idleMs, totalMs },
    maxBytes: request.maxBytes ?? settings.maxBytes ?? DEFAULT_MAX_BYTES,
    signal,
  })
}

function transportTo(url: URL, { signal, headers }: GetOptions, settings: Settings): Transport {
  signal.throwIfAborted()
  checkUrl(url, settings.policy)
  return {
    agent: agentFor(url, settings.agent),
    headers: { accept: 'application/json', 'user-agent': 'breakwater', ...headers, 'accept-encoding': 'gzip' },
    lookup: guardedLookup(settings.policy, settings.resolve),
  }
}

/** An agent for TLS cannot carry plain HTTP; one of another making (a proxy's) tells the two apart itself. */
function agentFor(url: URL, agent: http.Agent): http.Agent {
  return url.protocol === 'http:' && agent instanceof https.Agent ? http.globalAgent : agent
}

function checkUrl(url: URL, policy: AddressPolicy): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new OutboundError('NOT_HTTPS', `${url.protocol} addresses are not called.`, 'Use an https:// address.')
  }
  checkHost(url.hostname, policy)
}

function redirectTarget(answer: Answer, from: URL): URL | undefined {
  const location = answer.headers.location
  if (![301, 302, 303, 307, 308].includes(answer.status) || !location || !URL.canParse(location, from.href))
    return undefined
  const target = new URL(location, from.href)
  // A redirect may not take the encryption away.
  return from.protocol === 'https:' && target.protocol !== 'https:' ? undefined : target
}

function withoutCredentials(headers: http.OutgoingHttpHeaders): http.OutgoingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !/^(?:authorization|cookie|proxy-authorization)$|^impersonate-/i.test(name),
    ),
  )
}

async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(delayMs, undefined, { signal })
  } catch {
    signal.throwIfAborted()
  }
}
