import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** The exported dashboard, held in memory: a few MB, and no path of a request ever reaches the disk. */
export interface StaticFiles {
  /** `origin`: under which the client reaches us. */
  serve(request: IncomingMessage, response: ServerResponse, origin: string): void
  /** Files that are served; 0 when the dashboard was not built. */
  readonly count: number
}

interface File {
  readonly body: Buffer
  readonly zipped: Buffer | undefined
  readonly type: string
  readonly cache: string
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

const compress = promisify(gzip)

export async function loadStaticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map<string, File>()
  for (const path of await listFiles(folder)) {
    files.set(`/${relative(folder, path).split(sep).join('/')}`, await loadFile(path))
  }
  const contentSecurityPolicy = policy(
    [...files].filter(([path]) => path.endsWith('.html')).map(([, file]) => file.body),
  )
  const find = (path: string) =>
    files.get(path) ?? files.get(`${path.replace(/\/$/, '')}.html`) ?? files.get(join(path, 'index.html'))

  return {
    count: files.size,
    serve(request, response, origin) {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.writeHead(405, { Allow: 'GET, HEAD' }).end()
        return
      }
      const found = find(pathOf(request))
      const file = found ?? files.get('/404.html')
      if (!file) {
        response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n')
        return
      }
      const zipped = /\bgzip\b/.test(String(request.headers['accept-encoding'])) ? file.zipped : undefined
      response.writeHead(found ? 200 : 404, {
        'Content-Type': file.type,
        'Cache-Control': file.cache,
        'Content-Length': (zipped ?? file.body).length,
        Vary: 'Accept-Encoding',
        ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
        ...(file.type.startsWith('text/html') ? { 'Content-Security-Policy': contentSecurityPolicy(origin) } : {}),
      })
      response.end(request.method === 'HEAD' ? undefined : (zipped ?? file.body))
    },
  }
}

function pathOf(request: IncomingMessage): string {
  try {
    return decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
  } catch {
    // What cannot be decoded names nothing.
    return '/%'
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function loadFile(path: string): Promise<File> {
  const body = await readFile(path)
  const type = TYPES[extname(path)] ?? 'application/octet-stream'
  const compressible = /^text\/|json|svg/.test(type) && body.length > 1_024
  return {
    body,
    zipped: compressible ? await compress(body, { level: 9 }) : undefined,
    type,
    // Names under _next/static hold a hash of their content.
    cache: path.includes(`${sep}_next${sep}static${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
}

/**
 * Scripts: ours, and the inline ones of the exported pages by their hash; never 'unsafe-inline'. Styles may be inline:
 * the component library sets them. Source: W3C Content Security Policy Level 3.
 */
function policy(pages: readonly Buffer[]): (origin: string) => string {
  const hashes = new Set<string>()
  for (const page of pages) {
    for (const [, script] of page.toString('utf8').matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)) {
      hashes.add(
        `'sha256-${createHash('sha256')
          .update(script ?? '')
          .digest('base64')}'`,
      )
    }
  }
  const scripts = ["'self'", ...hashes].join(' ')
  return (origin) =>
    [
      "default-src 'none'",
      `script-src ${scripts}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' ${origin.replace(/^http/, 'ws')}`,
      "manifest-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ].join('; ')
}
