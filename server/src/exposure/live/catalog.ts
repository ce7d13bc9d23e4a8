import type { Inputs, Steps } from './steps.ts'

/** What things of a catalog have in common: those with an equal key are found together. */
export interface Index<T> {
  readonly keysOf: (item: T) => readonly string[]
}

/**
 * Things by key, always in the order of their keys. Steps that read from it are computed again when what they read changes: the thing of a
 * key, the keys, or the things of a key of an index.
 */
export class Catalog<T> {
  readonly #items = new Map<string, T>()
  readonly #byKey: Inputs
  readonly #whole: Inputs
  readonly #indexes = new Map<Index<T>, { readonly lists: Map<string, Listed<T>>; readonly inputs: Inputs }>()
  readonly #steps: Steps
  #keys: readonly string[] | undefined
  #all: readonly T[] | undefined

  constructor(steps: Steps) {
    this.#steps = steps
    this.#byKey = steps.inputs()
    this.#whole = steps.inputs()
  }

  get(key: string): T | undefined {
    this.#byKey.read(key)
    return this.#items.get(key)
  }

  keys(): readonly string[] {
    this.#whole.read(KEYS)
    this.#keys ??= [...this.#items.keys()].sort()
    return this.#keys
  }

  get size(): number {
    this.#whole.read(KEYS)
    return this.#items.size
  }

  all(): readonly T[] {
    this.#whole.read(ALL)
    this.#all ??= this.#sortedKeys().flatMap((key) => this.#items.get(key) ?? [])
    return this.#all
  }

  /** The things that the index has under `key`. */
  by(index: Index<T>, key: string): readonly T[] {
    const { lists, inputs } = this.#built(index)
    inputs.read(key)
    const listed = lists.get(key)
    if (!listed) return []
    listed.items ??= listed.keys.flatMap((one) => this.#items.get(one) ?? [])
    return listed.items
  }

  /** How many the index has under `key`: to choose by, not to answer from, since it is not read as an input. */
  estimate(index: Index<T>, key: string): number {
    return this.#built(index).lists.get(key)?.keys.length ?? 0
  }

  /** As `get`, for whoever changes the catalog. */
  peek(key: string): T | undefined {
    return this.#items.get(key)
  }

  /** Everything in the order of its coming, for whoever changes the catalog. */
  items(): readonly T[] {
    return [...this.#items.values()]
  }

  /** Undefined takes it out. */
  set(key: string, item: T | undefined): void {
    const before = this.#items.get(key)
    if (before === item) return
    if (item === undefined) this.#items.delete(key)
    else this.#items.set(key, item)
    if (before === undefined || item === undefined) {
      this.#keys = undefined
      this.#whole.change(KEYS)
    }
    this.#all = undefined
    this.#byKey.change(key)
    this.#whole.change(ALL)
    for (const index of this.#indexes.keys()) this.#move(index, key, before, item)
  }

  #move(index: Index<T>, key: string, before: T | undefined, item: T | undefined): void {
    const { lists, inputs } = this.#built(index)
    const [from, to] = [before, item].map((one) => new Set(one === undefined ? [] : index.keysOf(one)))
    for (const place of new Set([...(from ?? []), ...(to ?? [])])) {
      const listed = lists.get(place) ?? { keys: [], items: undefined }
      listed.items = undefined
      if (!to?.has(place)) remove(listed.keys, key)
      else if (!from?.has(place)) insert(listed.keys, key)
      if (listed.keys.length === 0) lists.delete(place)
      else lists.set(place, listed)
      inputs.change(place)
    }
  }

  #built(index: Index<T>): { readonly lists: Map<string, Listed<T>>; readonly inputs: Inputs } {
    const known = this.#indexes.get(index)
    if (known) return known
    const lists = new Map<string, Listed<T>>()
    for (const key of this.#sortedKeys()) {
      const item = this.#items.get(key)
      for (const place of item === undefined ? [] : index.keysOf(item)) {
        const listed = lists.get(place)
        if (!listed) lists.set(place, { keys: [key], items: undefined })
        else if (listed.keys.at(-1) !== key) listed.keys.push(key)
      }
    }
    const built = { lists, inputs: this.#steps.inputs() }
    this.#indexes.set(index, built)
    return built
  }

  #sortedKeys(): readonly string[] {
    this.#keys ??= [...this.#items.keys()].sort()
    return this.#keys
  }
}

const KEYS = 'keys'
const ALL = 'all'

interface Listed<T> {
  /** Sorted. */
  readonly keys: string[]
  items: readonly T[] | undefined
}

function insert(keys: string[], key: string): void {
  keys.splice(placeOf(keys, key), 0, key)
}

function remove(keys: string[], key: string): void {
  const at = placeOf(keys, key)
  if (keys[at] === key) keys.splice(at, 1)
}

/** Where the key is, or would be. */
function placeOf(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}
