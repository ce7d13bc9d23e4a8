import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { isNamespaced, placedObject } from '../kubernetes/cluster-objects.ts'
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import { gapsOf } from './gaps.ts'
import { LiveCluster } from './live/live-cluster.ts'
import { LiveExposures } from './live/live-exposures.ts'
import type { AnalysisSettings, ExposureAnswer } from './model.ts'

/** A cluster whose exposure is asked for again and again while its objects change. */
export interface ExposureSession {
  /**
   * Objects that are there from now on, new or in the place of the one of their kind, namespace and name; and those that are gone, by
   * their kind as `kubernetes/kinds.ts` names it. Kinds that are not known there are passed over. Objects may not be changed after this.
   */
  change(changed: readonly KubernetesObject[], gone: readonly ObjectRef[]): void
  /** Kinds that cannot be read whole from now on, and why. */
  setUnread(unread: ReadonlyMap<string, string>): void
  /** What `analyzeExposure` says of the objects as they are, byte for byte, for the work of what has changed since it was last asked. */
  answer(): ExposureAnswer
  objects(): ClusterObjects
}

const NO_OBJECTS: ClusterObjects = { objects: new Map(), unread: new Map() }

/** Never throws for what the objects hold, now or later. */
export function createExposureSession(
  settings: AnalysisSettings,
  objects: ClusterObjects = NO_OBJECTS,
): ExposureSession {
  const cluster = new LiveCluster(settings, objects)
  const exposures = new LiveExposures(cluster)
  return {
    change(changed, gone) {
      for (const { kind, namespace, name } of gone) {
        const place = isNamespaced(kind)
          ? { kind, namespace: namespace || 'default', name }
          : { kind, namespace: '', name }
        cluster.change(place, undefined)
      }
      for (const object of changed) {
        const placed = placedObject(object)
        if (placed) cluster.change(placed.place, placed.object)
      }
    },
    setUnread: (unread) => cluster.setUnread(unread),
    answer() {
      cluster.settle()
      return { exposures: exposures.find().map(({ exposure }) => exposure), gaps: gapsOf(cluster) }
    },
    objects: () => cluster.toObjects(),
  }
}
