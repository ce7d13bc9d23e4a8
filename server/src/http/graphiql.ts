import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** GraphiQL, an editor for the API, whole in one page: nothing of it comes from another host. */
export interface Graphiql {
  /** Answers a GET of somebody who is logged in. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>
}

interface Page {
  readonly body: Buffer
  readonly zipped: Buffer
  /** Of its one inline script. */
  readonly scriptHash: string
}

const compress = promisify(gzip)

/** Made when it is first asked for: it has 9 MB, which most processes never need. */
export function createGraphiql(): Graphiql {
  let page: Promise<Page> | undefined
  return {
    async serve(request, response) {
      if (request.method !== 'GET') return void response.writeHead(405, { Allow: 'GET' }).end()
      page ??= render()
      const { body, zipped, scriptHash } = await page
      const takesZipped = /\bgzip\b/.test(String(request.headers['accept-encoding']))
      const sent = takesZipped ? zipped : body
      response.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Length': sent.length,
        'Cache-Control': 'private, no-store',
        'Content-Security-Policy': policy(scriptHash, String(request.headers.host)),
        Vary: 'Accept-Encoding',
        ...(takesZipped ? { 'Content-Encoding': 'gzip' } : {}),
      })
      response.end(sent)
    },
  }
}

async function render(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const html = renderGraphiQL({
    title: 'Breakwater GraphiQL',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    credentials: 'same-origin',
    // What is typed into the headers editor may be a token: it stays in the page.
    shouldPersistHeaders: false,
    defaultQuery: DEFAULT_QUERY,
  })
  const body = Buffer.from(html.trimStart())
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? []
  return {
    body,
    zipped: await compress(body),
    scriptHash: createHash('sha256').update(script).digest('base64'),
  }
}

const DEFAULT_QUERY = `# What is at risk, and what this question costs.
{
  clusters(first: 10) {
    totalCount
    nodes {
      name
      state
      riskSummary {
        atRisk
      }
    }
  }
  rateLimit {
    cost
    remaining
  }
}
`

/**
 * Its own, for it needs more than the dashboard: its editor makes workers out of the page's own text (blob:) and sets styles
 * inline, and its fonts stand in the page (data:). Scripts are the one that is in the page. Source: W3C Content Security Policy Level 3.
 */
function policy(scriptHash: string, host: string): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${scriptHash}'`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    `connect-src 'self' ws://${host} wss://${host}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'none'",
  ].join('; ')
}
