import { readFileSync } from 'node:fs'
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts'
import { evaluate } from '../../server/src/posture/evaluate.ts'
import { readObjects } from '../../server/src/posture/read-objects.ts'
import { RULES } from '../../server/src/posture/rules/list-of-rules.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../../server/src/posture/settings.ts'

/** One cold evaluation of a file of objects, a line each, in a process of its own; writes one line of JSON: what it cost and found. */
const [path = ''] = process.argv.slice(2)
const start = performance.now()
const cpuStart = process.cpuUsage()
const objects = linesOf(readFileSync(path)).map((line) => JSON.parse(line) as KubernetesObject)
const cpuRead = process.cpuUsage(cpuStart)
const results = evaluate(RULES, readObjects(objects), { settings: DEFAULT_POSTURE_SETTINGS, minor: 34 })
const { user, system } = process.cpuUsage(cpuStart)
console.log(
  JSON.stringify({
    wallMs: performance.now() - start,
    readCpuMs: (cpuRead.user + cpuRead.system) / 1_000,
    cpuMs: (user + system) / 1_000,
    peakMb: process.resourceUsage().maxRSS / 1_024,
    results: results.length,
    failures: results.filter(({ state }) => state === 'fail').length,
  }),
)

/** One after the other, so that the whole is not there as one text. */
function linesOf(bytes: Buffer): string[] {
  const lines: string[] = []
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    lines.push(bytes.toString('utf8', from, end))
    from = end + 1
  }
  return lines
}
