import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { quantile } from './support/quantile.ts'

/**
 * Analyzing the exposure of large clusters, cold and with reading their JSON, each run in a process of its own.
 * `npm run bench -- exposure [core|full]`; the clusters are made by a generator that stands beside the checkout.
 */
const GENERATOR = fileURLToPath(new URL('../../shared/vectors/exposure/gen_scale.py', import.meta.url))
const RUN = fileURLToPath(new URL('support/exposure-run.ts', import.meta.url))
/** Held against processor time, which is that of one thread that never waits: what else runs on the machine does not count. */
const LIMIT_MS = 2_000
const LIMIT_MB = 300
const RUNS = 3
/** Pods, services, policies, ingresses. The last is held to the limits; growth is told from the one before to it. */
const SIZES = [
  [1_000, 200, 200, 50],
  [5_000, 500, 500, 100],
  [10_000, 1_000, 1_000, 200],
] as const

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
    const results = SIZES.map((size) => measure(folder, profile, size))
    const [before, last] = results.slice(-2)
    if (before && last) judge(before, last)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function measure(folder: string, profile: string, [pods, services, policies, ingresses]: (typeof SIZES)[number]) {
  const out = join(folder, String(pods))
  const sizes = { pods, services, policies, ingresses }
  const args = Object.entries(sizes).flatMap(([name, value]) => [`--${name}`, String(value)])
  execFileSync('python3', [GENERATOR, '--out', out, '--profile', profile, '--seed', '1', ...args])
  const runs = Array.from({ length: RUNS }, () => once(join(out, 'cluster.json')))
  const median = (of: (measured: Measured) => number) => quantile(runs.map(of), 0.5)
  const result = {
    pods,
    wallMs: median(({ wallMs }) => wallMs),
    cpuMs: median(({ cpuMs }) => cpuMs),
    peakMb: median(({ peakMb }) => peakMb),
  }
  const texts = [
    `${pods} pods, ${services} services, ${policies} policies, ${ingresses} ingresses`,
    `read ${median(({ readMs }) => readMs).toFixed(0)} ms`,
    `whole ${result.wallMs.toFixed(0)} ms`,
    `processor ${result.cpuMs.toFixed(0)} ms`,
    `peak ${result.peakMb.toFixed(0)} MB`,
    `${runs[0]?.exposures} exposures`,
  ]
  console.log(texts.join('   '))
  return result
}

function once(path: string): Measured {
  return JSON.parse(execFileSync(process.execPath, [RUN, path], { encoding: 'utf8' })) as Measured
}

type Result = ReturnType<typeof measure>

function judge(before: Result, last: Result): void {
  const growth = Math.log(last.cpuMs / before.cpuMs) / Math.log(last.pods / before.pods)
  const [time, memory] = [last.cpuMs / LIMIT_MS, last.peakMb / LIMIT_MB]
  console.log(
    `growth exponent ${growth.toFixed(2)}   ratio to limit: time ${time.toFixed(2)}   memory ${memory.toFixed(2)}`,
  )
  if (time > 1 || memory > 1) process.exitCode = 1
}
