import { isDeepStrictEqual } from 'node:util'
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import type { createCovering, Found } from './covering.ts'
import { failureResult, type Result, unknownResult } from './result.ts'
import { isAssessed, type Judgement } from './rule.ts'
import type { Slot, Slots } from './slots.ts'

/** What a rule finds wrong with an object, or why it can say nothing. */
interface Fault {
  readonly slot: Slot
  readonly judgement: NonNullable<Judgement>
  /** The rules under which its failures stand. */
  under: readonly (string | undefined)[]
}

/**
 * What is said of one object, as little as tells it: results are made when they are asked for. That it passes is by far the most often said, and
 * is kept as one bit.
 */
export class Judged {
  readonly ref: ObjectRef
  object: KubernetesObject | undefined
  /** Whether something else is said of it than was told. */
  isOpen = false
  /** A bit for each slot by which it passes, 32 in a number. */
  readonly #passed = [0, 0, 0, 0, 0, 0, 0, 0]
  readonly #faults: Fault[] = []

  constructor(ref: ObjectRef) {
    this.ref = ref
  }

  get isSilent(): boolean {
    return this.#faults.length === 0 && this.#passed.every((bits) => bits === 0)
  }

  /** All but what passes. */
  results(): Result[] {
    const results: Result[] = []
    for (const { slot, judgement, under } of this.#faults) {
      if (!isAssessed(judgement)) results.push(unknownResult(slot.rule, this.ref, judgement))
      else for (const [at, one] of judgement.entries()) results.push(failureResult(slot.rule, this, one, under[at]))
    }
    return results
  }

  /** The slots by which it passes, by their numbers. */
  passedBy(slots: Slots): Slot[] {
    const found: Slot[] = []
    for (let word = 0; word < this.#passed.length; word++) {
      for (let left = this.#passed[word] ?? 0; left !== 0; left &= left - 1) {
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

  /** Notes what a slot says now. Answers how many slots more say something of it; undefined where it is what was said before. */
  say(slot: Slot, now: Judgement): number | undefined {
    const isPass = now !== undefined && isAssessed(now) && now.length === 0
    const [word, bit] = [slot.at >> 5, 1 << (slot.at & 31)]
    const didPass = ((this.#passed[word] ?? 0) & bit) !== 0
    const at = didPass ? -1 : this.#placeOf(slot)
    const judgement = isPass ? undefined : now
    if (isPass === didPass && isSame(this.#faults[at]?.judgement, judgement)) return undefined
    if (isPass !== didPass) this.#flip(word, bit)
    if (at >= 0) this.#faults.splice(at, 1)
    if (judgement !== undefined) this.#faults.push({ slot, judgement, under: [] })
    return Number(now !== undefined) - Number(didPass || at >= 0)
  }

  /** Without a function, as it is asked of every fault that is found. */
  #placeOf(slot: Slot): number {
    for (let at = 0; at < this.#faults.length; at++) if (this.#faults[at]?.slot === slot) return at
    return -1
  }

  #flip(word: number, bit: number): void {
    while (this.#passed.length <= word) this.#passed.push(0)
    this.#passed[word] = (this.#passed[word] ?? 0) ^ bit
  }

  /** Puts what says less of a fault under what says more of it. */
  close(cover: ReturnType<typeof createCovering>): void {
    this.isOpen = false
    if (this.#faults.length === 0) return
    const found = this.#faults.flatMap(({ slot: { rule }, judgement }): Found[] =>
      isAssessed(judgement) ? judgement.map((failure) => ({ rule, failure })) : [],
    )
    const under = cover(found)
    let from = 0
    for (const fault of this.#faults) {
      if (!isAssessed(fault.judgement)) continue
      const end = from + fault.judgement.length
      fault.under = under.slice(from, end)
      from = end
    }
  }
}

function isSame(a: Judgement, b: Judgement): boolean {
  return a === b || (a !== undefined && b !== undefined && isDeepStrictEqual(a, b))
}
