import type { Slot } from './slots.ts'

/**
 * So many are asked by one slot, then by the next: fast where a rule is asked several times in a row, and what it asked is still at hand when the
 * next one asks.
 */
const AT_ONCE = 64

/** What slots are to judge, gathered before any of it is judged. */
export class AskedSlots<Target> {
  readonly #asked = new Map<Slot, Target[]>()

  ask(slots: readonly Slot[], target: Target): void {
    for (const slot of slots) {
      const targets = this.#asked.get(slot)
      if (targets) targets.push(target)
      else this.#asked.set(slot, [target])
    }
  }

  /** Tells of all that was asked, each slot's in its order, and forgets it. */
  take(tell: (slot: Slot, target: Target) => void): void {
    let most = 0
    for (const { length } of this.#asked.values()) most = Math.max(most, length)
    for (let from = 0; from < most; from += AT_ONCE) {
      for (const [slot, targets] of this.#asked) {
        const end = Math.min(from + AT_ONCE, targets.length)
        for (let at = from; at < end; at++) tell(slot, targets[at] as Target)
      }
    }
    this.#asked.clear()
  }
}
