import type { Database } from '@breakwater/drizzle/database.ts'
import { Owners } from '../../kubernetes/owners.ts'
import type { Log } from '../../log.ts'
import type { Masker } from '../../secrets/mask.ts'
import type { NodeEvidence } from '../distribution.ts'
import type { WorkloadRow } from '../normalize/asset-row.ts'
import type { Refusal } from '../normalize/normalize.ts'
import { addPod, emptySum, type PodFacts, type PodSum, type WorkloadFacts } from '../normalize/workload-state.ts'
import type { ClusterIdentity, ClusterSource } from '../source.ts'

/** One sync of one cluster: what its parts are handed. */
export interface Sync {
  readonly database: Database
  readonly cluster: string
  readonly source: ClusterSource
  readonly identity: ClusterIdentity
  readonly masker: Masker
  readonly signal: AbortSignal
  readonly log: Log
  /** When it began: the first-seen time of what it finds. */
  readonly startedAt: Date
  readonly picture: Picture
  readonly tally: Tally
}

/** What was written, in assets. */
export interface Tally {
  added: number
  modified: number
  removed: number
  /** Assets that the source showed. */
  found: number
  /** Rows of all tables. */
  rows: number
}

/** What a sync remembers of the cluster while it goes through the kinds: keys, owners and sums, not objects. */
export class Picture {
  readonly owners = new Owners()
  /** Ids of workload rows that are present in the database. */
  readonly presentWorkloads = new Set<string>()
  readonly nodes: NodeEvidence[] = []
  readonly refused = new Map<string, Map<Refusal | 'NOT_STORABLE', number>>()
  readonly #declared = new Map<string, { readonly kind: string; readonly facts: WorkloadFacts }>()
  readonly #derived = new Map<string, Map<string, WorkloadRow | undefined>>()
  #sums = new Map<string, PodSum>()
  #podsOfNodes = new Map<string, number>()

  /** The listing of a kind began anew: what came before is void. */
  forget(kind: string): void {
    this.owners.forget(kind)
    for (const [id, declared] of this.#declared) if (declared.kind === kind) this.#declared.delete(id)
    this.#derived.delete(kind)
    this.refused.delete(kind)
    if (kind === 'Node') this.nodes.length = 0
    if (kind !== 'Pod') return
    this.#sums = new Map()
    this.#podsOfNodes = new Map()
  }

  addWorkload(kind: string, facts: WorkloadFacts): void {
    this.#declared.set(facts.id, { kind, facts })
  }

  addPod(pod: PodFacts): void {
    addPod(entry(this.#sums, pod.workload, emptySum), pod)
    if (pod.node) this.#podsOfNodes.set(pod.node, (this.#podsOfNodes.get(pod.node) ?? 0) + 1)
  }

  /** Remembers a workload that objects of `kind` belong to and that brings no row itself; the first row that is given stays. */
  addDerived(kind: string, id: string, row: WorkloadRow | undefined): void {
    const derived = entry(this.#derived, kind, () => new Map<string, WorkloadRow | undefined>())
    if (!derived.has(id) || (row && !derived.get(id))) derived.set(id, row)
  }

  refuse(kind: string, why: Refusal | 'NOT_STORABLE'): void {
    const counts = entry(this.refused, kind, () => new Map<Refusal | 'NOT_STORABLE', number>())
    counts.set(why, (counts.get(why) ?? 0) + 1)
  }

  /** All workloads whose own object was seen. */
  get declaredWorkloads(): WorkloadFacts[] {
    return [...this.#declared.values()].map(({ facts }) => facts)
  }

  /** All workloads that brought no row themselves. */
  get derivedWorkloads(): Set<string> {
    return new Set([...this.#derived.values()].flatMap((rows) => [...rows.keys()]))
  }

  /** What a workload's own object said; `undefined` when none was seen. */
  declared(id: string): WorkloadFacts | undefined {
    return this.#declared.get(id)?.facts
  }

  derivedRow(id: string): WorkloadRow | undefined {
    return this.#derived.get('Pod')?.get(id) ?? this.#derivedByOwned(id)
  }

  sumOf(workload: string): PodSum {
    return this.#sums.get(workload) ?? emptySum()
  }

  podsOf(node: string): number {
    return this.#podsOfNodes.get(node) ?? 0
  }

  #derivedByOwned(id: string): WorkloadRow | undefined {
    for (const rows of this.#derived.values()) {
      const row = rows.get(id)
      if (row) return row
    }
    return undefined
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const present = map.get(key)
  if (present !== undefined) return present
  const made = make()
  map.set(key, made)
  return made
}
