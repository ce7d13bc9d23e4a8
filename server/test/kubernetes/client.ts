import type { IncomingMessage } from 'node:http'
import { Agent, type RequestOptions, request } from 'node:https'
import { gunzipSync } from 'node:zlib'

export interface Reached {
  readonly url: string
  /** PEM. */
  readonly ca: string
  /** Absent for an anonymous caller. */
  readonly token?: string
}

export interface SentRequest {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
}

export interface ReceivedAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  /** Unpacked where it came compressed. */
  readonly text: string
}

/** The plainest client of an API server: what it sends and gets is what stands on the wire. */
export class KubernetesClient {
  readonly #reached: Reached
  readonly #agent: Agent

  constructor(reached: Reached) {
    this.#reached = reached
    this.#agent = new Agent({ ca: reached.ca, keepAlive: true })
  }

  async request(sent: SentRequest): Promise<ReceivedAnswer> {
    const response = await this.open(sent)
    const { statusCode = 0, headers } = response
    const body = await bytesOf(response)
    const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
    return { status: statusCode, headers, text: plain.toString() }
  }

  /** The answer as soon as its headers are there; its body is the caller's to read. */
  open({ method = 'GET', path, headers = {}, body }: SentRequest): Promise<IncomingMessage> {
    const { url, token } = this.#reached
    const json = body === undefined ? undefined : JSON.stringify(body)
    const options: RequestOptions = {
      method,
      agent: this.#agent,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(json ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) } : {}),
        ...headers,
      },
    }
    return new Promise((resolve, reject) => {
      request(new URL(path, url), options, resolve).once('error', reject).end(json)
    })
  }

  /** Creates an object and gives it as the server has it. Throws what the server answered when it refused. */
  create(path: string, object: object): Promise<Record<string, unknown>> {
    return this.#changed({ method: 'POST', path, body: object })
  }

  /** Changes an object by a JSON merge patch. */
  patch(path: string, patch: object): Promise<Record<string, unknown>> {
    return this.#changed({
      method: 'PATCH',
      path,
      body: patch,
      headers: { 'content-type': 'application/merge-patch+json' },
    })
  }

  delete(path: string): Promise<Record<string, unknown>> {
    return this.#changed({ method: 'DELETE', path })
  }

  close(): void {
    this.#agent.destroy()
  }

  async #changed(sent: SentRequest): Promise<Record<string, unknown>> {
    const { status, text } = await this.request(sent)
    if (status >= 300) throw new Error(`${sent.method} ${sent.path} was answered ${status}: ${text}`)
    return JSON.parse(text)
  }
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
