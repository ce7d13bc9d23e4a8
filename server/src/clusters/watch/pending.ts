import type { KubernetesObject } from '../../kubernetes/object.ts'

/** What is to be done about one object: of several events of one object the last one counts. */
export interface PendingObject {
  readonly type: 'PUT' | 'DELETE'
  readonly object: KubernetesObject
  /** When it was first heard of, `performance.now()`. */
  readonly heardAt: number
}

/**
 * Changes that were heard of and are not written yet, by kind and object. Bounded: who puts waits while too many are there, and
 * with them the connection that they come from.
 */
export class Pending {
  readonly #most: number
  #kinds = new Map<string, Map<string, PendingObject>>()
  #size = 0
  #room: PromiseWithResolvers<void> | undefined
  #work: PromiseWithResolvers<void> | undefined

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#size
  }

  /** Returns when there is room for more. */
  async put(kind: string, type: PendingObject['type'], object: KubernetesObject): Promise<void> {
    const objects = this.#kinds.get(kind) ?? new Map<string, PendingObject>()
    this.#kinds.set(kind, objects)
    const key = `${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`
    const before = objects.get(key)
    if (!before) this.#size++
    objects.set(key, { type, object, heardAt: before?.heardAt ?? performance.now() })
    this.#work?.resolve()
    if (this.#size < this.#most) return
    this.#room ??= Promise.withResolvers()
    await this.#room.promise
  }

  /** Returns once something is there; at once when something is. */
  async some(): Promise<void> {
    if (this.#size > 0) return
    this.#work = Promise.withResolvers()
    await this.#work.promise
  }

  /** Takes all, by kind. */
  take(): ReadonlyMap<string, readonly PendingObject[]> {
    const taken = new Map([...this.#kinds].map(([kind, objects]) => [kind, [...objects.values()]]))
    this.#kinds = new Map()
    this.#size = 0
    this.#room?.resolve()
    this.#room = undefined
    this.#work = undefined
    return taken
  }

  /** Nothing will be taken any more: nobody waits for room. */
  close(): void {
    this.#room?.resolve()
    this.#work?.resolve()
  }

  /** Takes back what is pending of a kind: it is listed anew. */
  forget(kind: string): void {
    this.#size -= this.#kinds.get(kind)?.size ?? 0
    this.#kinds.delete(kind)
  }
}
