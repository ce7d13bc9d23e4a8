import { compareResults, type Result } from './evaluate.ts'

/** More than so many are sorted anew; few are put where they belong. */
const FEW = 48

/** The results of one rule, in the order of an answer. */
export class SortedResults {
  #sorted: Result[] = []
  #added: Result[] = []
  #removed = new Set<Result>()

  add(results: readonly Result[]): void {
    this.#added.push(...results)
  }

  /** The very objects that were added. */
  remove(results: readonly Result[]): void {
    for (const one of results) this.#removed.add(one)
  }

  get all(): readonly Result[] {
    if (this.#added.length + this.#removed.size > FEW) this.#sortAnew()
    else this.#putFew()
    this.#added = []
    this.#removed = new Set()
    return this.#sorted
  }

  #sortAnew(): void {
    const stay = this.#sorted.filter((one) => !this.#removed.has(one))
    this.#sorted = [...stay, ...this.#added.filter((one) => !this.#removed.has(one))].sort(compareResults)
  }

  #putFew(): void {
    for (const one of this.#removed) this.#take(one)
    for (const one of this.#added) if (!this.#removed.has(one)) this.#sorted.splice(this.#end(one), 0, one)
  }

  #take(result: Result): void {
    for (let at = this.#end(result) - 1; at >= 0; at--) {
      const one = this.#sorted[at]
      if (one === result) {
        this.#sorted.splice(at, 1)
        return
      }
      if (!one || compareResults(one, result) !== 0) return
    }
  }

  /** After all that are equal, so that those of one object keep the order in which they were found. */
  #end(result: Result): number {
    let [from, to] = [0, this.#sorted.length]
    while (from < to) {
      const middle = (from + to) >> 1
      const one = this.#sorted[middle]
      if (one && compareResults(one, result) <= 0) from = middle + 1
      else to = middle
    }
    return from
  }
}
