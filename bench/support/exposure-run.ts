import { readFileSync } from 'node:fs'
import { analyzeExposure } from '../../server/src/exposure/analyze-exposure.ts'
import { DEFAULT_SETTINGS } from '../../server/src/exposure/model.ts'
import { clusterObjects } from '../../server/src/kubernetes/cluster-objects.ts'
import { readManifests } from '../../server/src/kubernetes/manifests.ts'

/** One cold analysis of a file with manifests, in a process of its own; writes one line of JSON: what it cost and found. */
const [path = ''] = process.argv.slice(2)
const start = performance.now()
const cpuStart = process.cpuUsage()
const { objects } = readManifests([{ name: path, text: readFileSync(path, 'utf8') }])
const readMs = performance.now() - start
const { exposures } = analyzeExposure(clusterObjects(objects), DEFAULT_SETTINGS)
const { user, system } = process.cpuUsage(cpuStart)
console.log(
  JSON.stringify({
    wallMs: performance.now() - start,
    readMs,
    cpuMs: (user + system) / 1_000,
    peakMb: process.resourceUsage().maxRSS / 1_024,
    exposures: exposures.length,
  }),
)
