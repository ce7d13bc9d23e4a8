import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import {
  MANIFEST_LIMITS,
  type ManifestFile,
  type ManifestLimits,
  type Manifests,
  readManifests,
} from '../kubernetes/manifests.ts'
import type { ManifestAnswer, ManifestWork } from './manifest-worker.ts'
import { SourceError } from './source.ts'

export interface ManifestReadingOptions {
  readonly signal: AbortSignal
  readonly limits?: ManifestLimits
  readonly timeoutMs?: number
}

/** Below this a text is read within milliseconds, and a thread costs more. */
const ASIDE_FROM_CHARACTERS = 128 * 1024
const MAX_HEAP_MIB = 1_024

/**
 * Reads manifests as `readManifests` does, large ones in a thread of their own: YAML takes about a second a megabyte, in
 * which a server would answer nobody. Throws `SourceError` TOO_LARGE when time or memory runs out, or the signal's reason.
 */
export async function readManifestsAside(
  files: readonly ManifestFile[],
  options: ManifestReadingOptions,
): Promise<Manifests> {
  const { signal, limits = MANIFEST_LIMITS, timeoutMs = 60_000 } = options
  signal.throwIfAborted()
  const characters = files.reduce((sum, { text }) => sum + text.length, 0)
  if (characters < ASIDE_FROM_CHARACTERS) return readManifests(files, limits)
  const work: ManifestWork = { files, limits }
  const worker = new Worker(new URL('./manifest-worker.ts', import.meta.url), {
    workerData: work,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
  })
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  try {
    return await answerOf(worker, deadline)
  } catch (error) {
    signal.throwIfAborted()
    const why = deadline.aborted ? `within ${timeoutMs / 1_000} s` : 'in the memory that it may take'
    throw new SourceError(
      'TOO_LARGE',
      `The manifests could not be read ${why}.`,
      'Give them as JSON, or in smaller parts.',
      {
        cause: error,
      },
    )
  } finally {
    await worker.terminate()
  }
}

async function answerOf(worker: Worker, signal: AbortSignal): Promise<Manifests> {
  for await (const [message] of on(worker, 'message', { signal, close: ['exit'] })) {
    // Under `node --watch` a worker sends messages of its own, about the files that it loaded.
    if (isAnswer(message)) return message.manifests
  }
  throw new Error('The thread that reads manifests ended without an answer.')
}

function isAnswer(message: unknown): message is ManifestAnswer {
  return typeof message === 'object' && message !== null && 'manifests' in message
}
