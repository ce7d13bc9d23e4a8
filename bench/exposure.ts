import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ChangeCost } from './support/exposure-changes-run.ts'
import { netpolicyCpuMs } from './support/netpolicy.ts'
import { quantile } from './support/quantile.ts'

/**
 * Analyzing the exposure of large clusters: cold and with reading their JSON, and again after one object has changed; each run in a process of
 * its own. `npm run bench -- exposure [core|full]`; the clusters are made by a generator that stands beside the checkout. Where np-guard's
 * `netpolicy` is on the PATH it lists the connections of a small cluster, for which it needs much the same questions answered.
 */
const GENERATOR = fileURLToPath(new URL('../../shared/vectors/exposure/gen_scale.py', import.meta.url))
const RUN = fileURLToPath(new URL('support/exposure-run.ts', import.meta.url))
const CHANGES = fileURLToPath(new URL('support/exposure-changes-run.ts', import.meta.url))
/** Held against processor time, which is that of one thread that never waits: what else runs on the machine does not count. */
const LIMIT_MS = 2_000
const LIMIT_MB = 300
const CHANGE_LIMIT_MS = 50
const RUNS = 3

interface Size {
  readonly pods: number
  readonly services: number
  readonly policies: number
  readonly ingresses: number
}

const SIZES: readonly Size[] = [
  { pods: 1_000, services: 200, policies: 200, ingresses: 50 },
  { pods: 5_000, services: 500, policies: 500, ingresses: 100 },
  { pods: 10_000, services: 1_000, policies: 1_000, ingresses: 200 },
  { pods: 20_000, services: 2_000, policies: 2_000, ingresses: 400 },
]
/** The size that is held to the limits. */
const HELD = 10_000
/** What the other side can do in seconds. */
const SMALL: Size = { pods: 500, services: 100, policies: 100, ingresses: 25 }

interface Measured {
  readonly wallMs: number
  readonly readMs: number
  readonly cpuMs: number
  readonly peakMb: number
  readonly exposures: number
}

if (existsSync(GENERATOR)) run(process.argv[2] === 'full' ? 'full' : 'core')
else {
  console.error(`The generator of clusters is not at ${GENERATOR}.`)
  process.exitCode = 2
}

function run(profile: 'core' | 'full'): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-exposure-'))
  try {
    const results = SIZES.map((size) => measure(clusterOf(folder, profile, size), size))
    const [first, last] = [results[0], results.at(-1)]
    if (first && last) tellGrowth(first, last)
    for (const result of results) if (result.pods === HELD) hold(result)
    measureChanges(join(folder, String(HELD)))
    compare(clusterOf(folder, 'core', SMALL))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function clusterOf(folder: string, profile: string, size: Size): string {
  const out = join(folder, String(size.pods))
  const args = Object.entries(size).flatMap(([name, value]) => [`--${name}`, String(value)])
  execFileSync('python3', [GENERATOR, '--out', out, '--profile', profile, '--seed', '1', ...args])
  return out
}

function measure(cluster: string, { pods, services, policies, ingresses }: Size) {
  const runs = Array.from({ length: RUNS }, () => once<Measured>(RUN, cluster))
  const median = (of: (measured: Measured) => number) => quantile(runs.map(of), 0.5)
  const result = { pods, cpuMs: median(({ cpuMs }) => cpuMs), peakMb: median(({ peakMb }) => peakMb) }
  const texts = [
    `${pods} pods, ${services} services, ${policies} policies, ${ingresses} ingresses`,
    `read ${median(({ readMs }) => readMs).toFixed(0)} ms`,
    `whole ${median(({ wallMs }) => wallMs).toFixed(0)} ms`,
    `processor ${result.cpuMs.toFixed(0)} ms`,
    `peak ${result.peakMb.toFixed(0)} MB`,
    `${runs[0]?.exposures} exposures`,
  ]
  console.log(texts.join('   '))
  return result
}

type Result = ReturnType<typeof measure>

function once<T>(program: string, cluster: string): T {
  return JSON.parse(execFileSync(process.execPath, [program, join(cluster, 'cluster.json')], { encoding: 'utf8' })) as T
}

function tellGrowth(first: Result, last: Result): void {
  const growth = Math.log(last.cpuMs / first.cpuMs) / Math.log(last.pods / first.pods)
  console.log(`from ${first.pods} to ${last.pods} pods time grows with the power of ${growth.toFixed(2)}`)
}

function hold({ cpuMs, peakMb }: Result): void {
  const [time, memory] = [cpuMs / LIMIT_MS, peakMb / LIMIT_MB]
  console.log(`ratio to limit: time ${time.toFixed(2)}   memory ${memory.toFixed(2)}`)
  if (time > 1 || memory > 1) process.exitCode = 1
}

function measureChanges(cluster: string): void {
  for (const { what, medianMs, p95Ms } of once<ChangeCost[]>(CHANGES, cluster)) {
    const ratio = p95Ms / CHANGE_LIMIT_MS
    console.log(
      `${what}: processor median ${medianMs.toFixed(1)} ms   p95 ${p95Ms.toFixed(1)} ms   ratio to limit ${ratio.toFixed(2)}`,
    )
    if (ratio > 1) process.exitCode = 1
  }
}

function compare(cluster: string): void {
  const own = once<Measured>(RUN, cluster)
  const other = netpolicyCpuMs(cluster)
  const texts = [`${SMALL.pods} pods, ${SMALL.policies} policies`, `processor ${own.cpuMs.toFixed(0)} ms`]
  if (other === undefined) texts.push('netpolicy is not on the PATH, or did not finish')
  else texts.push(`netpolicy list ${other.toFixed(0)} ms`, `ratio ${(own.cpuMs / other).toFixed(2)}`)
  console.log(texts.join('   '))
}
