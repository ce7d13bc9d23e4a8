import { execFileSync } from 'node:child_process'
import { connectivityOf } from '../server/src/exposure/connectivity.ts'
import { matrixRows } from '../server/src/exposure/connectivity-matrix.ts'
import { DEFAULT_SETTINGS } from '../server/src/exposure/model.ts'
import { podsOf } from '../server/src/exposure/pods.ts'
import { createPolicies } from '../server/src/exposure/policies/create-policies.ts'
import { clusterObjects as inCluster } from '../server/src/kubernetes/cluster-objects.ts'
import { clusterObjects } from './support/cluster-objects.ts'

/**
 * What policies let in from outside, for every class of pods, and the whole matrix between workloads. Each size in a process of its own.
 * `npm run bench -- connectivity [PODS]`
 */
const SIZES = [1_000, 5_000, 10_000, 20_000]
const MATRIX_UP_TO = 1_000

interface Measured {
  readonly pods: number
  readonly classes: number
  readonly outsideMs: number
  /** Undefined where it is not asked for. */
  readonly matrixMs: number | undefined
  readonly peakMb: number
}

const [asked, side] = process.argv.slice(2)
if (side === 'measure') console.log(JSON.stringify(measure(Number(asked))))
else compare(asked === undefined ? SIZES : [Number(asked)])

function compare(sizes: readonly number[]): void {
  const measured = sizes.map((pods) => {
    const output = execFileSync(process.execPath, [import.meta.filename, String(pods), 'measure'], { encoding: 'utf8' })
    return JSON.parse(output) as Measured
  })
  console.table(measured)
  const [first, last] = [measured[0], measured.at(-1)]
  if (!first || !last || first === last) return
  const exponent = Math.log(last.outsideMs / first.outsideMs) / Math.log(last.pods / first.pods)
  console.log(`Time grows with pods to the power of ${exponent.toFixed(2)}.`)
}

function measure(pods: number): Measured {
  const policies = pods === 1_000 ? 200 : pods / 10
  const cluster = inCluster(clusterObjects({ pods, services: policies, policies, ingresses: 50 }))
  const list = podsOf(cluster)
  const started = performance.now()
  const engine = createPolicies(list, cluster, DEFAULT_SETTINGS)
  for (const pod of engine.examples) {
    for (const { protocol, port } of pod.ports) engine.outside(pod, protocol, port)
  }
  const outsideMs = Math.round(performance.now() - started)
  const matrixMs = pods <= MATRIX_UP_TO ? timeOfMatrix(cluster) : undefined
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1_024)
  return { pods, classes: engine.examples.length, outsideMs, matrixMs, peakMb }
}

function timeOfMatrix(cluster: Parameters<typeof connectivityOf>[0]): number {
  const started = performance.now()
  let allowed = 0
  for (const { combined } of matrixRows(connectivityOf(cluster, DEFAULT_SETTINGS), ['TCP'], [80, 8080]))
    allowed += Number(combined)
  if (allowed === 0) throw new Error('Nothing reaches anything: this measures nothing.')
  return Math.round(performance.now() - started)
}
