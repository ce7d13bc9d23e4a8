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

/** The one way out: everything that the server fetches goes through a client. It sends GET, and POST for reviews alone. */
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
  /**
   * Asks an API server what the caller may, or who it is: the one POST that is ever sent, and only to the paths of Kubernetes' self
   * subject reviews. They are questions in the form of an object, which the API server answers and does not keep: nothing is created.
   * Redirects are not followed. Throws `OutboundError`, or the signal's reason when it is aborted; TypeError for another path.
   */
  review(url: URL, body: object, options: GetOptions): Promise<Answer>
  /** Closes connections as soon as nothing is fetched over them any more: what is being fetched is read to its end. */
  retire(): void
  /** Closes all connections. Safe to call twice. */
  close(): void
}

const DEFAULT_TIMEOUTS: Timeouts = { connectMs: 10_000, idleMs: 30_000, totalMs: 120_000 }
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024
const DEFAULT_MAX_ATTEMPTS = 4
/** An address of an API server may have a path before it. Source: Kubernetes API reference. */
const REVIEW =
  /\/apis\/(?:authorization\.k8s\.io\/v1\/selfsubject(?:access|rules)reviews|authentication\.k8s\.io\/v1\/selfsubjectreviews)$/

/** A client with connections of its own, kept alive between requests. */
export function outboundClient(options: ClientOptions): OutboundClient {
  const agent = options.agent ?? new https.Agent({ keepAlive: true })
  return {
    get: (url, request) => getFollowing(url, request, { ...options, agent }),
    follow: (url, request) => followOnce(url, request, { ...options, agent }),
    review: async (url, body, request) => {
      if (!REVIEW.test(url.pathname) || url.search !== '') throw new TypeError(`${url.pathname} is no review.`)
      return getRetrying(url, request, { ...options, agent }, JSON.stringify(body))
    },
    retire: () => retire(agent),
    close: () => agent.destroy(),
  }
}

/** Without `keepAlive` an agent closes each connection when its answer has been read. */
function retire(agent: http.Agent): void {
  Object.assign(agent, { keepAlive: false })
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
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

async function getRetrying(url: URL, request: GetOptions, settings: Settings, body?: string): Promise<Answer> {
  const maxAttempts = request.maxAttempts ?? settings.maxAttempts ?? DEFAULT_MAX_ATTEMPTS
  for (let attempt = 1; ; attempt++) {
    const outcome = await getOnce(url, request, settings, body).catch(asOutcome)
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

async function getOnce(url: URL, request: GetOptions, settings: Settings, body?: string): Promise<Answer> {
  const transport = transportTo(url, request, settings)
  return exchange(url, body === undefined ? transport : { ...transport, body }, {
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
