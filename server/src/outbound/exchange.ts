import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { OutboundError, outboundError } from './error.ts'

/** An answer, complete and decoded. Header names are in lower case. */
export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

export interface Timeouts {
  /** Until the connection stands, TLS included. */
  readonly connectMs: number
  /** Without a byte from the other side, once it stands. */
  readonly idleMs: number
  /** For the whole exchange. */
  readonly totalMs: number
}

export interface Bounds {
  readonly timeouts: Timeouts
  readonly maxBytes: number
  readonly signal: AbortSignal
}

export interface Transport {
  readonly agent: http.Agent
  readonly headers: http.OutgoingHttpHeaders
  readonly lookup: LookupFunction
  /** JSON that is sent by POST; a GET without one. */
  readonly body?: string
}

/** Sends one GET, or POST where there is a body, and reads the answer to its end. Throws `OutboundError`, or the signal's reason when it is aborted. */
export async function exchange(url: URL, transport: Transport, bounds: Bounds): Promise<Answer> {
  const watch = new Watch(url.host, bounds)
  let complete = false
  try {
    const response = await send(url, transport, watch)
    const status = response.statusCode ?? 0
    const body = await collect(decoded(response, watch, LARGE_CHUNK), bounds.maxBytes, url.host)
    complete = response.complete
    if (!complete) throw new OutboundError('CUT', `${url.host} cut the connection.`, 'Try again.')
    return { status, headers: response.headers, body }
  } catch (error) {
    throw watch.reason ?? outboundError(error, url.host)
  } finally {
    watch.stop(complete)
  }
}

function send(url: URL, { body, ...transport }: Transport, watch: Watch): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'http:' ? http.request : https.request
    const request =
      body === undefined
        ? start(url, { method: 'GET', ...transport })
        : start(url, {
            method: 'POST',
            ...transport,
            headers: {
              ...transport.headers,
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
            },
          })
    watch.over(request)
    request.once('response', resolve)
    request.on('error', reject)
    request.end(body)
  })
}

/** Bytes that are unpacked at once: each time is a way to another thread and back. Streams that stay open are many, and each keeps one. */
const LARGE_CHUNK = 256 * 1024
const SMALL_CHUNK = 16 * 1024

function decoded(response: http.IncomingMessage, watch: Watch, chunkSize: number): Readable {
  response.on('data', () => watch.alive())
  if (response.headers['content-encoding'] !== 'gzip') return response
  const gunzip = createGunzip({ chunkSize })
  // pipe() alone would leave the reader waiting when the connection is cut.
  response.once('error', (error) => gunzip.destroy(error))
  response.once('aborted', () => gunzip.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })))
  return response.pipe(gunzip)
}

async function collect(body: Readable, maxBytes: number, host: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge(host, maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes)
}

/** An answer whose body is read as it comes. */
export interface Followed {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  /** The body, line by line, without the line ends; empty lines are left out. Throws `OutboundError`, or the signal's reason. */
  readonly lines: AsyncGenerator<string>
  /** Ends it, whether lines were read or not. Safe to call twice. */
  close(): void
}

/**
 * Sends one GET and hands out the answer's lines as they come; `maxBytes` bounds one line. The connection is held until the
 * iteration ends or it is closed. Throws `OutboundError`, or the signal's reason when it is aborted.
 */
export async function follow(url: URL, transport: Transport, bounds: Bounds): Promise<Followed> {
  const watch = new Watch(url.host, bounds)
  try {
    const response = await send(url, transport, watch)
    const body = decoded(response, watch, SMALL_CHUNK)
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      lines: linesOf(body, watch, url.host, bounds),
      close: () => watch.stop(false),
    }
  } catch (error) {
    watch.stop(false)
    throw watch.reason ?? outboundError(error, url.host)
  }
}

async function* linesOf(body: Readable, watch: Watch, host: string, { maxBytes }: Bounds): AsyncGenerator<string> {
  const parts: Buffer[] = []
  let bytes = 0
  const line = (end: Buffer): string => {
    const text = Buffer.concat([...parts.splice(0), end]).toString()
    bytes = 0
    return text
  }
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      let from = 0
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        if (at > from || bytes > 0) yield line(chunk.subarray(from, at))
        from = at + 1
      }
      if (from === chunk.length) continue
      parts.push(chunk.subarray(from))
      bytes += chunk.length - from
      if (bytes > maxBytes) throw tooLarge(host, maxBytes)
    }
    // What is left without a line end was cut off.
    if (bytes > 0) throw new OutboundError('CUT', `${host} cut the connection.`, 'Try again.')
  } catch (error) {
    throw watch.reason ?? outboundError(error, host)
  } finally {
    watch.stop(false)
  }
}

const NEWLINE = 10

function tooLarge(host: string, maxBytes: number): OutboundError {
  const most = Math.floor(maxBytes / (1024 * 1024))
  return new OutboundError('TOO_LARGE', `${host} sent more than ${most} MiB.`, 'Check that this is the right address.')
}

/** Destroys the request when one of its times is up or the signal fires, and remembers why. */
class Watch {
  /** What is to be thrown in place of what the destroyed request says. */
  reason: unknown
  #request: http.ClientRequest | undefined
  #phase: NodeJS.Timeout | undefined
  #total: NodeJS.Timeout | undefined
  readonly #host: string
  readonly #bounds: Bounds
  readonly #abort = (): void => this.#end(this.#bounds.signal.reason)

  constructor(host: string, bounds: Bounds) {
    this.#host = host
    this.#bounds = bounds
  }

  over(request: http.ClientRequest): void {
    const { timeouts, signal } = this.#bounds
    this.#request = request
    this.#total = setTimeout(() => this.#end(this.#timedOut('did not finish', timeouts.totalMs)), timeouts.totalMs)
    this.#phase = setTimeout(
      () => this.#end(this.#timedOut('does not connect', timeouts.connectMs)),
      timeouts.connectMs,
    )
    signal.addEventListener('abort', this.#abort, { once: true })
    request.once('socket', (socket) => {
      if (request.reusedSocket || !('secureConnecting' in socket ? socket.secureConnecting : socket.connecting))
        this.alive()
      else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => this.alive())
    })
    request.once('response', () => this.alive())
  }

  /** A sign of life: the idle time begins anew. */
  alive(): void {
    const { idleMs } = this.#bounds.timeouts
    clearTimeout(this.#phase)
    if (this.reason === undefined)
      this.#phase = setTimeout(() => this.#end(this.#timedOut('sends nothing', idleMs)), idleMs)
  }

  /** Ends watching. A connection whose answer was not read to its end must not be used again. */
  stop(complete: boolean): void {
    clearTimeout(this.#phase)
    clearTimeout(this.#total)
    this.#bounds.signal.removeEventListener('abort', this.#abort)
    if (!complete) this.#request?.destroy()
  }

  #end(reason: unknown): void {
    this.reason ??= reason
    clearTimeout(this.#phase)
    this.#request?.destroy()
  }

  #timedOut(what: string, afterMs: number): OutboundError {
    const message = `${this.#host} ${what} within ${afterMs / 1_000} s.`
    return new OutboundError(
      'TIMED_OUT',
      message,
      'Check address, network and firewalls, and that the server is not overloaded.',
    )
  }
}
