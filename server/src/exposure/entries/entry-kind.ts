import type { Cluster } from '../cluster.ts'
import type { Judged } from '../judge.ts'
import type { EntryKind, Pod } from '../model.ts'
import type { EntryPath } from '../paths.ts'

/** One kind of entry point into a cluster. Adding one is adding a file and its line in `list-of-entry-kinds.ts`. */
export interface EntryFinder {
  readonly kind: EntryKind
  /** What has entry points of this kind, or may have: the names that `pathsAt` takes. */
  names(cluster: Cluster): readonly string[]
  /** The ways in at the entry points of one of the names. Never throws for what the objects hold. */
  pathsAt(cluster: Cluster, reached: Reached, name: string): EntryPath[]
}

/** Before anything was looked for. */
export const NOTHING_REACHED: Reached = { exposuresOf: () => [] }

/** What was found of entry points that lead to pods directly, for those that stand behind such pods. */
export interface Reached {
  /** Exposures of the pods' workloads, of the kinds that were looked for before. */
  exposuresOf(pods: readonly Pod[]): readonly Judged[]
}
