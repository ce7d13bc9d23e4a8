import type { KubernetesObject } from '../kubernetes/object.ts'
import { analyzeExposure } from './analyze-exposure.ts'
import { clusterObjects } from './cluster-objects.ts'
import type { AnalysisSettings, ClusterObjects, ExposureAnswer, ObjectRef } from './model.ts'

export interface ExposureSession {
  change(changed: readonly KubernetesObject[], gone: readonly ObjectRef[]): void
  setUnread(unread: ReadonlyMap<string, string>): void
  answer(): ExposureAnswer
  objects(): ClusterObjects
}

export function createExposureSession(settings: AnalysisSettings, given?: ClusterObjects): ExposureSession {
  const byKey = new Map<string, KubernetesObject>()
  let unread: ReadonlyMap<string, string> = given?.unread ?? new Map()
  const key = (o: KubernetesObject) => `${o.kind}/${o.metadata?.namespace ?? ''}/${o.metadata?.name}`
  for (const list of given?.objects.values() ?? []) for (const o of list) byKey.set(key(o), o)
  return {
    change(changed, gone) {
      for (const o of changed) byKey.set(key(o), o)
      for (const g of gone) byKey.delete(`${g.kind}/${g.namespace}/${g.name}`)
    },
    setUnread(map) {
      unread = map
    },
    answer: () => analyzeExposure(clusterObjects([...byKey.values()], unread), settings),
    objects: () => clusterObjects([...byKey.values()], unread),
  }
}
