import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { EMPTY_OBJECTS } from './empty-objects.ts'
import type { WatchFault } from './faults.ts'
import type { KubernetesApi } from './kubernetes-api.ts'
import { withKind } from './object-version.ts'
import { groupVersion } from './resources.ts'
import { statusObject } from './status.ts'
import type { StoredChange } from './store.ts'
import type { WatchRequest } from './watch.ts'

/** How long before its end a watch says how far it came, as real servers do. */
const LAST_BOOKMARK_MS = 2_000

/** One open watch: events as JSON, one a line. A caller that reads slowly holds the stream up, not the memory. */
export class WatchStream {
  readonly plural: string
  /** Events that were sent, bookmarks and errors among them. */
  sent = 0
  readonly #api: KubernetesApi
  readonly #request: WatchRequest
  readonly #response: ServerResponse
  readonly #fault: WatchFault
  readonly #bookmarkMs: number
  readonly #apiVersion: string
  /** Changes up to this resource version were sent. */
  #at = 0
  #ended = false
  #isCut = false
  #bookmarkDue = false
  #wake: () => void = () => {}
  #drain: () => void = () => {}

  constructor(
    api: KubernetesApi,
    request: WatchRequest,
    response: ServerResponse,
    bookmarkMs: number,
    fault: WatchFault = {},
  ) {
    this.plural = request.target.resource.plural
    this.#api = api
    this.#request = request
    this.#response = response
    this.#bookmarkMs = bookmarkMs
    this.#fault = fault
    this.#apiVersion = groupVersion(request.target.resource, request.target.version)
  }

  /** Sends events until the end. */
  async run(): Promise<void> {
    const { timeoutMs, bookmarks } = this.#request
    this.#response.once('close', () => this.#end())
    this.#response.on('drain', () => this.#drain())
    if (this.#fault.silent) return void (await once(this.#response, 'close'))
    const timers = [setTimeout(() => this.#end(), timeoutMs)]
    if (bookmarks) {
      const last = Math.max(timeoutMs - LAST_BOOKMARK_MS, timeoutMs / 2)
      timers.push(setTimeout(() => this.#dueBookmark(), last))
      timers.push(setInterval(() => this.#dueBookmark(), this.#bookmarkMs))
    }
    const forget = this.#api.store.onChange(() => this.#wake())
    try {
      await this.#events()
    } finally {
      forget()
      for (const timer of timers) clearTimeout(timer)
      if (!this.#isCut) this.#response.end()
    }
  }

  /** Cuts the connection. */
  destroy(): void {
    this.#response.destroy()
  }

  async #events(): Promise<void> {
    if (await this.#failsAtOnce()) return
    await (this.#request.from === undefined ? this.#present() : this.#startAfter(this.#request.from))
    while (!this.#ended) {
      // A caller that is too slow for the server's memory is sent away.
      if (this.#at < this.#api.store.compactedUpTo) return
      for (const change of this.#api.store.changesAfter(this.#at)) await this.#change(change)
      if (this.#bookmarkDue) await this.#bookmark()
      await this.#nextEvent()
    }
  }

  async #present(): Promise<void> {
    const { resource } = this.#request.target
    this.#at = this.#api.store.resourceVersion
    for (const { object, json } of this.#api.store.list(resource, this.#at)) {
      if (this.#request.selector(object)) await this.#object('ADDED', json)
    }
    if (this.#request.bookmarks) await this.#bookmark({ annotations: { 'k8s.io/initial-events-end': 'true' } })
  }

  async #startAfter(resourceVersion: number): Promise<void> {
    const oldest = Math.max(this.#api.store.compactedUpTo, this.#api.tooOld.watches)
    this.#at = resourceVersion || this.#api.store.resourceVersion
    if (this.#at >= oldest) return
    await this.#error(410, `too old resource version: ${resourceVersion} (${oldest})`)
    this.#ended = true
  }

  async #change({ resourceVersion, type, resource, object, json }: StoredChange): Promise<void> {
    if (resourceVersion <= this.#at) return
    this.#at = resourceVersion
    const { target, selector } = this.#request
    const isMine = resource.plural === target.resource.plural && resource.group === target.resource.group
    if (isMine && selector(object)) await this.#object(type, json())
  }

  async #object(type: StoredChange['type'], json: string): Promise<void> {
    const { kind, plural } = this.#request.target.resource
    // A lie about the kind stands behind the true one, so that it wins.
    await this.#send(type, withKind(this.#api.lies.aboutItem(plural, 0, json), kind, this.#apiVersion))
  }

  async #bookmark(more: object = {}): Promise<void> {
    this.#bookmarkDue = false
    // Not before what the caller knows already.
    if (this.#at < (this.#request.from ?? 0) || this.#at > this.#api.store.resourceVersion) return
    const { kind } = this.#request.target.resource
    const metadata = { resourceVersion: String(this.#at), ...more }
    const object = { kind, apiVersion: this.#apiVersion, metadata, ...EMPTY_OBJECTS[kind] }
    await this.#send('BOOKMARK', JSON.stringify(object))
  }

  async #error(code: number, message: string): Promise<void> {
    await this.#send('ERROR', JSON.stringify(statusObject(code, message)))
  }

  async #send(type: string, object: string): Promise<void> {
    if (this.#fault.eventDelayMs) await sleep(this.#fault.eventDelayMs)
    if (this.#ended) return
    const line = `{"type":"${type}","object":${object}}\n`
    if (this.#fault.cutAfterEvents === this.sent) return this.#cut(line)
    if (!this.#response.write(line)) await this.#drained()
    this.sent++
    await this.#failsAtOnce()
  }

  /** Whether a fault ends the stream after what was sent until now. */
  async #failsAtOnce(): Promise<boolean> {
    const { errorEvent, cutAfterEvents, cut, afterEvents = 0 } = this.#fault
    if (this.#ended) return true
    if (errorEvent !== undefined && afterEvents === this.sent) {
      const line = JSON.stringify({ type: 'ERROR', object: statusObject(errorEvent, 'made to fail') })
      this.#response.write(`${line}\n`)
      this.#end()
    }
    if (cutAfterEvents === this.sent && cut !== 'mid-line') this.#cut('')
    return this.#ended
  }

  #cut(line: string): void {
    this.#end()
    if (this.#fault.cut === 'cleanly') return
    this.#isCut = true
    if (line !== '') this.#response.write(line.slice(0, Math.ceil(line.length / 2)))
    // What was written still leaves; that the answer has an end does not.
    this.#response.socket?.destroySoon()
  }

  #dueBookmark(): void {
    this.#bookmarkDue = true
    this.#wake()
  }

  #end(): void {
    this.#ended = true
    this.#wake()
    this.#drain()
  }

  /** Resolves when the caller read what was written, or when nobody waits for it any more. */
  async #drained(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#drain = resolve
      if (this.#ended) resolve()
    })
  }

  /** Resolves when there is something to do; at once when it came meanwhile. */
  async #nextEvent(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      if (this.#ended || this.#bookmarkDue || this.#api.store.resourceVersion > this.#at) resolve()
    })
  }
}
