import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { Log } from '../log.ts'

/** PEM files: the certificate with its chain, and its key. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

/** Certificate and key cannot be used; the message is one line that says what to do. */
export class TlsError extends Error {
  override readonly name = 'TlsError'
}

/** How often the files are looked at: a renewed certificate is in use within seconds, by rename or by link alike. */
const LOOK_EVERY_MS = 2_000

/**
 * An HTTPS server whose certificate follows its files. A pair that cannot be used, such as a certificate whose key has not come yet, is
 * logged and the one before stays. Throws `TlsError` for a first pair that cannot be used.
 */
export function createTlsServer(files: TlsFiles, log: Log): Server {
  const server = createServer({ ...readPair(files), minVersion: 'TLSv1.2' })
  const reload = () => {
    try {
      server.setSecureContext({ ...readPair(files), minVersion: 'TLSv1.2' })
      log.info({}, 'the certificate was read anew')
    } catch (error) {
      log.error({ err: error }, 'the new certificate cannot be used; the one before stays in use')
    }
  }
  for (const file of [files.cert, files.key]) watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, reload)
  server.once('close', () => {
    for (const file of [files.cert, files.key]) unwatchFile(file, reload)
  })
  return server
}

function readPair({ cert, key }: TlsFiles): { cert: Buffer; key: Buffer } {
  const pair = { cert: readPem('BREAKWATER_TLS_CERT', cert), key: readPem('BREAKWATER_TLS_KEY', key) }
  try {
    createSecureContext(pair)
  } catch (error) {
    throw new TlsError(
      'BREAKWATER_TLS_CERT and BREAKWATER_TLS_KEY do not fit together or are no PEM files. Give the certificate with its chain, and the key it was made for, without a passphrase.',
      { cause: error },
    )
  }
  return pair
}

function readPem(name: string, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new TlsError(`${name} cannot be read: ${file}. Check the path and its rights.`, { cause: error })
  }
}
