import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { compareTexts } from '../kubernetes/compare-texts.ts'
import { keyOf, type ObjectRef } from '../kubernetes/object.ts'
import { WAY_IN_KINDS } from './gaps.ts'
import type { Exposure, ExposureAnswer, Protocol, Reason, Verdict } from './model.ts'
import { VERDICTS } from './model.ts'
import { podsOf } from './pods.ts'

/** A port of a workload, with all ways in to it. */
export interface PortRow {
  readonly workload: ObjectRef
  readonly protocol: Protocol
  readonly port: number
  readonly verdict: Verdict
  /** The way in that the verdict is of; undefined where there is none. */
  readonly exposure: Exposure | undefined
  /** All ways in, the strongest first. */
  readonly exposures: readonly Exposure[]
  readonly reasons: readonly Reason[]
}

/**
 * A row for each port that a workload declares or that is reached, sorted. A port to which no way was found is `possible` where kinds that
 * could hold one are unread.
 */
export function portRowsOf(objects: ClusterObjects, answer: ExposureAnswer): PortRow[] {
  const rows = new Map<string, Omit<PortRow, 'verdict' | 'exposure' | 'reasons'> & { exposures: Exposure[] }>()
  const rowOf = (workload: ObjectRef, protocol: Protocol, port: number) => {
    const key = `${keyOf(workload)} ${port}/${protocol}`
    const row = rows.get(key) ?? { workload, protocol, port, exposures: [] }
    rows.set(key, row)
    return row
  }
  for (const pod of podsOf(objects)) {
    if (!pod.finished) for (const { protocol, port } of pod.ports) rowOf(pod.workload, protocol, port)
  }
  for (const exposure of answer.exposures) {
    const { workload, protocol, containerPort } = exposure
    if (workload && containerPort > 0) rowOf(workload, protocol, containerPort).exposures.push(exposure)
  }
  const hiding = WAY_IN_KINDS.filter((kind) => objects.unread.has(kind))
  return [...rows.values()].map((row) => finished(row, hiding)).sort(byWorkload)
}

function finished(
  row: Pick<PortRow, 'workload' | 'protocol' | 'port' | 'exposures'>,
  hiding: readonly string[],
): PortRow {
  const exposures = [...row.exposures].sort(
    (a, b) => VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict) || compareTexts(a.id, b.id),
  )
  const strongest = exposures[0]
  const verdict = strongest?.verdict ?? 'none'
  if (verdict === 'none' && hiding.length > 0) {
    const text = `Not read: ${hiding.join(', ')}, which may lead there.`
    return { ...row, exposures, verdict: 'possible', exposure: undefined, reasons: [{ code: 'waysInUnread', text }] }
  }
  return { ...row, exposures, verdict, exposure: strongest, reasons: strongest?.reasons ?? [] }
}

function byWorkload(a: PortRow, b: PortRow): number {
  return (
    compareTexts(a.workload.namespace, b.workload.namespace) ||
    compareTexts(a.workload.name, b.workload.name) ||
    compareTexts(a.workload.kind, b.workload.kind) ||
    compareTexts(a.protocol, b.protocol) ||
    a.port - b.port
  )
}
