import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { binariesFolder, privatePostgres } from '../drizzle/test/private-postgres.ts'
import { findChromium } from '../scripts/machine.ts'
import { loggedIn } from '../scripts/sample.ts'
import { type Product, startProduct } from '../test/browser/product.ts'
import { withDoubles } from './support/doubles.ts'
import { quantile } from './support/quantile.ts'

/**
 * What a person waits for: from *Connect* to the first workload of a cluster and to the first exposure, and pages of lists while several
 * clusters are read for the first time. The product and the API servers are processes of their own. Where there is a Chromium the first
 * exposure is what a browser shows, from a click on the button; all else goes through GraphQL over HTTP.
 * `npm run bench -- connect [--pods 1000] [--clusters 5] [--each 5000]`
 */
const { values: options } = parseArgs({
  options: {
    pods: { type: 'string', default: '1000' },
    clusters: { type: 'string', default: '5' },
    each: { type: 'string', default: '5000' },
  },
})

const FIRST_ROW_LIMIT_MS = 5_000
const FIRST_EXPOSURE_LIMIT_MS = 10_000
const PAGE_LIMIT_MS = 250
/** A row of the list says one of them. */
const VERDICT = /^(Internet|Restricted|Possible|Private|Blocked|None)/
const PAGE = 50
/** Between two pages, as somebody looks who clicks fast. */
const PAUSE_MS = 50
const TIMEOUT_MS = 300_000

let worst = 0
for (const side of ['embedded', ...(binariesFolder() ? ['postgres'] : [])]) {
  await withProduct(side, (ask) => measureFirstRow(side, ask))
  await withProduct(side, (ask) => measurePages(side, ask))
  await measureScreen(side)
}
process.exitCode = worst > 1 ? 1 : 0

type Ask = <Data>(query: string, variables?: object) => Promise<Data>

async function withProduct(side: string, use: (ask: Ask) => Promise<void>): Promise<void> {
  await withStarted(side, {}, async (product) => use(await asker(product)))
}

async function withStarted(
  side: string,
  environment: Record<string, string>,
  use: (product: Product) => Promise<void>,
): Promise<void> {
  const postgres = side === 'postgres' ? await privatePostgres() : undefined
  const product = await startProduct({
    BREAKWATER_ALLOW_PRIVATE_ADDRESSES: 'true',
    ...(postgres && { DATABASE_URL: postgres.url }),
    ...environment,
  })
  try {
    await use(product)
  } finally {
    await product.close()
    await postgres?.stop()
  }
}

async function asker(product: Product): Promise<Ask> {
  const created = await product.run('token', 'create', '--name', `bench-${Date.now()}`)
  if (created.status !== 0) throw new Error(`No token was made: ${created.output}`)
  const headers = { authorization: `Bearer ${created.output.trim()}`, 'content-type': 'application/json' }
  return async (query, variables = {}) => {
    const answer = await fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await answer.json()) as { data: never; errors?: { message: string }[] }
    if (errors) throw new Error(errors.map(({ message }) => message).join(' '))
    return data
  }
}

async function measureFirstRow(side: string, ask: Ask): Promise<void> {
  await withDoubles(Number(options.pods), 1, async ([kubeconfig = '']) => {
    const startMs = performance.now()
    await connect(ask, kubeconfig)
    while ((await workloads(ask)) === 0) await sleep(20)
    const firstMs = performance.now() - startMs
    await allSynchronized(ask, 1)
    const allMs = performance.now() - startMs
    const ratio = firstMs / FIRST_ROW_LIMIT_MS
    worst = Math.max(worst, ratio)
    console.log(
      `${side.padEnd(9)} Connect, ${options.pods} pods: first workload ${seconds(firstMs)}   all ${seconds(allMs)}   ratio ${ratio.toFixed(2)} (limit ${seconds(FIRST_ROW_LIMIT_MS)} = 1)`,
    )
  })
}

/** Two pages of one browser: the list of exposures, and beside it the one in which somebody connects a cluster. */
async function measureScreen(side: string): Promise<void> {
  const executablePath = findChromium()
  if (!executablePath) return console.log('No Chromium is here, so nothing was measured on a screen.')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] })
  try {
    await withDoubles(Number(options.pods), 1, ([KUBECONFIG = '']) =>
      withStarted(side, { KUBECONFIG }, async (product) => {
        const context = await browser.newContext({ storageState: await loggedIn(browser, product) })
        const [list, wizard] = [await context.newPage(), await context.newPage()]
        await list.goto(`${product.url}/exposures`)
        await wizard.goto(`${product.url}/clusters/connect`)
        await wizard.getByText('double', { exact: true }).click()
        await wizard.getByRole('button', { name: 'Test the connection' }).click()
        await wizard.getByRole('button', { name: 'Continue' }).click()
        await list.getByRole('heading', { name: 'Exposures' }).waitFor()
        const startMs = performance.now()
        await wizard.getByRole('button', { name: 'Connect and synchronize' }).click()
        await list.bringToFront()
        await list.getByRole('cell', { name: VERDICT }).first().waitFor({ timeout: TIMEOUT_MS })
        const shownMs = performance.now() - startMs
        const ratio = shownMs / FIRST_EXPOSURE_LIMIT_MS
        worst = Math.max(worst, ratio)
        console.log(
          `${side.padEnd(9)} Connect, ${options.pods} pods: first exposure on the screen ${seconds(shownMs)}   ratio ${ratio.toFixed(2)} (limit ${seconds(FIRST_EXPOSURE_LIMIT_MS)} = 1)`,
        )
      }),
    )
  } finally {
    await browser.close()
  }
}

async function measurePages(side: string, ask: Ask): Promise<void> {
  const clusters = Number(options.clusters)
  await withDoubles(Number(options.each), clusters, async (kubeconfigs) => {
    for (const kubeconfig of kubeconfigs) await connect(ask, kubeconfig)
    const startMs = performance.now()
    const done = new AbortController()
    const reading = readPages(ask, done.signal)
    await allSynchronized(ask, clusters)
    const tookMs = performance.now() - startMs
    done.abort()
    const pagesMs = await reading
    const ratio = quantile(pagesMs, 0.95) / PAGE_LIMIT_MS
    worst = Math.max(worst, ratio)
    console.log(
      `${side.padEnd(9)} ${clusters} clusters of ${options.each} pods at once ${seconds(tookMs)}: ${pagesMs.length} pages of ${PAGE}   p50 ${ms(pagesMs, 0.5)}   p95 ${ms(pagesMs, 0.95)}   max ${ms(pagesMs, 1)}   ratio p95 ${ratio.toFixed(2)} (limit ${PAGE_LIMIT_MS} ms = 1)`,
    )
  })
}

/** Pages of the lists that people look at most, one after the other. */
async function readPages(ask: Ask, signal: AbortSignal): Promise<number[]> {
  const tookMs: number[] = []
  const queries = ['workloads', 'pods', 'containers'].map(
    (list) => `{ ${list}(first: ${PAGE}) { nodes { id name cluster { name } } pageInfo { endCursor } } }`,
  )
  for (let at = 0; !signal.aborted; at++) {
    const startMs = performance.now()
    await ask(queries[at % queries.length] ?? '')
    tookMs.push(performance.now() - startMs)
    await sleep(PAUSE_MS)
  }
  return tookMs
}

async function connect(ask: Ask, kubeconfig: string): Promise<void> {
  const { connectCluster } = await ask<{ connectCluster: { userErrors: { message: string }[] } }>(
    `mutation ($text: String!) {
      connectCluster(input: { connection: { kubeconfig: { text: $text } } }) { userErrors { message } }
    }`,
    { text: readFileSync(kubeconfig, 'utf8') },
  )
  const [refused] = connectCluster.userErrors
  if (refused) throw new Error(refused.message)
}

async function workloads(ask: Ask): Promise<number> {
  const { workloads: page } = await ask<{ workloads: { nodes: unknown[] } }>('{ workloads(first: 1) { nodes { id } } }')
  return page.nodes.length
}

async function allSynchronized(ask: Ask, clusters: number): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS
  while (performance.now() < deadline) {
    const { clusters: page } = await ask<{ clusters: { nodes: { lastSync: string | null }[] } }>(
      '{ clusters(first: 100) { nodes { lastSync } } }',
    )
    if (page.nodes.filter(({ lastSync }) => lastSync !== null).length >= clusters) return
    await sleep(100)
  }
  throw new Error(`Not all clusters were read within ${seconds(TIMEOUT_MS)}.`)
}

function seconds(valueMs: number): string {
  return `${(valueMs / 1000).toFixed(2)} s`
}

function ms(valuesMs: readonly number[], part: number): string {
  return `${quantile(valuesMs, part).toFixed(0)} ms`
}
