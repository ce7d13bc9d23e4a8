import { type Cluster, clusterOf } from './cluster.ts'
import { DIRECT_KINDS, PROXIED_KINDS } from './entries/list-of-entry-kinds.ts'
import { gapsOf } from './gaps.ts'
import { type Judged, judge } from './judge.ts'
import type { AnalysisSettings, ClusterObjects, ExposureAnswer } from './model.ts'
import { keyOf } from './pods.ts'
import { createPolicies } from './policies/create-policies.ts'

/**
 * Every way from an entry point of the cluster to a port of a workload, with its verdict. The same whatever the order of the objects.
 * What could not be read makes verdicts `possible` and is named among the gaps. Never throws for what the objects hold.
 */
export function analyzeExposure(objects: ClusterObjects, settings: AnalysisSettings): ExposureAnswer {
  const cluster = clusterOf(objects, settings, createPolicies)
  const direct = judge(
    cluster,
    DIRECT_KINDS.flatMap((kind) => kind.find(cluster, NOTHING_REACHED)),
  )
  const proxied = judge(cluster, pathsBehind(cluster, direct))
  const exposures = [...direct, ...proxied].map(({ exposure }) => exposure)
  return { exposures: exposures.sort((a, b) => (a.id < b.id ? -1 : 1)), gaps: gapsOf(cluster, objects) }
}

const NOTHING_REACHED = { exposuresOf: () => [] }

function pathsBehind(cluster: Cluster, direct: readonly Judged[]) {
  const byWorkload = Map.groupBy(direct, ({ exposure }) => (exposure.workload ? keyOf(exposure.workload) : ''))
  const reached = {
    exposuresOf: (pods: Cluster['pods']) =>
      [...new Set(pods.map(({ workload }) => keyOf(workload)))].flatMap((key) => byWorkload.get(key) ?? []),
  }
  return PROXIED_KINDS.flatMap((kind) => kind.find(cluster, reached))
}
