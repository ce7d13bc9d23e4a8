import { type ChangedObject, planUnits } from './plan.ts'
import type { Sync } from './sync.ts'
import { writeUnits } from './write-units.ts'

/** Objects that are written together. */
const OBJECTS_A_WRITE = 250
/** Held back at most: what is written together must not be too much to hold. */
const MOST_CHARACTERS = 8 * 1024 * 1024

/**
 * What of a kind differs from what is stored. Written while the source is read on: one write (on PostgreSQL, which has more than one
 * session, two) is on its way while the objects of the next are gathered.
 */
export class ChangedObjects {
  readonly #sync: Sync
  #waiting: ChangedObject[] = []
  #characters = 0
  readonly #writing: Promise<void>[] = []
  readonly #atOnce: number

  constructor(sync: Sync) {
    this.#sync = sync
    this.#atOnce = sync.database.kind === 'postgres' ? 2 : 1
  }

  add(changed: ChangedObject): void {
    this.#waiting.push(changed)
    this.#characters += changed.object.content.length
  }

  /** Begins to write once enough are waiting. Waits for the writes before, and throws what they threw. */
  async writeSome(): Promise<void> {
    if (this.#waiting.length >= OBJECTS_A_WRITE || this.#characters >= MOST_CHARACTERS) await this.#begin()
  }

  /** Writes what is waiting and waits until all is written. */
  async written(): Promise<void> {
    if (this.#waiting.length > 0) await this.#begin()
    for (const write of this.#writing.splice(0)) await write
  }

  async #begin(): Promise<void> {
    while (this.#writing.length >= this.#atOnce) await this.#writing.shift()
    const changed = this.#waiting
    this.#waiting = []
    this.#characters = 0
    const write = planUnits(this.#sync, changed).then((units) => writeUnits(this.#sync, units))
    // Thrown when a later write begins or all is to be written, not as unhandled before.
    write.catch(() => undefined)
    this.#writing.push(write)
  }
}
