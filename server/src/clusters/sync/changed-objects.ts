import { type ChangedObject, planUnits } from './plan.ts'
import type { Sync } from './sync.ts'
import { writeUnits } from './write-units.ts'

/** What is gathered for one transaction of PostgreSQL; see the limits of `writeUnits`, which these keep a little below. */
const ENOUGH_ROWS = 950
const ENOUGH_CHARACTERS = 1_000_000

/**
 * What of a kind differs from what is stored. Written while the source is read on: one write (on PostgreSQL, which has more than one
 * session, three) is on its way while the objects of the next are gathered.
 */
export class ChangedObjects {
  readonly #sync: Sync
  #waiting: ChangedObject[] = []
  #rows = 0
  #characters = 0
  readonly #writing: Promise<void>[] = []
  readonly #atOnce: number
  /** On the embedded database everybody waits for the transaction that is under way. */
  readonly #parts: number
  readonly #before: Promise<void>

  /** `before`: what has to be written first. */
  constructor(sync: Sync, before: Promise<void> = Promise.resolve()) {
    this.#sync = sync
    this.#before = before
    const isServer = sync.database.kind === 'postgres'
    this.#atOnce = isServer ? 3 : 1
    this.#parts = isServer ? 1 : 3
  }

  /** `assets`: rows that the object stands for beside its own. */
  add(changed: ChangedObject, assets: number): void {
    this.#waiting.push(changed)
    this.#rows += 1 + Math.max(1, 2 * assets)
    this.#characters += changed.object.content.length
  }

  /** Whether enough is waiting for a transaction. */
  get isFull(): boolean {
    return this.#rows >= ENOUGH_ROWS / this.#parts || this.#characters >= ENOUGH_CHARACTERS / this.#parts
  }

  /** Begins to write once enough is waiting. Waits for the writes before, and throws what they threw. */
  async writeSome(): Promise<void> {
    if (this.isFull) await this.#begin()
  }

  /** Writes what is waiting and waits until all is written. */
  async written(): Promise<void> {
    if (this.#waiting.length > 0) await this.#begin()
    for (const write of this.#writing.splice(0)) await write
  }

  async #begin(): Promise<void> {
    await this.#before
    while (this.#writing.length >= this.#atOnce) await this.#writing.shift()
    const changed = this.#waiting
    this.#waiting = []
    this.#rows = this.#characters = 0
    const write = planUnits(this.#sync, changed).then((units) => writeUnits(this.#sync, units))
    // Thrown when a later write begins or all is to be written, not as unhandled before.
    write.catch(() => undefined)
    this.#writing.push(write)
  }
}
