/** What a server tells wrongly about a resource's lists and the objects in them. */
export interface Lie {
  /** In place of the true `metadata.remainingItemCount`, on every page. */
  readonly remainingItemCount?: number
  /** Every list ends with a continue token: the one that it came with, or a new one each time. */
  readonly endlessPages?: 'same-token' | 'fresh-tokens'
  /** The resource version of each list is lower than that of the one before, or there is none. */
  readonly resourceVersion?: 'goes-back' | 'missing'
  /** What the objects lack. */
  readonly itemsWithout?: 'metadata' | 'name' | 'uid' | 'resourceVersion'
  /** The objects say that they are of this kind. */
  readonly kindOfItems?: string
  /** The objects carry an annotation of this many bytes. */
  readonly hugeBytes?: number
  /** Only the first so many objects of a page are lied about; all when absent. */
  readonly items?: number
}

export interface ListMetadata {
  readonly resourceVersion?: string
  readonly continue?: string
  readonly remainingItemCount?: number
}

/** The continue token that a page came by, and what makes one that goes on or begins anew, different for each number. */
export interface Tokens {
  readonly token: string
  next(nonce: number): string
}

/** Lies in force, one for each resource. */
export class Lies {
  readonly #lies = new Map<string, Lie>()
  #told = 0

  /** `target` is a resource's plural name or `*`. */
  tell(target: string, lie: Lie): void {
    this.#lies.set(target, lie)
  }

  /** The truth again, about one target or all. */
  stop(target?: string): void {
    if (target === undefined) this.#lies.clear()
    else this.#lies.delete(target)
  }

  aboutList(plural: string, honest: ListMetadata, tokens: Tokens): ListMetadata {
    const lie = this.#about(plural)
    if (!lie) return honest
    this.#told++
    return {
      ...this.#version(lie, honest),
      ...continueBy(lie, honest, tokens, this.#told),
      ...countBy(lie, honest),
    }
  }

  /** JSON of an object, which is the `at`th of its page. */
  aboutItem(plural: string, at: number, json: string): string {
    const lie = this.#about(plural)
    if (!lie || at >= (lie.items ?? Number.POSITIVE_INFINITY) || !changesItems(lie)) return json
    const object = JSON.parse(json)
    if (lie.hugeBytes) {
      object.metadata.annotations = { ...object.metadata.annotations, 'lie.example/huge': 'x'.repeat(lie.hugeBytes) }
    }
    if (lie.itemsWithout === 'metadata') delete object.metadata
    else if (lie.itemsWithout) delete object.metadata[lie.itemsWithout]
    return JSON.stringify(lie.kindOfItems ? { kind: lie.kindOfItems, ...object } : object)
  }

  #about(plural: string): Lie | undefined {
    return this.#lies.get(plural) ?? this.#lies.get('*')
  }

  #version({ resourceVersion }: Lie, honest: ListMetadata): ListMetadata {
    if (resourceVersion === 'missing') return {}
    if (resourceVersion !== 'goes-back') return { resourceVersion: honest.resourceVersion ?? '' }
    return { resourceVersion: String(Math.max(1, Number(honest.resourceVersion) - 10 * this.#told)) }
  }
}

function continueBy({ endlessPages }: Lie, honest: ListMetadata, tokens: Tokens, told: number): ListMetadata {
  if (endlessPages === 'same-token') return { continue: tokens.token || tokens.next(0) }
  if (endlessPages === 'fresh-tokens') return { continue: tokens.next(told) }
  return honest.continue === undefined ? {} : { continue: honest.continue }
}

function countBy({ remainingItemCount }: Lie, honest: ListMetadata): ListMetadata {
  const told = remainingItemCount ?? honest.remainingItemCount
  return told === undefined ? {} : { remainingItemCount: told }
}

function changesItems({ itemsWithout, kindOfItems, hugeBytes }: Lie): boolean {
  return itemsWithout !== undefined || kindOfItems !== undefined || hugeBytes !== undefined
}
