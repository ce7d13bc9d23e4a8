import type { IncomingMessage } from 'node:http'
import type { Viewer } from '@breakwater/schema/viewer.ts'

/** The body is larger than allowed; the rest of it is not read. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'
  readonly limitBytes: number
  constructor(limitBytes: number) {
    super(`A request may hold ${limitBytes / 1024} KiB here.`)
    this.limitBytes = limitBytes
  }
}

/** As many large bodies as are held in memory at once are being read. */
export class TooManyBodiesError extends Error {
  override readonly name = 'TooManyBodiesError'
}

/** Bytes of an operation: a snapshot of a large cluster fits (64 MiB, escaped as JSON). */
const MOST_BYTES = 96 * 1024 * 1024
/** Of somebody who may not connect clusters, and so has nothing to send but operations. */
const MOST_BYTES_OF_VIEWER = 256 * 1024
const LARGE_BYTES = 1024 * 1024
const LARGE_AT_ONCE = 3

/** Reads the bodies of operations; of large ones, a few at once. */
export interface Bodies {
  /** Throws `BodyTooLargeError` or `TooManyBodiesError`. */
  read(request: IncomingMessage, viewer: Viewer): Promise<Buffer<ArrayBuffer>>
}

export function createBodies(): Bodies {
  let large = 0
  return {
    async read(request, viewer) {
      const limit = viewer.role === 'VIEWER' ? MOST_BYTES_OF_VIEWER : MOST_BYTES
      let holds = false
      const hold = () => {
        if (holds) return
        if (large >= LARGE_AT_ONCE) throw new TooManyBodiesError('Other large requests are being read. Try again.')
        holds = true
        large++
      }
      try {
        return await readBody(request, limit, (bytes) => bytes > LARGE_BYTES && hold())
      } finally {
        if (holds) large--
      }
    },
  }
}

/**
 * Reads a body of at most `limitBytes`, counted as it comes: Content-Length may be absent or a lie. `onBytes` is told how many there are
 * so far and may throw.
 */
export async function readBody(
  request: IncomingMessage,
  limitBytes: number,
  onBytes: (bytes: number) => void = () => {},
): Promise<Buffer<ArrayBuffer>> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > limitBytes) throw new BodyTooLargeError(limitBytes)
  onBytes(announced)
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > limitBytes) throw new BodyTooLargeError(limitBytes)
    onBytes(size)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
