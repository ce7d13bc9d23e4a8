/**
 * Steps of a computation that are remembered with what they read. A step is computed again only when something that it read has changed,
 * and one whose new value is the same as the old one changes nothing for those who read it.
 */

/** What a step can read: an input, or another step. */
interface Dependency {
  /** When its value last became another one. */
  readonly changedAt: number
  /** Brings its value up to date. */
  refresh(): void
}

/** The common clock of inputs and steps; it moves on with each change of an input that was read. */
export class Steps {
  #now = 1
  #reading: Set<Dependency> | undefined
  #kept = 0
  readonly #memos: Memo<unknown>[] = []
  readonly #inputs: Inputs[] = []

  get now(): number {
    return this.#now
  }

  /** Remembers values by key; `isSame` tells whether a new one can be taken for the old. */
  memo<V>(isSame: (a: V, b: V) => boolean): Memo<V> {
    const memo = new Memo(this, isSame)
    this.#memos.push(memo as Memo<unknown>)
    return memo
  }

  inputs(): Inputs {
    const inputs = new Inputs(this)
    this.#inputs.push(inputs)
    return inputs
  }

  read(dependency: Dependency): void {
    this.#reading?.add(dependency)
  }

  tick(): number {
    this.#now++
    return this.#now
  }

  /** Computes a value and tells what it was read from. */
  run<V>(compute: () => V): { readonly value: V; readonly dependencies: readonly Dependency[] } {
    const before = this.#reading
    const reading = new Set<Dependency>()
    this.#reading = reading
    try {
      return { value: compute(), dependencies: [...reading] }
    } finally {
      this.#reading = before
    }
  }

  /** Forgets what nobody has asked for since then, once there is much of it. */
  sweep(since: number): void {
    const size = this.#memos.reduce((sum, memo) => sum + memo.size, 0)
    if (size < 2 * this.#kept + MANY) return
    const alive = new Set<Dependency>()
    for (const memo of this.#memos) memo.forget(since, alive)
    for (const inputs of this.#inputs) inputs.forget(alive)
    this.#kept = this.#memos.reduce((sum, memo) => sum + memo.size, 0)
  }
}

const MANY = 1_000

/** Inputs by key. Only those that were read are kept. */
export class Inputs {
  readonly #steps: Steps
  readonly #known = new Map<string, { changedAt: number; refresh(): void }>()

  constructor(steps: Steps) {
    this.#steps = steps
  }

  read(key: string): void {
    let input = this.#known.get(key)
    if (!input) {
      input = { changedAt: 0, refresh() {} }
      this.#known.set(key, input)
    }
    this.#steps.read(input)
  }

  /** The input is another one from now on. */
  change(key: string): void {
    const input = this.#known.get(key)
    if (input) input.changedAt = this.#steps.tick()
  }

  forget(alive: ReadonlySet<Dependency>): void {
    for (const [key, input] of this.#known) if (!alive.has(input)) this.#known.delete(key)
  }
}

/** Steps of one sort, by key. */
export class Memo<V> {
  readonly #steps: Steps
  readonly #isSame: (a: V, b: V) => boolean
  readonly #known = new Map<string, Step<V>>()

  constructor(steps: Steps, isSame: (a: V, b: V) => boolean) {
    this.#steps = steps
    this.#isSame = isSame
  }

  get size(): number {
    return this.#known.size
  }

  /** The value for `key`. `compute` may rest on the key and on what it reads, and on nothing else that changes. */
  of(key: string, compute: () => V): V {
    let step = this.#known.get(key)
    if (!step) {
      step = new Step(this.#steps, compute, this.#isSame)
      this.#known.set(key, step)
    }
    this.#steps.read(step)
    return step.value()
  }

  /** Keeps the steps that were looked at since then, and adds to `alive` what they read. */
  forget(since: number, alive: Set<Dependency>): void {
    for (const [key, step] of this.#known) {
      if (step.verifiedAt < since) this.#known.delete(key)
      else for (const dependency of step.dependencies) alive.add(dependency)
    }
  }
}

class Step<V> implements Dependency {
  changedAt = 0
  /** Up to when its value is known to hold; 0 before it has one. */
  verifiedAt = 0
  dependencies: readonly Dependency[] = []
  readonly #steps: Steps
  readonly #compute: () => V
  readonly #isSame: (a: V, b: V) => boolean
  #value: { readonly of: V } | undefined

  constructor(steps: Steps, compute: () => V, isSame: (a: V, b: V) => boolean) {
    this.#steps = steps
    this.#compute = compute
    this.#isSame = isSame
  }

  value(): V {
    this.refresh()
    return (this.#value ?? this.#computed()).of
  }

  refresh(): void {
    if (this.#value && (this.verifiedAt === this.#steps.now || this.#holds())) this.verifiedAt = this.#steps.now
    else this.#computed()
  }

  #holds(): boolean {
    return this.dependencies.every((dependency) => {
      dependency.refresh()
      return dependency.changedAt <= this.verifiedAt
    })
  }

  #computed(): { readonly of: V } {
    const { value, dependencies } = this.#steps.run(this.#compute)
    if (!this.#value || !this.#isSame(this.#value.of, value)) {
      this.#value = { of: value }
      this.changedAt = this.#steps.now
    }
    this.dependencies = dependencies
    this.verifiedAt = this.#steps.now
    return this.#value
  }
}

/** Whether two lists have the very same members. */
export function sameMembers<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((member, at) => member === b[at])
}

/** Whether two values are written alike. Of values that are nested too deeply to be written it is not known, so they are not. */
export function sameText(a: unknown, b: unknown): boolean {
  try {
    return JSON.stringify(a) === JSON.stringify(b)
  } catch {
    return false
  }
}
