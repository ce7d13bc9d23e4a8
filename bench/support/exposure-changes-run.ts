import { readFileSync } from 'node:fs'
import { analyzeExposure } from '../../server/src/exposure/analyze-exposure.ts'
import { DEFAULT_SETTINGS } from '../../server/src/exposure/model.ts'
import { createExposureSession } from '../../server/src/exposure/session.ts'
import { clusterObjects } from '../../server/src/kubernetes/cluster-objects.ts'
import { type Fields, fieldsOf } from '../../server/src/kubernetes/fields.ts'
import { readManifests } from '../../server/src/kubernetes/manifests.ts'
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts'
import { quantile } from './quantile.ts'

/** What one changed object costs, in processor time of telling it and asking for the answer. */
export interface ChangeCost {
  readonly what: string
  readonly medianMs: number
  readonly p95Ms: number
}

/** Changes objects of a file with manifests one at a time, in a process of its own; writes one line of JSON: `ChangeCost[]`. */
const TIMES = 100
const [path = ''] = process.argv.slice(2)
const { objects } = readManifests([{ name: path, text: readFileSync(path, 'utf8') }])
const session = createExposureSession(DEFAULT_SETTINGS, clusterObjects(objects))
session.answer()

const costs = [
  cost('one changed policy', 'NetworkPolicy', (policy, at) => ({
    ...policy,
    spec: { ...fieldsOf(policy['spec']), ingress: [{ from: [{ ipBlock: { cidr: `${11 + at}.0.0.0/8` } }] }] },
  })),
  cost('one pod with another label', 'Pod', ({ metadata, ...pod }, at) => ({
    ...pod,
    metadata: { ...metadata, labels: { ...metadata?.labels, tier: at % 2 === 0 ? 'web' : 'db', turn: String(at) } },
  })),
  cost('one pod that is ready or not', 'Pod', (pod) => ({
    ...pod,
    status: { ...fieldsOf(pod['status']), conditions: [{ type: 'Ready', status: isReady(pod) ? 'False' : 'True' }] },
  })),
  cost('one changed service', 'Service', (service, at) => ({
    ...service,
    spec: { ...fieldsOf(service['spec']), type: ['LoadBalancer', 'NodePort', 'ClusterIP'][at % 3] },
  })),
]
const whole = JSON.stringify(analyzeExposure(session.objects(), DEFAULT_SETTINGS))
if (whole !== JSON.stringify(session.answer())) throw new Error('The answer after changes is not that of the objects.')
console.log(JSON.stringify(costs))

function cost(
  what: string,
  kind: string,
  changed: (object: KubernetesObject, at: number) => KubernetesObject,
): ChangeCost {
  const all = objects.filter((object) => object.kind === kind)
  const times = Array.from({ length: TIMES }, (_, at) => {
    const object = all[Math.floor((at * all.length) / TIMES)]
    if (!object) throw new Error(`no ${kind}`)
    const next = changed(object, at)
    const before = process.cpuUsage()
    session.change([next], [])
    session.answer()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000
  })
  return { what, medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95) }
}

function isReady(pod: Fields): boolean {
  return JSON.stringify(fieldsOf(pod['status'])['conditions']).includes('"True"')
}
