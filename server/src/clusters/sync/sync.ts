import type { Database } from '@breakwater/drizzle/database.ts'
import { Owners } from '../../kubernetes/owners.ts'
import { Responsible } from '../../kubernetes/responsible.ts'
import type { Log } from '../../log.ts'
import type { Masker } from '../../secrets/mask.ts'
import type { NodeEvidence } from '../distribution.ts'
import type { WorkloadRow } from '../normalize/asset-row.ts'
import type { Refusal } from '../normalize/normalize.ts'
import {
  addPod,
  emptySum,
  type PodFacts,
  type PodSum,
  removePod,
  type WorkloadFacts,
} from '../normalize/workload-state.ts'
import type { ClusterIdentity, ClusterSource } from '../source.ts'
import type { KnownObject } from './known-objects.ts'
import { ObjectVersions } from './object-versions.ts'

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
  /** Filled, kind by kind, for who goes on from here. */
  readonly memory?: Memory | undefined
}

/** What a sync leaves behind for a watch that goes on where it ended. */
export interface Memory {
  readonly picture: Picture
  readonly kinds: Map<string, KindMemory>
}

export interface KindMemory {
  /** Present objects by their ids. */
  readonly known: Map<string, KnownObject>
  /** The state that the listing showed. */
  readonly version: string
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
  readonly responsible: Responsible
  /** Ids of workload rows that are present in the database. */
  readonly presentWorkloads = new Set<string>()
  readonly nodes: NodeEvidence[] = []
  readonly versions = new ObjectVersions()
  readonly refused = new Map<string, Map<Refusal | 'NOT_STORABLE', number>>()
  readonly #declared = new Map<string, { readonly kind: string; readonly facts: WorkloadFacts }>()
  /** By kind and id of an object: the workload that it belongs to, which brings no row itself. */
  readonly #members = new Map<string, Map<string, string>>()
  readonly #derivedRows = new Map<string, { readonly kind: string; readonly row: WorkloadRow }>()
  readonly #pods = new Map<string, PodFacts>()
  readonly #sums = new Map<string, PodSum>()
  readonly #podsOfNodes = new Map<string, number>()

  constructor(ownerKeys?: readonly string[]) {
    this.responsible = new Responsible(ownerKeys)
  }

  /** A listing of a kind begins: what was found wrong with the last one is void. */
  beginListing(kind: string): void {
    this.refused.delete(kind)
    this.versions.forget(kind)
    if (kind === 'Node') this.nodes.length = 0
  }

  addWorkload(kind: string, facts: WorkloadFacts): void {
    this.#declared.set(facts.id, { kind, facts })
  }

  /** Takes a pod in, in the place of what was known under its id, which is returned. */
  putPod(id: string, pod: PodFacts): PodFacts | undefined {
    const before = this.#dropPod(id)
    this.#pods.set(id, pod)
    addPod(entry(this.#sums, pod.workload, emptySum), pod)
    if (pod.node) this.#podsOfNodes.set(pod.node, this.podsOf(pod.node) + 1)
    return before
  }

  /** Forgets an object that is gone, by its kind, its id and that of the workload that it is. Returns what it counted for. */
  drop(
    kind: string,
    id: string,
    workload: string | undefined,
  ): { pod?: PodFacts | undefined; memberOf?: string | undefined } {
    if (workload !== undefined) this.#declared.delete(workload)
    const memberOf = this.#members.get(kind)?.get(id)
    this.#members.get(kind)?.delete(id)
    return { pod: this.#dropPod(id), memberOf }
  }

  /** Remembers that an object belongs to a workload which brings no row itself. */
  addMember(kind: string, object: string, workload: string): void {
    entry(this.#members, kind, () => new Map<string, string>()).set(object, workload)
  }

  /** The row of a workload that is known by its members only, made from one of `kind`. A pod knows it best; the first stays. */
  addDerivedRow(kind: string, row: WorkloadRow): void {
    const before = this.#derivedRows.get(row.id)
    if (!before || (kind === 'Pod' && before.kind !== 'Pod')) this.#derivedRows.set(row.id, { kind, row })
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
    return new Set([...this.#members.values()].flatMap((members) => [...members.values()]))
  }

  /** What a workload's own object said; `undefined` when none was seen. */
  declared(id: string): WorkloadFacts | undefined {
    return this.#declared.get(id)?.facts
  }

  derivedRow(id: string): WorkloadRow | undefined {
    return this.#derivedRows.get(id)?.row
  }

  sumOf(workload: string): PodSum {
    return this.#sums.get(workload) ?? emptySum()
  }

  podsOf(node: string): number {
    return this.#podsOfNodes.get(node) ?? 0
  }

  #dropPod(id: string): PodFacts | undefined {
    const pod = this.#pods.get(id)
    if (!pod) return undefined
    this.#pods.delete(id)
    removePod(entry(this.#sums, pod.workload, emptySum), pod)
    if (pod.node) this.#podsOfNodes.set(pod.node, this.podsOf(pod.node) - 1)
    return pod
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const present = map.get(key)
  if (present !== undefined) return present
  const made = make()
  map.set(key, made)
  return made
}
