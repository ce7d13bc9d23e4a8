import type { Scalar } from '../api/graphql.ts'
import type { Tone } from '../theme/palette.ts'

/** How each state looks; its word stands beside it. */
export const workloadTones: Readonly<Record<Scalar<'WorkloadState'>, Tone>> = {
  READY: 'good',
  PROGRESSING: 'busy',
  DEGRADED: 'warning',
  SUSPENDED: 'idle',
  COMPLETE: 'idle',
  FAILED: 'bad',
  UNKNOWN: 'idle',
}

export const containerTones: Readonly<Record<Scalar<'ContainerState'>, Tone>> = {
  RUNNING: 'good',
  WAITING: 'warning',
  TERMINATED: 'idle',
  DECLARED: 'idle',
  UNKNOWN: 'idle',
}

export const nodeTones: Readonly<Record<Scalar<'NodeReadiness'>, Tone>> = {
  READY: 'good',
  NOT_READY: 'bad',
  UNKNOWN: 'idle',
}

/** A pod's status is kubectl's own word, of which there is no complete list: told from readiness and the usual words. */
export function podTone(pod: { readonly status: string; readonly ready: boolean }): Tone {
  if (pod.status === 'Running') return pod.ready ? 'good' : 'warning'
  if (pod.status === 'Succeeded' || pod.status === 'Completed') return 'idle'
  if (/back-?off|err|fail|evicted|oomkilled|invalid|unknown/i.test(pod.status)) return 'bad'
  return 'busy'
}
