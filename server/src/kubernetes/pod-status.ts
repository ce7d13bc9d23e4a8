import { type Fields, fieldsOf, isFields, listOf, textOf, wholeOf } from './fields.ts'
import type { KubernetesObject } from './object.ts'

/** What is seen of a pod in one line, as `kubectl get pods` prints it. */
export interface PodStatus {
  /** `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`. */
  readonly phase: string
  /** The column STATUS, such as `CrashLoopBackOff`, `Init:0/2`, `Terminating`, `Completed`. */
  readonly status: string
  readonly ready: boolean
  /** The column RESTARTS. */
  readonly restarts: number
}

/** Source: kubernetes/kubernetes, pkg/printers/internalversion/printers.go, printPod. */
export function podStatus(pod: KubernetesObject): PodStatus {
  const spec = fieldsOf(pod['spec'])
  const status = fieldsOf(pod['status'])
  const phase = textOf(status['phase'], 64) || 'Unknown'
  const ready = listOf(status['conditions']).some((one) => one['type'] === 'Ready' && one['status'] === 'True')
  const init = initStatus(listOf(spec['initContainers']), listOf(status['initContainerStatuses']))
  const main = init.reason
    ? { reason: init.reason, restarts: init.restarts }
    : mainStatus(reasonOfPhase(phase, status), ready, listOf(status['containerStatuses']), init.sidecarRestarts)
  return { phase, status: deleted(pod, status) ?? main.reason, ready, restarts: Math.min(main.restarts, 2_147_483_647) }
}

function reasonOfPhase(phase: string, status: Fields): string {
  const gated = listOf(status['conditions']).find((one) => one['type'] === 'PodScheduled')
  if (gated?.['reason'] === 'SchedulingGated') return 'SchedulingGated'
  return textOf(status['reason'], 128) || phase
}

function initStatus(containers: Fields[], statuses: Fields[]) {
  const sidecars = new Set(containers.filter((one) => one['restartPolicy'] === 'Always').map((one) => one['name']))
  let restarts = 0
  let sidecarRestarts = 0
  for (const [index, status] of statuses.entries()) {
    const restarted = wholeOf(status['restartCount']) ?? 0
    restarts += restarted
    const isSidecar = sidecars.has(status['name'])
    if (isSidecar) sidecarRestarts += restarted
    const state = fieldsOf(status['state'])
    const terminated = state['terminated']
    if (isFields(terminated) && exitCodeOf(terminated) === 0) continue
    if (isSidecar && status['started'] === true) continue
    return { reason: `Init:${initReason(state, index, containers.length)}`, restarts, sidecarRestarts }
  }
  return { reason: undefined, restarts, sidecarRestarts }
}

function initReason(state: Fields, index: number, count: number): string {
  if (isFields(state['terminated'])) return terminationReason(state['terminated'])
  const waiting = textOf(fieldsOf(state['waiting'])['reason'], 128)
  return waiting && waiting !== 'PodInitializing' ? waiting : `${index}/${count}`
}

function mainStatus(first: string, podReady: boolean, statuses: Fields[], sidecarRestarts: number) {
  let reason = first
  let restarts = sidecarRestarts
  let running = false
  for (const status of statuses.toReversed()) {
    restarts += wholeOf(status['restartCount']) ?? 0
    const state = fieldsOf(status['state'])
    const waiting = textOf(fieldsOf(state['waiting'])['reason'], 128)
    if (waiting) reason = waiting
    else if (isFields(state['terminated'])) reason = terminationReason(state['terminated'])
    else if (status['ready'] === true && isFields(state['running'])) running = true
  }
  if (reason === 'Completed' && running) reason = podReady ? 'Running' : 'NotReady'
  return { reason, restarts }
}

function terminationReason(terminated: Fields): string {
  const reason = textOf(terminated['reason'], 128)
  if (reason) return reason
  const signal = wholeOf(terminated['signal']) ?? 0
  return signal ? `Signal:${signal}` : `ExitCode:${exitCodeOf(terminated) ?? 0}`
}

function exitCodeOf(terminated: Fields): number | undefined {
  return wholeOf(terminated['exitCode'], -2_147_483_648)
}

const ENDED = new Set(['Succeeded', 'Failed'])

function deleted(pod: KubernetesObject, status: Fields): string | undefined {
  if (!pod.metadata?.deletionTimestamp) return undefined
  if (status['reason'] === 'NodeLost') return 'Unknown'
  return ENDED.has(String(status['phase'])) ? undefined : 'Terminating'
}
