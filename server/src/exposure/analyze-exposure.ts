import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import type { AnalysisSettings, ExposureAnswer } from './model.ts'
import { createExposureSession } from './session.ts'

/**
 * Every way from an entry point of the cluster to a port of a workload, with its verdict. The same whatever the order of the objects.
 * What could not be read makes verdicts `possible` and is named among the gaps. Never throws for what the objects hold.
 */
export function analyzeExposure(objects: ClusterObjects, settings: AnalysisSettings): ExposureAnswer {
  return createExposureSession(settings, objects).answer()
}
