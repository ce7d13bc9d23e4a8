import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clusterObjects, type Scale } from './support/cluster-objects.ts'
import type { ChangeCost } from './support/posture-changes-run.ts'
import type { Measured } from './support/posture-run.ts'
import { quantile } from './support/quantile.ts'

/**
 * Judging the configuration of large clusters: cold, with reading their JSON, as the server and as a command does it, and again after one object
 * has changed; each run in a process of its own. `npm run bench -- posture`; the clusters are made by a generator that stands beside the checkout. Where `trivy` or `kubescape` is on
 * the PATH it judges the manifests of a small cluster.
 */
const RUN = fileURLToPath(new URL('support/posture-run.ts', import.meta.url))
const CHANGES = fileURLToPath(new URL('support/posture-changes-run.ts', import.meta.url))
/**
 * Held against the processor time of the thread that judges, which is what it takes where it never waits: what else runs on the machine does not
 * count. What collects garbage and compiles in other threads is told beside it, as time of the process.
 */
const LIMIT_MS = 2_000
/** Held against the most memory of the whole process. */
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

type Way = 'server' | 'command'

const folder = mkdtempSync(join(tmpdir(), 'bench-posture-'))
try {
  for (const size of SIZES) {
    const file = clusterOf(size)
    const isHeld = size.pods === HELD
    const server = measure(file, size, 'server', isHeld)
    // Whoever waits for a command has the memory of the machine; it is told, and nothing is held to it.
    measure(file, size, 'command', isHeld)
    if (isHeld && (server.time > 1 || server.memory > 1)) process.exitCode = 1
    if (isHeld) measureChanges(file)
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

/** Answers what it takes as shares of the limits. */
function measure(file: string, { pods, services, policies, ingresses }: Scale, way: Way, isHeld: boolean) {
  const runs = Array.from({ length: RUNS }, () => once<Measured>(RUN, file, way))
  const median = (of: (measured: Measured) => number) => quantile(runs.map(of), 0.5)
  const [threadMs, peakMb] = [median((one) => one.threadMs), median((one) => one.peakMb)]
  const ratio = { time: threadMs / LIMIT_MS, memory: peakMb / LIMIT_MB }
  const texts = [
    `${pods} pods, ${services} services, ${policies} policies, ${ingresses} ingresses as the ${way}`,
    `read ${median((one) => one.readMs).toFixed(0)} ms`,
    `thread ${threadMs.toFixed(0)} ms`,
    `process ${median((one) => one.processMs).toFixed(0)} ms`,
    `wall ${median((one) => one.wallMs).toFixed(0)} ms`,
    `peak ${peakMb.toFixed(0)} MB`,
    `${runs[0]?.results} results, ${runs[0]?.failures} failures`,
    ...(isHeld ? [`ratio to limit: time ${ratio.time.toFixed(2)}   memory ${ratio.memory.toFixed(2)}`] : []),
  ]
  console.log(texts.join('   '))
  return ratio
}

function once<T>(program: string, file: string, ...more: readonly string[]): T {
  return JSON.parse(execFileSync(process.execPath, [...FLAGS, program, file, ...more], { encoding: 'utf8' })) as T
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
  const own = once<Measured>(RUN, file, 'command')
  const manifests = mkdtempSync(join(folder, 'manifests-'))
  const items = clusterObjects(SMALL)
  writeFileSync(join(manifests, 'cluster.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  for (const [program, args] of Object.entries(OTHERS)) {
    const other = cpuMsOf(program, [...args, manifests])
    const texts = [`${SMALL.pods} pods`, `processor ${own.processMs.toFixed(0)} ms`]
    if (other === undefined) texts.push(`${program} is not on the PATH, or did not finish`)
    else texts.push(`${program} ${other.toFixed(0)} ms`, `ratio ${(own.processMs / other).toFixed(2)}`)
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
