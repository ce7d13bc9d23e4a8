import { setTimeout as sleep } from 'node:timers/promises'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { ObjectStore } from './store.ts'

/** Many changes of the pods that are there. */
export interface BurstOptions {
  readonly changesPerSecond: number
  readonly seconds: number
  /** Of ten changes one removes a pod and one adds its successor, as when a Deployment moves on. True when absent. */
  readonly churn?: boolean
}

export interface BurstOutcome {
  readonly changes: number
  readonly tookMs: number
  readonly resourceVersion: number
}

const TICK_MS = 10

/** Makes the changes evenly over the time. Throws when there is no pod; ends early when `signal` is aborted. */
export async function burst(
  store: ObjectStore,
  { changesPerSecond, seconds, churn = true }: BurstOptions,
  signal: AbortSignal,
): Promise<BurstOutcome> {
  const pods = store.resources.find(({ kind }) => kind === 'Pod')
  const present = pods ? store.list(pods, store.resourceVersion).map(({ object }) => object) : []
  if (present.length === 0) throw new Error('A burst changes pods, and there are none.')
  const total = Math.round(changesPerSecond * seconds)
  const startedMs = performance.now()
  let made = 0
  while (made < total && !signal.aborted) {
    const due = Math.min(total, Math.ceil(((performance.now() - startedMs) * changesPerSecond) / 1000))
    while (made < due) made += change(store, present, made, churn)
    if (made < total) await sleep(TICK_MS)
  }
  return { changes: made, tookMs: Math.round(performance.now() - startedMs), resourceVersion: store.resourceVersion }
}

/** Changes one pod; gives how many changes that took. */
function change(store: ObjectStore, present: KubernetesObject[], at: number, churn: boolean): number {
  const place = at % present.length
  const pod = present[place]
  if (!pod) throw new Error('The pods are gone.')
  if (churn && at % 10 === 8) {
    store.remove('Pod', pod.metadata?.name ?? '', pod.metadata?.namespace)
    present[place] = store.put(successorOf(pod, at))
    return 2
  }
  present[place] = store.put(restarted(pod, at))
  return 1
}

function successorOf(pod: KubernetesObject, at: number): KubernetesObject {
  const { uid: _, resourceVersion: __, ...metadata } = pod.metadata ?? {}
  const owner = metadata.ownerReferences?.[0]?.name ?? 'pod'
  return { ...pod, metadata: { ...metadata, name: `${owner}-b${at.toString(36)}` } }
}

/** What a kubelet reports when a container was started again. */
function restarted(pod: KubernetesObject, at: number): KubernetesObject {
  const status = (pod['status'] ?? {}) as { containerStatuses?: readonly Record<string, unknown>[] }
  const startedAt = new Date(Date.UTC(2026, 0, 2) + at * 1000).toISOString().replace('.000', '')
  const containerStatuses = (status.containerStatuses ?? []).map((one) => ({
    ...one,
    restartCount: Number(one['restartCount'] ?? 0) + 1,
    state: { running: { startedAt } },
  }))
  return { ...pod, status: { ...status, containerStatuses } }
}
