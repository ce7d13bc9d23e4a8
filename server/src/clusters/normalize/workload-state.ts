import type { workload } from '@breakwater/drizzle/tables/asset.ts'

export type WorkloadState = (typeof workload.$inferSelect)['state']

/** What a workload's own object tells. */
export interface WorkloadFacts {
  /** Of its row. */
  readonly id: string
  readonly kind: string
  /** Pods that are wanted now. */
  readonly desired: number
  /** As its status says, for the time until its pods are counted. */
  readonly ready: number
  readonly pods: number
  readonly suspended: boolean
  readonly outcome: 'COMPLETE' | 'FAILED' | undefined
  /** Whether an API server served it: a manifest as people write it has no uid. */
  readonly served: boolean
}

/** What a pod tells of its workload. */
export interface PodFacts {
  readonly workload: string
  readonly node: string
  readonly phase: string
  readonly ready: boolean
  /** It cannot start, or fails again and again. */
  readonly troubled: boolean
  readonly containers: number
}

/** The pods of a workload, summed up. */
export interface PodSum {
  pods: number
  ready: number
  containers: number
  troubled: number
  succeeded: number
  failed: number
}

export function emptySum(): PodSum {
  return { pods: 0, ready: 0, containers: 0, troubled: 0, succeeded: 0, failed: 0 }
}

export function addPod(sum: PodSum, pod: PodFacts): void {
  sum.pods++
  sum.containers += pod.containers
  if (pod.ready) sum.ready++
  if (pod.troubled) sum.troubled++
  if (pod.phase === 'Succeeded') sum.succeeded++
  if (pod.phase === 'Failed') sum.failed++
}

export function removePod(sum: PodSum, pod: PodFacts): void {
  sum.pods--
  sum.containers -= pod.containers
  if (pod.ready) sum.ready--
  if (pod.troubled) sum.troubled--
  if (pod.phase === 'Succeeded') sum.succeeded--
  if (pod.phase === 'Failed') sum.failed--
}

/** The state of a workload by its own object and its pods. */
export function workloadState(facts: WorkloadFacts, sum: PodSum): WorkloadState {
  if (facts.outcome) return facts.outcome
  if (facts.suspended) return 'SUSPENDED'
  if (facts.kind === 'CronJob') return sum.troubled > 0 ? 'DEGRADED' : 'READY'
  if (facts.kind === 'Job') return sum.troubled > 0 ? 'DEGRADED' : 'PROGRESSING'
  if (!facts.served && sum.pods === 0) return 'UNKNOWN'
  if (sum.ready >= facts.desired) return 'READY'
  return sum.troubled > 0 ? 'DEGRADED' : 'PROGRESSING'
}

/** The state of a workload that is known by its pods only: a naked pod, or what a custom resource owns. */
export function stateByPods(sum: PodSum): WorkloadState {
  if (sum.pods === 0) return 'UNKNOWN'
  const ended = sum.succeeded + sum.failed
  if (ended === sum.pods) return sum.failed > 0 ? 'FAILED' : 'COMPLETE'
  if (sum.ready >= sum.pods - ended) return 'READY'
  return sum.troubled > 0 ? 'DEGRADED' : 'PROGRESSING'
}
