import { readFileSync } from 'node:fs'
import { fieldsOf } from '../../server/src/kubernetes/fields.ts'
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts'
import { evaluate } from '../../server/src/posture/evaluate.ts'
import { readObjects } from '../../server/src/posture/read-objects.ts'
import { RULES } from '../../server/src/posture/rules/list-of-rules.ts'
import { createPostureSession } from '../../server/src/posture/session.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../../server/src/posture/settings.ts'
import { quantile } from './quantile.ts'

/** What one changed object costs, in processor time of telling it and asking what is said now of what was judged anew. */
export interface ChangeCost {
  readonly what: string
  readonly medianMs: number
  readonly p95Ms: number
}

/** Changes objects of a file one at a time, in a process of its own; writes one line of JSON: `ChangeCost[]`. */
const TIMES = 100
const OPTIONS = { settings: DEFAULT_POSTURE_SETTINGS, minor: 34 }
const [path = ''] = process.argv.slice(2)
const objects = readFileSync(path, 'utf8')
  .split('\n')
  .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as KubernetesObject]))
const session = createPostureSession(RULES, OPTIONS, readObjects(objects))
Array.from(session.takeJudged())

const costs = [
  cost('one changed Deployment', 'Deployment', (deployment, at) => {
    const copy = structuredClone(deployment) as { spec: { template: { spec: { hostPID?: boolean } } } }
    copy.spec.template.spec.hostPID = at % 2 === 0
    return copy as unknown as KubernetesObject
  }),
  cost('one pod that is ready or not', 'Pod', (pod, at) => ({
    ...pod,
    status: { ...fieldsOf(pod['status']), conditions: [{ type: 'Ready', status: at % 2 === 0 ? 'False' : 'True' }] },
  })),
  cost('one changed policy', 'NetworkPolicy', (policy, at) => ({
    ...policy,
    spec: { ...fieldsOf(policy['spec']), ingress: [{ from: [{ ipBlock: { cidr: `${11 + at}.0.0.0/8` } }] }] },
  })),
  cost('one changed service', 'Service', (service, at) => ({
    ...service,
    spec: { ...fieldsOf(service['spec']), type: ['LoadBalancer', 'NodePort', 'ClusterIP'][at % 3] },
  })),
]
const whole = JSON.stringify(evaluate(RULES, session.objects(), OPTIONS))
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
    Array.from(session.takeJudged())
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000
  })
  return { what, medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95) }
}
