import type { IncomingMessage } from 'node:http'

/** The body is larger than allowed; the rest of it is not read. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'
}

/** Reads a body of at most `limitBytes`, counted as it comes: Content-Length may be absent or a lie. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer<ArrayBuffer>> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw new BodyTooLargeError()
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > limitBytes) throw new BodyTooLargeError()
    parts.push(part)
  }
  return Buffer.concat(parts)
}
