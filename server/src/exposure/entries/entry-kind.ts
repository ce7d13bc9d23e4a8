import type { Cluster } from '../cluster.ts'
import type { Judged } from '../judge.ts'
import type { EntryKind, Pod } from '../model.ts'
import type { EntryPath } from '../paths.ts'

/** One kind of entry point into a cluster. Adding one is adding a file and its line in `list-of-entry-kinds.ts`. */
export interface EntryFinder {
  readonly kind: EntryKind
  /** The ways in at entry points of this kind. Never throws for what the objects hold. */
  find(cluster: Cluster, reached: Reached): EntryPath[]
}

/** What was found of entry points that lead to pods directly, for those that stand behind such pods. */
export interface Reached {
  /** Exposures of the pods' workloads, of the kinds that were looked for before. */
  exposuresOf(pods: readonly Pod[]): readonly Judged[]
}
