import type { ClusterObjects } from '../../kubernetes/cluster-objects.ts'
import { type Fields, fieldsOf } from '../../kubernetes/fields.ts'
import { keyOf } from '../../kubernetes/object.ts'
import type { Pod } from '../model.ts'
import { podsOf, refOf } from '../pods.ts'

/** A pod as it is written, beside what the engine reads of it. */
export interface WrittenPod {
  readonly pod: Pod
  readonly spec: Fields
}

/** By `kind/namespace/name` of the workload: its pods that still run, or what its template would make. */
export function podsByWorkload(objects: ClusterObjects): ReadonlyMap<string, readonly WrittenPod[]> {
  const written = new Map(
    (objects.objects.get('Pod') ?? []).map((object) => [keyOf(refOf(object, 'Pod')), fieldsOf(object['spec'])]),
  )
  const templates = new Map<string, Fields>()
  for (const [kind, ofKind] of objects.objects) {
    for (const object of ofKind) {
      const spec = fieldsOf(object['spec'])
      const jobSpec = kind === 'CronJob' ? fieldsOf(fieldsOf(spec['jobTemplate'])['spec']) : spec
      if (jobSpec['template'] !== undefined)
        templates.set(keyOf(refOf(object, kind)), fieldsOf(fieldsOf(jobSpec['template'])['spec']))
    }
  }
  const found = podsOf(objects)
    .filter(({ finished }) => !finished)
    .map((pod) => ({
      pod,
      spec:
        (pod.isTemplate
          ? templates.get(keyOf(pod.workload))
          : written.get(keyOf({ kind: 'Pod', namespace: pod.namespace, name: pod.name }))) ?? {},
    }))
  return Map.groupBy(found, ({ pod }) => keyOf(pod.workload))
}
