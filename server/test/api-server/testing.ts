import type { IncomingMessage } from 'node:http'
import { KubernetesClient, type SentRequest } from '../kubernetes/client.ts'
import { type ApiServer, type ApiServerOptions, apiServer } from './api-server.ts'

const closing: (() => unknown)[] = []

/** Ends what `start` began; for `afterEach`. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close()
}

/** Something else that ends with the test. */
export function atEnd(close: () => unknown): void {
  closing.push(close)
}

/** A double, and what asks it: as its user, or without credentials. */
export async function start(options: ApiServerOptions = {}) {
  const api = await apiServer(options)
  atEnd(() => api.close())
  return { api, ...asking(api, api.access.token), anonymous: asking(api, undefined) }
}

export type Body = Readonly<Record<string, unknown>>

export interface Got {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Body
}

/** What asks a server as the owner of a token. */
export function asking({ url, ca }: Pick<ApiServer, 'url' | 'ca'>, token: string | undefined) {
  const client = new KubernetesClient({ url, ca, ...(token === undefined ? {} : { token }) })
  atEnd(() => client.close())
  const request = async (sent: SentRequest): Promise<Got> => {
    const { status, headers, text } = await client.request(sent)
    const isJson = String(headers['content-type']).startsWith('application/json')
    return { status, headers, body: isJson ? JSON.parse(text) : {} }
  }
  return {
    get: (path: string, headers: Readonly<Record<string, string>> = {}) => request({ path, headers }),
    post: (path: string, body: object) => request({ method: 'POST', path, body }),
    watch: async (path: string) => new Watched(await client.open({ path })),
    /** The names of all pods. */
    podNames: async () => itemsOf(await request({ path: '/api/v1/pods' })).map(({ metadata }) => metadata.name),
  }
}

/** The members of a list. */
export function itemsOf({ body }: Got): { readonly kind?: string; readonly metadata: Record<string, unknown> }[] {
  return body['items'] as never
}

/** The metadata of a list. */
export function metadataOf({ body }: Got): {
  readonly resourceVersion: string
  readonly continue: string
  readonly remainingItemCount?: number
} {
  return body['metadata'] as never
}

export interface Event {
  readonly type: string
  readonly object: { readonly [field: string]: unknown; readonly metadata?: Readonly<Record<string, unknown>> }
}

/** An open watch. */
export class Watched {
  readonly status: number
  readonly #stream: IncomingMessage
  readonly #chunks: AsyncIterator<Buffer>
  #unread = ''

  constructor(stream: IncomingMessage) {
    this.status = stream.statusCode ?? 0
    this.#stream = stream
    this.#chunks = stream[Symbol.asyncIterator]()
    atEnd(() => stream.destroy())
  }

  /** The next `count` events. */
  async events(count: number): Promise<Event[]> {
    const events: Event[] = []
    while (events.length < count) {
      const line = await this.#line()
      if (line === undefined) throw new Error(`The watch ended after ${events.length} events`)
      events.push(JSON.parse(line))
    }
    return events
  }

  /** All lines until the end, the last one perhaps in part, and whether the answer came to its own end. */
  async rest(): Promise<{ lines: string[]; complete: boolean }> {
    const lines: string[] = []
    for (let line = await this.#line(); line !== undefined; line = await this.#line()) lines.push(line)
    return { lines, complete: this.#stream.complete }
  }

  async #line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#unread.indexOf('\n')
      if (end >= 0) {
        const line = this.#unread.slice(0, end)
        this.#unread = this.#unread.slice(end + 1)
        return line
      }
      const { done, value } = await this.#chunks.next().catch(() => ENDED)
      if (!done) this.#unread += value
      else if (this.#unread === '') return undefined
      else this.#unread += '\n'
    }
  }
}

const ENDED = { done: true, value: undefined } as const

/** `TYPE name` of events; of a bookmark its type. */
export function told(events: readonly Event[]): string[] {
  return events.map(({ type, object }) => `${type} ${object.metadata?.['name'] ?? ''}`.trim())
}

export function configMap(name: string, more: object = {}) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'team-1' }, ...more }
}

export function pod(name: string, version = '1') {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { version } } }
}
