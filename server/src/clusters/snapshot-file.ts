import { once } from 'node:events'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import type { KindDefinition } from '../kubernetes/kinds.ts'
import type { Masker } from '../secrets/mask.ts'
import { SNAPSHOT_FORMAT, type SnapshotMetadata, writtenToSnapshot } from './snapshot-format.ts'
import { type ClusterSource, type CoverageGap, SourceError } from './source.ts'

export interface SnapshotOptions {
  readonly kinds: readonly KindDefinition[]
  readonly signal: AbortSignal
  readonly takenAt: Date
  /** Masks what looks like a credential: nobody else's eyes are to see it in the file. */
  readonly masker: Masker
}

/** What went into the file. */
export interface SnapshotSummary {
  /** By kind; a kind that is missing in the file has no number. */
  readonly objects: ReadonlyMap<string, number>
  readonly metadata: SnapshotMetadata
}

/**
 * Writes all objects of a cluster to `out`, a kind at a time, and ends with what could not be read and why. A kind that
 * fails halfway is left out as a whole. Objects wait in a file of their own until their kind is complete, so memory holds a
 * page. Does not end `out`. Throws `SourceError` when the cluster cannot be told.
 */
export async function writeSnapshot(
  source: ClusterSource,
  out: Writable,
  options: SnapshotOptions,
): Promise<SnapshotSummary> {
  const identity = await source.identify(options.signal)
  const served = await source.served(options.kinds, options.signal)
  const coverage: Record<string, CoverageGap | null> = {}
  const objects = new Map<string, number>()
  const spool = await Spool.create()
  try {
    await write(out, '{"apiVersion":"v1","kind":"List","metadata":{},"items":[')
    let separator = '\n'
    for (const kind of options.kinds) {
      const gap = served.get(kind.kind) ?? (await fill(spool, source, kind, options))
      coverage[kind.kind] = gap ?? null
      if (gap) continue
      objects.set(kind.kind, spool.objects)
      if (spool.objects > 0) await spool.copyTo(out, separator)
      if (spool.objects > 0) separator = ',\n'
    }
    const cluster = { uid: identity.uid, version: identity.version }
    const metadata: SnapshotMetadata = {
      format: SNAPSHOT_FORMAT,
      takenAt: options.takenAt.toISOString(),
      cluster,
      coverage,
    }
    await write(out, `\n],"breakwater":${JSON.stringify(metadata)}}\n`)
    return { objects, metadata }
  } finally {
    await spool.remove()
  }
}

async function fill(
  spool: Spool,
  source: ClusterSource,
  kind: KindDefinition,
  { signal, masker }: SnapshotOptions,
): Promise<CoverageGap | undefined> {
  await spool.empty()
  try {
    for await (const page of source.pages(kind, signal)) {
      if (page.restart) await spool.empty()
      for (const object of page.objects) {
        const kept = writtenToSnapshot(object, masker)
        if (kept) spool.add(JSON.stringify(kept))
      }
      await spool.flush()
    }
    return undefined
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { reason: 'FAILED', message: error.message, advice: error.advice }
  }
}

/** The objects of one kind, on disk until it is sure that they are all. Only its owner can read it. */
class Spool {
  objects = 0
  #bytes = 0
  #waiting: string[] = []
  readonly #folder: string
  readonly #file: FileHandle

  private constructor(folder: string, file: FileHandle) {
    this.#folder = folder
    this.#file = file
  }

  static async create(): Promise<Spool> {
    const folder = await mkdtemp(join(tmpdir(), 'snapshot-spool-'))
    return new Spool(folder, await open(join(folder, 'objects'), 'wx+', 0o600))
  }

  add(object: string): void {
    this.#waiting.push(this.objects++ === 0 ? object : `,\n${object}`)
  }

  async flush(): Promise<void> {
    const bytes = Buffer.from(this.#waiting.join(''))
    this.#waiting = []
    for (let at = 0; at < bytes.length; ) {
      at += (await this.#file.write(bytes, at, bytes.length - at, this.#bytes + at)).bytesWritten
    }
    this.#bytes += bytes.length
  }

  async empty(): Promise<void> {
    this.objects = 0
    this.#bytes = 0
    this.#waiting = []
    await this.#file.truncate(0)
  }

  async copyTo(out: Writable, before: string): Promise<void> {
    await write(out, before)
    const block = Buffer.alloc(64 * 1024)
    for (let at = 0; at < this.#bytes; ) {
      const { bytesRead } = await this.#file.read(block, 0, Math.min(block.length, this.#bytes - at), at)
      if (bytesRead === 0) throw new Error('The spool is shorter than what was written to it')
      await write(out, Buffer.from(block.subarray(0, bytesRead)))
      at += bytesRead
    }
  }

  async remove(): Promise<void> {
    await this.#file.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

async function write(out: Writable, chunk: string | Buffer): Promise<void> {
  if (!out.write(chunk)) await once(out, 'drain')
}
