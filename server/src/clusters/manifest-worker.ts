import { parentPort, workerData } from 'node:worker_threads'
import { type ManifestFile, type ManifestLimits, readManifests } from '../kubernetes/manifests.ts'

/** What the thread is started with. */
export interface ManifestWork {
  readonly files: readonly ManifestFile[]
  readonly limits: ManifestLimits
}

const { files, limits } = workerData as ManifestWork
parentPort?.postMessage(readManifests(files, limits))
