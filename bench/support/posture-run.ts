import { closeSync, openSync, readSync } from 'node:fs'
import type { ClusterObjects } from '../../server/src/kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts'
import { evaluate } from '../../server/src/posture/evaluate.ts'
import { readObjects } from '../../server/src/posture/read-objects.ts'
import { RULES } from '../../server/src/posture/rules/list-of-rules.ts'
import { createPostureSession } from '../../server/src/posture/session.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../../server/src/posture/settings.ts'

/** What one cold evaluation costs, all of it from the first byte of the file on, and what it finds. */
export interface Measured {
  readonly wallMs: number
  /** Processor time of the thread that judges; `readMs` is the part of it that reads the JSON. */
  readonly threadMs: number
  readonly readMs: number
  /** Processor time of all threads: what collects garbage and compiles beside it, too. */
  readonly processMs: number
  /** The most memory that the process had. */
  readonly peakMb: number
  readonly results: number
  readonly failures: number
}

/**
 * One cold evaluation of a file of objects, a line each, in a process of its own; writes one line of JSON: `Measured`. `how` is `server` for what
 * the thread of the server does, which looks at objects one after the other, and `command` for what a command does, which has all results at once.
 */
const [path = '', how = 'server'] = process.argv.slice(2)
const OPTIONS = { settings: DEFAULT_POSTURE_SETTINGS, minor: 34 }
const start = performance.now()
const [threadStart, processStart] = [process.threadCpuUsage(), process.cpuUsage()]
const objects = readObjects(read(path))
const readMs = milliseconds(process.threadCpuUsage(threadStart))
const found = how === 'command' ? asCommand(objects) : asServer(objects)
console.log(
  JSON.stringify({
    wallMs: performance.now() - start,
    threadMs: milliseconds(process.threadCpuUsage(threadStart)),
    readMs,
    processMs: milliseconds(process.cpuUsage(processStart)),
    peakMb: process.resourceUsage().maxRSS / 1_024,
    ...found,
  } satisfies Measured),
)

function asServer(cluster: ClusterObjects): Pick<Measured, 'results' | 'failures'> {
  let [results, failures] = [0, 0]
  for (const { results: said, passed } of createPostureSession(RULES, OPTIONS, cluster).takeJudged()) {
    results += said.length + passed.size
    failures += said.filter(({ state }) => state === 'fail').length
  }
  return { results, failures }
}

function asCommand(cluster: ClusterObjects): Pick<Measured, 'results' | 'failures'> {
  const results = evaluate(RULES, cluster, OPTIONS)
  return { results: results.length, failures: results.filter(({ state }) => state === 'fail').length }
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000
}

function read(file: string): KubernetesObject[] {
  const all: KubernetesObject[] = []
  for (const line of linesOf(file)) all.push(JSON.parse(line) as KubernetesObject)
  return all
}

/** A piece at a time, as the server reads its database, so that the whole is never there as text. */
function* linesOf(file: string): Iterable<string> {
  const descriptor = openSync(file, 'r')
  const piece = Buffer.alloc(1_048_576)
  let rest = Buffer.alloc(0)
  for (let size = readSync(descriptor, piece); size > 0; size = readSync(descriptor, piece)) {
    const bytes = Buffer.concat([rest, piece.subarray(0, size)])
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      yield bytes.toString('utf8', from, end)
      from = end + 1
    }
    rest = bytes.subarray(from)
  }
  closeSync(descriptor)
}
