import { readFileSync } from 'node:fs'
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts'
import { readObjects } from '../../server/src/posture/read-objects.ts'
import { RULES } from '../../server/src/posture/rules/list-of-rules.ts'
import { createPostureSession } from '../../server/src/posture/session.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../../server/src/posture/settings.ts'

/** One cold evaluation of a file of objects, a line each, in a process of its own; writes one line of JSON: what it cost and found. */
const [path = ''] = process.argv.slice(2)
const start = performance.now()
const cpuStart = process.cpuUsage()
const objects = read(path)
const readMs = performance.now() - start
const cpuRead = process.cpuUsage(cpuStart)
const session = createPostureSession(RULES, { settings: DEFAULT_POSTURE_SETTINGS, minor: 34 }, readObjects(objects))
let [results, failures] = [0, 0]
for (const { results: said, passed } of session.takeJudged()) {
  results += said.length + passed.size
  failures += said.filter(({ state }) => state === 'fail').length
}
const { user, system } = process.cpuUsage(cpuStart)
console.log(
  JSON.stringify({
    wallMs: performance.now() - start,
    readMs,
    readCpuMs: (cpuRead.user + cpuRead.system) / 1_000,
    cpuMs: (user + system) / 1_000,
    peakMb: process.resourceUsage().maxRSS / 1_024,
    results,
    failures,
  }),
)

/** One after the other, so that the whole is not there as one text. */
function read(file: string): KubernetesObject[] {
  const bytes = readFileSync(file)
  const objects: KubernetesObject[] = []
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    objects.push(JSON.parse(bytes.toString('utf8', from, end)) as KubernetesObject)
    from = end + 1
  }
  return objects
}
