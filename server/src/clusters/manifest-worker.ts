import { parentPort, workerData } from 'node:worker_threads'
import { type ManifestFile, type ManifestLimits, type Manifests, readManifests } from '../kubernetes/manifests.ts'

/** What the thread is started with. */
export interface ManifestWork {
  readonly files: readonly ManifestFile[]
  readonly limits: ManifestLimits
}

/** What it sends once. */
export interface ManifestAnswer {
  readonly manifests: Manifests
}

const { files, limits } = workerData as ManifestWork
const answer: ManifestAnswer = { manifests: readManifests(files, limits) }
parentPort?.postMessage(answer)
