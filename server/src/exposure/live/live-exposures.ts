import { keyOf } from '../../kubernetes/object.ts'
import type { EntryFinder, Reached } from '../entries/entry-kind.ts'
import { DIRECT_KINDS, PROXIED_KINDS } from '../entries/list-of-entry-kinds.ts'
import { type Judged, judge, sameJudged, strongest } from '../judge.ts'
import { Catalog } from './catalog.ts'
import type { LiveCluster } from './live-cluster.ts'
import { type Memo, sameMembers } from './steps.ts'

/** The exposures of a cluster that changes: what is behind each name of each kind of entry is judged again only when that may differ. */
export class LiveExposures {
  readonly #cluster: LiveCluster
  readonly #judged: Memo<readonly Judged[]>
  /** Of entries that lead to pods directly, by workload. */
  readonly #direct: Catalog<readonly Judged[]>
  readonly #reached: Reached
  #merged: ReadonlyMap<string, Merged> = new Map()

  constructor(cluster: LiveCluster) {
    this.#cluster = cluster
    this.#judged = cluster.steps.memo((a, b) => a.length === b.length && a.every((one, at) => isSame(one, b[at])))
    this.#direct = new Catalog(cluster.steps)
    this.#reached = {
      exposuresOf: (pods) =>
        [...new Set(pods.map(({ workload }) => keyOf(workload)))].flatMap((key) => this.#direct.get(key) ?? []),
    }
  }

  /** Sorted by id. */
  find(): Judged[] {
    const since = this.#cluster.steps.now
    const merged = new Map<string, Merged>()
    const direct = this.#mergedOf(DIRECT_KINDS, merged)
    this.#setDirect(direct)
    const proxied = this.#mergedOf(PROXIED_KINDS, merged)
    this.#merged = merged
    this.#cluster.steps.sweep(since)
    return [...direct, ...proxied].sort(byId)
  }

  /** One for each id. Where several names lead to one, as replicas do, they are put together again only when one of them differs. */
  #mergedOf(kinds: readonly EntryFinder[], merged: Map<string, Merged>): Judged[] {
    const found = kinds.flatMap((kind) =>
      kind
        .names(this.#cluster)
        .flatMap((name) =>
          this.#judged.of(`${kind.kind}\n${name}`, () =>
            judge(this.#cluster, kind.pathsAt(this.#cluster, this.#reached, name)),
          ),
        ),
    )
    return [...Map.groupBy(found, ({ exposure }) => exposure.id)].map(([id, answers]) => {
      if (answers.length === 1 && answers[0]) return answers[0]
      const known = this.#merged.get(id)
      const one = known && sameMembers(known.answers, answers) ? known : { answers, whole: strongest(answers) }
      merged.set(id, one)
      return one.whole
    })
  }

  #setDirect(direct: readonly Judged[]): void {
    const byWorkload = Map.groupBy(direct.toSorted(byId), ({ exposure }) =>
      exposure.workload ? keyOf(exposure.workload) : '',
    )
    for (const key of this.#direct.keys()) if (!byWorkload.has(key)) this.#direct.set(key, undefined)
    for (const [key, judged] of byWorkload) {
      if (!sameMembers(judged, this.#direct.peek(key) ?? [])) this.#direct.set(key, judged)
    }
  }
}

interface Merged {
  readonly answers: readonly Judged[]
  readonly whole: Judged
}

function isSame(a: Judged, b: Judged | undefined): boolean {
  return b !== undefined && sameJudged(a, b)
}

function byId(a: Judged, b: Judged): number {
  return a.exposure.id < b.exposure.id ? -1 : 1
}
