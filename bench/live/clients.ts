import { WebSocket } from 'ws'

/**
 * The subscribers of bench/live, in a process of their own: each holds one WebSocket with one subscription, as an open
 * dashboard does. They speak graphql-transport-ws by hand and search the time in a message instead of parsing all of it,
 * so that the machine's time goes to the server and not to them.
 */

/** What they are asked to do. */
export interface ClientsOrder {
  readonly url: string
  readonly token: string
  readonly subscribers: number
}

/** What they say: that all subscriptions run, or, when told to stop, what they saw. */
export type ClientsReport = { readonly kind: 'READY' } | ClientsResult

export interface ClientsResult {
  readonly kind: 'RESULT'
  /** Messages whose event began in the window. */
  readonly messages: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** Connections that ended before they were told to. */
  readonly lostConnections: number
}

/** The last word to them: events that began in this span count. Nanoseconds of the machine's monotonic clock. */
export interface Window {
  readonly fromNs: string
  readonly toNs: string
}

const MOST_MESSAGES = 2_000_000
const CONNECTING_AT_ONCE = 25
const OPERATION = 'subscription { taskChanged { task { id state progress stage } cursor } }'
const MARK = '"stage":"at '

const latenciesNs = new Float64Array(MOST_MESSAGES)
const beganNs = new Float64Array(MOST_MESSAGES)
let messages = 0
let lostConnections = 0
let closing = false

process.once('disconnect', () => process.exit(0))
process.once('message', (order: ClientsOrder) => void follow(order))

async function follow({ url, token, subscribers }: ClientsOrder): Promise<void> {
  const sockets: WebSocket[] = []
  while (sockets.length < subscribers) {
    const count = Math.min(CONNECTING_AT_ONCE, subscribers - sockets.length)
    sockets.push(...(await Promise.all(Array.from({ length: count }, () => subscribe(url, token)))))
  }
  process.once('message', (window: Window) => {
    closing = true
    for (const socket of sockets) socket.terminate()
    report(summary(window))
  })
  report({ kind: 'READY' })
}

/** Resolves when the present state has come: from then on the subscription is told of changes. */
function subscribe(url: string, token: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false })
    socket.once('error', reject)
    socket.on('close', (code) => {
      if (!closing) lostConnections++
      reject(new Error(`A connection was closed with ${code}.`))
    })
    socket.once('open', () => {
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }))
    })
    socket.on('message', (data: Buffer) => {
      const receivedNs = Number(process.hrtime.bigint())
      const text = data.toString('latin1')
      const mark = text.indexOf(MARK)
      if (mark >= 0) {
        resolve(socket)
        const from = mark + MARK.length
        count(Number(text.slice(from, text.indexOf('"', from))), receivedNs)
      } else if (text.includes('"connection_ack"')) {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: OPERATION } }))
      } else if (text.includes('"error')) {
        reject(new Error(`The server refused the subscription: ${text.slice(0, 300)}`))
      } else if (text.includes('"next"')) {
        resolve(socket)
      }
    })
  })
}

function count(sentNs: number, receivedNs: number): void {
  if (messages === MOST_MESSAGES) return
  beganNs[messages] = sentNs
  latenciesNs[messages] = receivedNs - sentNs
  messages++
}

function summary({ fromNs, toNs }: Window): ClientsResult {
  const [from, to] = [Number(fromNs), Number(toNs)]
  const sorted = latenciesNs
    .subarray(0, messages)
    .filter((_, index) => (beganNs[index] ?? 0) >= from && (beganNs[index] ?? 0) < to)
    .sort()
  const atMs = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN) / 1e6
  return {
    kind: 'RESULT',
    messages: sorted.length,
    p50Ms: atMs(0.5),
    p95Ms: atMs(0.95),
    p99Ms: atMs(0.99),
    maxMs: atMs(1),
    lostConnections,
  }
}

function report(said: ClientsReport): void {
  process.send?.(said)
}
