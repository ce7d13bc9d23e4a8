import type { OverviewData, SeenCluster } from './overview-query.ts'

/** What of a cluster cannot be seen, or only late. */
export interface BlindSpot {
  readonly cluster: SeenCluster
  /** Its source does not answer as it should. */
  readonly isTroubled: boolean
  /** Kinds of which not all was read. */
  readonly missingKinds: readonly string[]
  readonly isNeverRead: boolean
  readonly isStale: boolean
  /** How many kinds do not tell their changes as they happen. */
  readonly lateKinds: number
}

type Asked = Pick<OverviewData, 'partial' | 'troubled' | 'stale'> & {
  readonly late: { readonly nodes: readonly { readonly cluster: SeenCluster }[] }
}

/** The clusters of which something is not seen, each once: first what does not answer, then what was never read. */
export function blindSpots({ partial, troubled, stale, late }: Asked): BlindSpot[] {
  const clusters = new Map(
    [...troubled.nodes, ...partial.nodes, ...stale.nodes, ...late.nodes.map((row) => row.cluster)].map((cluster) => [
      cluster.id,
      cluster,
    ]),
  )
  const holds = (list: { readonly nodes: readonly SeenCluster[] }, id: string) =>
    list.nodes.some((row) => row.id === id)
  return [...clusters.values()].map((cluster) => ({
    cluster,
    isTroubled: holds(troubled, cluster.id),
    missingKinds: cluster.coverage.gaps.map((gap) => gap.kind),
    isNeverRead: cluster.coverage.kinds === 0,
    isStale: holds(stale, cluster.id) && cluster.lastSync !== null,
    lateKinds: late.nodes.some((row) => row.cluster.id === cluster.id) ? lateKindsOf(cluster) : 0,
  }))
}

function lateKindsOf({ watch }: SeenCluster): number {
  return watch === null ? 0 : watch.kinds - watch.watching
}

/** The beginning of yesterday, here: what was last read before it has missed a nightly synchronization. */
export function staleBefore(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
}

/** The same as a filter of days in an address has it: up to the end of the day before. */
export function staleDays(now: Date): string {
  const last = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 2)
  const two = (part: number) => String(part).padStart(2, '0')
  return `..${last.getFullYear()}-${two(last.getMonth() + 1)}-${two(last.getDate())}`
}
