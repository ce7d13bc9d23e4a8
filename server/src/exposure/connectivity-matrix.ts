import type { ObjectRef } from '../kubernetes/object.ts'
import type { Connectivity } from './connectivity.ts'
import type { Pod, Protocol } from './model.ts'
import { has } from './policies/bitset.ts'
import type { PolicyEngine } from './policies/policy-engine.ts'

/** What policies say of connections from one workload to another. */
export interface MatrixRow {
  readonly from: ObjectRef
  readonly to: ObjectRef
  readonly protocol: Protocol
  readonly port: number
  readonly ingress: boolean
  readonly egress: boolean
  /** Whether some pod of the one reaches some pod of the other. */
  readonly combined: boolean
}

/** A row for each pair of workloads, protocol and port; the pairs in the order of the workloads, those with themselves included. */
export function* matrixRows(
  { policies, workloads }: Connectivity,
  protocols: readonly Protocol[],
  ports: readonly number[],
): Generator<MatrixRow> {
  const known = workloads.map(([workload, pods]) => ({ workload, classes: classesOf(policies, pods) }))
  for (const { workload: from, classes: sources } of known) {
    for (const { workload: to, classes: targets } of known) {
      for (const protocol of protocols) {
        for (const port of ports)
          yield { from, to, protocol, port, ...answer(policies, sources, targets, protocol, port) }
      }
    }
  }
}

function answer(
  policies: PolicyEngine,
  sources: readonly number[],
  targets: readonly number[],
  protocol: Protocol,
  port: number,
) {
  const result = { ingress: false, egress: false, combined: false }
  for (const source of sources) {
    const out = policies.allowedClasses(source, 'egress', protocol, port)
    for (const target of targets) {
      const ingress = has(policies.allowedClasses(target, 'ingress', protocol, port), source)
      const egress = has(out, target)
      result.ingress ||= ingress
      result.egress ||= egress
      result.combined ||= ingress && egress
    }
  }
  return result
}

function classesOf(policies: PolicyEngine, pods: readonly Pod[]): number[] {
  return [...new Set(pods.flatMap((pod) => policies.classOf(pod) ?? []))]
}
