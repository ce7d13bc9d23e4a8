import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clusterObjects, type Scale } from './support/cluster-objects.ts'
import type { ChangeCost } from './support/posture-changes-run.ts'
import { quantile } from './support/quantile.ts'

/**
 * Judging the configuration of large clusters: cold, with reading their JSON, and again after one object has changed; each run in a process of
 * its own. `npm run bench -- posture`; the clusters are made by a generator that stands beside the checkout. Where `trivy` or `kubescape` is on
 * the PATH it judges the manifests of a small cluster.
 */
const RUN = fileURLToPath(new URL('support/posture-run.ts', import.meta.url))
const CHANGES = fileURLToPath(new URL('support/posture-changes-run.ts', import.meta.url))
/** Held against processor time, which is that of one thread that never waits: what else runs on the machine does not count. */
const LIMIT_MS = 2_000
const LIMIT_MB = 300
const CHANGE_LIMIT_MS = 20
const RUNS = 3
/** As the product is started; see the script `start`. */
const FLAGS = ['--max-semi-space-size=16', '--heap-growing-percent=120']
const MOST_MS = 300_000

const SIZES: readonly Scale[] = [
  { pods: 1_000, services: 200, policies: 200, ingresses: 50 },
  { pods: 10_000, services: 1_000, policies: 1_000, ingresses: 200 },
]
/** The size that is held to the limits. */
const HELD = 10_000
/** What the others can do in seconds. */
const SMALL: Scale = { pods: 500, services: 100, policies: 100, ingresses: 25 }
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  trivy: ['config', '--quiet', '--format', 'json', '--offline-scan', '--skip-check-update'],
  kubescape: ['scan', '--keep-local', '--format', 'json', '--output', '/dev/null'],
}

interface Measured {
  readonly wallMs: number
  readonly readMs: number
  readonly readCpuMs: number
  readonly cpuMs: number
  readonly peakMb: number
  readonly results: number
  readonly failures: number
}

const folder = mkdtempSync(join(tmpdir(), 'bench-posture-'))
try {
  for (const size of SIZES) {
    const file = clusterOf(size)
    const result = measure(file, size)
    if (size.pods !== HELD) continue
    hold(result)
    measureChanges(file)
  }
  compare()
} finally {
  rmSync(folder, { recursive: true })
}

/** A file of objects as they are stored, a line each. */
function clusterOf(size: Scale): string {
  const file = join(folder, `${size.pods}.jsonl`)
  const lines = clusterObjects(size).map(({ metadata, ...object }) => {
    const { managedFields: _, ...kept } = { managedFields: undefined, ...metadata }
    return JSON.stringify({ ...object, metadata: kept })
  })
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

function measure(file: string, { pods, services, policies, ingresses }: Scale) {
  const runs = Array.from({ length: RUNS }, () => once<Measured>(RUN, file))
  const median = (of: (measured: Measured) => number) => quantile(runs.map(of), 0.5)
  const result = { cpuMs: median(({ cpuMs }) => cpuMs), peakMb: median(({ peakMb }) => peakMb) }
  const texts = [
    `${pods} pods, ${services} services, ${policies} policies, ${ingresses} ingresses`,
    `read ${median(({ readCpuMs }) => readCpuMs).toFixed(0)} ms`,
    `whole ${median(({ wallMs }) => wallMs).toFixed(0)} ms`,
    `processor ${result.cpuMs.toFixed(0)} ms`,
    `peak ${result.peakMb.toFixed(0)} MB`,
    `${runs[0]?.results} results, ${runs[0]?.failures} failures`,
  ]
  console.log(texts.join('   '))
  return result
}

function once<T>(program: string, file: string): T {
  return JSON.parse(execFileSync(process.execPath, [...FLAGS, program, file], { encoding: 'utf8' })) as T
}

function hold({ cpuMs, peakMb }: ReturnType<typeof measure>): void {
  const [time, memory] = [cpuMs / LIMIT_MS, peakMb / LIMIT_MB]
  console.log(`ratio to limit: time ${time.toFixed(2)}   memory ${memory.toFixed(2)}`)
  if (time > 1 || memory > 1) process.exitCode = 1
}

function measureChanges(file: string): void {
  for (const { what, medianMs, p95Ms } of once<ChangeCost[]>(CHANGES, file)) {
    const ratio = p95Ms / CHANGE_LIMIT_MS
    console.log(
      `${what}: processor median ${medianMs.toFixed(1)} ms   p95 ${p95Ms.toFixed(1)} ms   ratio to limit ${ratio.toFixed(2)}`,
    )
    if (ratio > 1) process.exitCode = 1
  }
}

function compare(): void {
  const file = clusterOf(SMALL)
  const own = once<Measured>(RUN, file)
  const manifests = mkdtempSync(join(folder, 'manifests-'))
  const items = clusterObjects(SMALL)
  writeFileSync(join(manifests, 'cluster.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  for (const [program, args] of Object.entries(OTHERS)) {
    const other = cpuMsOf(program, [...args, manifests])
    const texts = [`${SMALL.pods} pods`, `processor ${own.cpuMs.toFixed(0)} ms`]
    if (other === undefined) texts.push(`${program} is not on the PATH, or did not finish`)
    else texts.push(`${program} ${other.toFixed(0)} ms`, `ratio ${(own.cpuMs / other).toFixed(2)}`)
    console.log(texts.join('   '))
  }
}

/** Undefined where there is no such program, or where it does not finish; it may end with 1 for what it has found. */
function cpuMsOf(program: string, args: readonly string[]): number | undefined {
  if (spawnSync('bash', ['-c', 'command -v "$1"', 'bash', program]).status !== 0) return undefined
  const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1'
  const { stderr, status } = spawnSync('bash', ['-c', script, 'bash', program, ...args], {
    encoding: 'utf8',
    timeout: MOST_MS,
  })
  const [user, system] = stderr.trim().split(/\s+/).map(Number)
  return (status === 0 || status === 1) && user !== undefined && system !== undefined
    ? (user + system) * 1_000
    : undefined
}
