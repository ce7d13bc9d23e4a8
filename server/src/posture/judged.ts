import { isDeepStrictEqual } from 'node:util'
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import type { Result } from './result.ts'
import type { Slot, Slots } from './slots.ts'

/** What a rule finds wrong with an object, or why it can say nothing. */
interface Fault {
  readonly slot: Slot
  readonly results: readonly Result[]
  /** The same with what says more of it; the results themselves until that was looked at. */
  told: readonly Result[]
}

/**
 * What is said of one object. That it passes is by far the most often said, and the same of all that pass: it is kept as one bit, and results of
 * it are made when they are asked for.
 */
export class Judged {
  readonly ref: ObjectRef
  object: KubernetesObject | undefined
  /** Whether something else is said of it than was told. */
  isOpen = false
  /** A bit for each slot by which it passes, 32 in a number. */
  readonly #passed: number[] = []
  readonly #faults: Fault[] = []

  constructor(ref: ObjectRef) {
    this.ref = ref
  }

  get isSilent(): boolean {
    return this.#faults.length === 0 && this.#passed.every((bits) => bits === 0)
  }

  /** All but what passes, with what says more of it. */
  told(): Result[] {
    return this.#faults.flatMap(({ told }) => told)
  }

  /** The slots by which it passes, by their numbers. */
  passedBy(slots: Slots): Slot[] {
    const found: Slot[] = []
    for (const [word, bits] of this.#passed.entries()) {
      for (let left = bits; left !== 0; left &= left - 1) {
        const slot = slots.numbered(word * 32 + 31 - Math.clz32(left & -left))
        if (slot) found.push(slot)
      }
    }
    return found
  }

  /** The slots by which anything is said of it. */
  spokenBy(slots: Slots): Slot[] {
    return [...this.passedBy(slots), ...this.#faults.map(({ slot }) => slot)]
  }

  /**
   * Notes what a slot says now: that it passes, results that are not all right, or nothing. Answers how many slots more say something of it;
   * undefined where it is what was said before.
   */
  say(slot: Slot, now: 'pass' | readonly Result[] | undefined): number | undefined {
    const [word, bit] = [slot.at >> 5, 1 << (slot.at & 31)]
    const didPass = ((this.#passed[word] ?? 0) & bit) !== 0
    const at = didPass ? -1 : this.#faults.findIndex((one) => one.slot === slot)
    const results = now === 'pass' ? undefined : now
    if ((now === 'pass') === didPass && isSame(this.#faults[at]?.results, results)) return undefined
    if ((now === 'pass') !== didPass) this.#flip(word, bit)
    if (at >= 0) this.#faults.splice(at, 1)
    if (results) this.#faults.push({ slot, results, told: results })
    return Number(now !== undefined) - Number(didPass || at >= 0)
  }

  #flip(word: number, bit: number): void {
    while (this.#passed.length <= word) this.#passed.push(0)
    this.#passed[word] = (this.#passed[word] ?? 0) ^ bit
  }

  /** Puts what says less of a fault under what says more of it. */
  close(cover: (results: readonly Result[]) => readonly Result[]): void {
    this.isOpen = false
    if (this.#faults.length === 0) return
    const flat = this.#faults.flatMap(({ results }) => results)
    const covered = cover(flat)
    let from = 0
    for (const fault of this.#faults) {
      const end = from + fault.results.length
      fault.told = covered === flat ? fault.results : covered.slice(from, end)
      from = end
    }
  }
}

function isSame(a: readonly Result[] | undefined, b: readonly Result[] | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.length === b.length && isDeepStrictEqual(a, b))
}
