import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { recordAudit } from '@breakwater/drizzle/audit.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import type { Context } from '@breakwater/schema/context.ts'
import { prepareExport, type Row } from '@breakwater/schema/export/rows.ts'
import { type DownloadRequest, RequestError, type Services } from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { GraphQLError, type GraphQLSchema } from 'graphql'
import type { Log } from '../../log.ts'
import { maskError, refuse } from '../graphql.ts'
import type { Presence } from '../presence.ts'
import { asWritten, type ExportFormat, FORMATS, fileOf } from './format.ts'
import type { DownloadLinks } from './links.ts'

/** Lists as files. */
export interface Exporter {
  /**
   * Answers `GET /export/LIST.csv`, `.jsonl` and, of what configuration rules found, `.sarif`. Reading only, so a GET is enough; and as a browser sends its cookie with one that
   * a page of another origin begins, a session is taken only where the browser says that our own page, or the person, asks.
   */
  answer(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void>
}

/** What is known of who asks. */
export interface Caller {
  /** Tells who asks, and throws when nobody may; not called for a link, which brings its own right. */
  authenticate(): Promise<Viewer>
  readonly address: string
  readonly presence: Presence
}

export interface ExporterParts {
  readonly schema: GraphQLSchema
  readonly database: Database
  readonly services: Services
  readonly links: DownloadLinks
  readonly log: Log
}

/** A client that takes nothing for so long is gone. */
const STALLED_MS = 60_000
/** Files that are written at once; each reads pages of the database one after the other. */
const MOST_AT_ONCE = 8

export function createExporter({ schema, database, services, links, log }: ExporterParts): Exporter {
  let running = 0

  return {
    async answer(request, response, caller) {
      if (request.method !== 'GET') return void response.writeHead(405, { Allow: 'GET' }).end()
      const url = new URL(request.url ?? '/', 'http://localhost')
      const named = /^\/export\/([A-Za-z]+)\.(csv|jsonl|sarif)$/.exec(url.pathname)
      if (!named) {
        return refuse(response, 404, 'NOT_FOUND', 'A list is exported as /export/LIST.csv or /export/LIST.jsonl.')
      }
      const asked = await whatIsAsked(request, response, url, caller)
      if (!asked) return
      if (running >= MOST_AT_ONCE) {
        response.setHeader('Retry-After', '10')
        return refuse(response, 429, 'TOO_MANY', `${MOST_AT_ONCE} lists are being exported. Try again in a moment.`)
      }
      running += 1
      try {
        await send(asked, response, caller.presence)
      } finally {
        running -= 1
      }
    },
  }

  interface Asked {
    readonly request: DownloadRequest
    readonly viewer: Viewer
  }

  async function whatIsAsked(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    { authenticate, address }: Caller,
  ): Promise<Asked | undefined> {
    const secret = url.searchParams.get('link')
    if (secret !== null) {
      const taken = await links.take(secret.slice(0, 100), address)
      if (!taken) {
        const advice = 'Make a new one with createDownload, or export the list anew.'
        refuse(
          response,
          401,
          'LINK_INVALID',
          `This link was used already, is too old, or its maker has left. ${advice}`,
        )
      }
      return taken
    }
    if (comesFromElsewhere(request)) {
      refuse(response, 403, 'ORIGIN_REFUSED', 'A page of another origin may not export lists.')
      return undefined
    }
    const viewer = await authenticate()
    try {
      return { request: requestOf(url), viewer }
    } catch (error) {
      refuseBad(response, error)
      return undefined
    }
  }

  async function send({ request, viewer }: Asked, response: ServerResponse, presence: Presence): Promise<void> {
    const gone = new AbortController()
    const leave = presence.enter(viewer, () => response.destroy())
    response.once('close', () => {
      leave()
      gone.abort(new Error('the client has gone'))
    })
    response.setTimeout(STALLED_MS, () => response.destroy())
    const context: Context = { database, services, viewer, source: 'API', signal: gone.signal }
    let first: IteratorResult<readonly Row[]>
    let pages: AsyncGenerator<readonly Row[]>
    let columns: ReturnType<typeof prepareExport>['columns']
    try {
      const prepared = prepareExport(schema, asWritten(request))
      columns = prepared.columns
      pages = prepared.rows(context)
      // What the API refuses is told by the status, before anything is sent.
      first = await pages.next()
    } catch (error) {
      return refuseBad(response, error)
    }
    await database.transaction((tx) =>
      recordAudit(tx, viewer, { action: 'download', target: request.list, details: { format: request.format } }),
    )
    const { contentType, ending } = FORMATS[request.format]
    response.writeHead(200, {
      'Content-Type': contentType,
      'Content-Disposition': `attachment; filename="${request.list}-${new Date().toISOString().slice(0, 10)}.${ending}"`,
      'Cache-Control': 'no-store',
    })
    try {
      await pipeline(fileOf(request.format, columns, startingWith(first, pages)), response)
    } catch (error) {
      // The answer is cut off without its last chunk: no client takes it for complete.
      response.destroy()
      if (!gone.signal.aborted || !isOfLeaving(error)) {
        log.error({ err: error, list: request.list }, 'an export broke off')
      }
    }
  }

  function refuseBad(response: ServerResponse, error: unknown): void {
    if (error instanceof RequestError) {
      refuse(response, 400, error.code, error.message)
      return
    }
    const shown = maskError(error, log)
    const code = shown instanceof GraphQLError ? String(shown.extensions['code'] ?? 'INVALID') : 'INTERNAL'
    refuse(response, code === 'INTERNAL' ? 500 : 400, code, shown.message)
  }
}

/** Browsers tell where a request comes from by a header that pages cannot set; programs send none. */
function comesFromElsewhere(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

/** Throws `RequestError` for what is no JSON. */
function requestOf(url: URL): DownloadRequest {
  const [, list = '', ending = ''] = /^\/export\/([A-Za-z]+)\.(\w+)$/.exec(url.pathname) ?? []
  const columns = url.searchParams.get('columns')
  return {
    list,
    of: url.searchParams.get('of') ?? undefined,
    filter: jsonOf(url, 'filter'),
    orderBy: jsonOf(url, 'orderBy'),
    format: formatOf(ending),
    columns: columns ? columns.split(',').map((field) => ({ field: field.trim() })) : undefined,
  }
}

function formatOf(ending: string): ExportFormat {
  const format = Object.entries(FORMATS).find(([, info]) => info.ending === ending)
  return (format?.[0] ?? 'JSON_LINES') as ExportFormat
}

function jsonOf(url: URL, name: string): unknown {
  const text = url.searchParams.get(name)
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new RequestError('INVALID', `\`${name}\` is no JSON.`, [name])
  }
}

async function* startingWith(
  first: IteratorResult<readonly Row[]>,
  rest: AsyncGenerator<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  try {
    if (first.done) return
    yield first.value
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}

function isOfLeaving(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || (error instanceof Error && error.message === 'the client has gone')
}
