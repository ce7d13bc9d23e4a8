import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContextOptions, chromium } from '@playwright/test'
import { findChromium } from '../scripts/machine.ts'
import { loadSample, loggedIn } from '../scripts/sample.ts'
import { type Product, startProduct } from '../test/browser/product.ts'

/** What the first page costs a browser: its JavaScript over the wire, and the time until the first row is there. */

const WEB = fileURLToPath(new URL('../web/out', import.meta.url))
const PAGE = 'clusters.html'
const JAVASCRIPT_LIMIT_BYTES = 320_000
const FIRST_ROW_LIMIT_MS = 2_000
const LOADS = 5
const LOAD_TIMEOUT_MS = 20_000

if (!existsSync(join(WEB, PAGE))) {
  console.error('The dashboard is not built: run `npx turbo run build` first.')
  process.exitCode = 2
} else {
  weigh()
  await timeFirstRow()
}

/** Of the scripts that the page's HTML names, as a browser with modules loads them. */
function weigh(): void {
  const tags = readFileSync(join(WEB, PAGE), 'utf8').match(/<script\b[^>]*\bsrc="[^"]+"[^>]*>/g) ?? []
  const paths = new Set(
    tags.filter((tag) => !/\bnomodule\b/i.test(tag)).map((tag) => /\bsrc="([^"?]+)/.exec(tag)?.[1] ?? ''),
  )
  const sizes = [...paths].map((path) => gzipSync(readFileSync(join(WEB, path)), { level: 9 }).length)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`JavaScript of ${PAGE}: ${paths.size} files, ${total} bytes with gzip, largest ${Math.max(0, ...sizes)}.`)
  if (paths.size === 0) throw new Error(`${PAGE} names no scripts.`)
  verdict('bytes', total, JAVASCRIPT_LIMIT_BYTES)
}

async function timeFirstRow(): Promise<void> {
  const executablePath = findChromium()
  if (!executablePath) {
    console.error('No Chromium was found, so the time to the first row is not measured.')
    process.exitCode = 2
    return
  }
  const product = await startProduct()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] })
  try {
    const sample = await loadSample(product)
    const storageState = await loggedIn(browser, product)
    const times: number[] = []
    for (let load = 0; load < LOADS; load++) {
      times.push(await coldLoad(browser, { storageState }, product, sample.name))
    }
    const sorted = times.toSorted((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
    console.log(
      `First row of the clusters' table, ${LOADS} cold loads: ${times.map(Math.round).join(', ')} ms; median ${Math.round(median)} ms.`,
    )
    verdict('first row', median, FIRST_ROW_LIMIT_MS)
  } finally {
    await browser.close()
    await product.close()
  }
}

/** A context of its own, with nothing in its cache. Milliseconds from the navigation to the row. */
async function coldLoad(
  browser: Browser,
  options: BrowserContextOptions,
  product: Product,
  clusterName: string,
): Promise<number> {
  const context = await browser.newContext({ ...options, viewport: { width: 1440, height: 900 } })
  try {
    const page = await context.newPage()
    const started = performance.now()
    await page.goto(`${product.url}/clusters`, { waitUntil: 'commit' })
    await page.getByRole('row').filter({ hasText: clusterName }).first().waitFor({ timeout: LOAD_TIMEOUT_MS })
    return performance.now() - started
  } finally {
    await context.close()
  }
}

function verdict(name: string, value: number, limit: number): void {
  console.log(`ratio ${name}/limit ${(value / limit).toFixed(2)} (limit ${limit})`)
  if (!(value <= limit)) process.exitCode = 1
}
