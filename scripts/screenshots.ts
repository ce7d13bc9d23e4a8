import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { type Product, startProduct } from '../test/browser/product.ts'
import { ensureChromium } from './machine.ts'
import { loadSample, loggedIn, type Sample } from './sample.ts'

/**
 * `npm run screenshots` writes the pictures of the documentation, of the sample cluster on its second day;
 * `npm run screenshots -- --all DIR` writes every page into DIR, light and dark, wide and narrow.
 */
const { values: options } = parseArgs({ options: { all: { type: 'string' } } })

const PICTURES = fileURLToPath(new URL('../docs/pictures', import.meta.url))
const KEPT = ['clusters-light', 'cluster-view-dark', 'tasks-light']
/** A kept picture may weigh this much. */
const MOST_BYTES = 250_000
const SCHEMES = ['light', 'dark'] as const
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const

type Scheme = (typeof SCHEMES)[number]
type Size = keyof typeof SIZES

interface Shot {
  readonly name: string
  readonly path: (sample: Sample) => string
}

const SHOTS: readonly Shot[] = [
  { name: 'overview', path: () => '/' },
  { name: 'changes', path: () => '/changes' },
  { name: 'clusters', path: () => '/clusters' },
  { name: 'cluster-view', path: ({ id }) => `/clusters/view?id=${encodeURIComponent(id)}` },
  { name: 'cluster-changes', path: ({ id }) => `/clusters/view?id=${encodeURIComponent(id)}&group=CHANGES` },
  ...['workloads', 'pods', 'containers', 'services', 'nodes', 'namespaces', 'images'].map((view) => ({
    name: view,
    path: () => `/workloads?view=${view}`,
  })),
  ...['exposures', 'entryPoints', 'workloads'].map((view) => ({
    name: `exposures-${view}`,
    path: () => `/exposures?view=${view}`,
  })),
  ...['results', 'checks', 'objects', 'frameworks', 'benchmark', 'rights'].map((view) => ({
    name: `configuration-${view}`,
    path: () => (view === 'results' ? '/configuration' : `/configuration?view=${view}`),
  })),
  { name: 'risks', path: () => '/risks' },
  { name: 'tasks', path: () => '/clusters?tasks=CONTAINER_ASSET_SYNC' },
  { name: 'connect', path: () => '/clusters/connect' },
  ...['schedules', 'settings', 'regionGroups', 'waivers', 'access', 'audit', 'status'].map((part) => ({
    name: `settings-${part}`,
    path: () => `/settings?part=${part}`,
  })),
  { name: 'graphiql', path: () => '/graphiql' },
]

await main()

async function main(): Promise<void> {
  const executablePath = ensureChromium()
  if (!executablePath) {
    console.error('No Chromium was found and none could be installed, so no picture was made.')
    process.exitCode = 2
    return
  }
  const product = await startProduct()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] })
  try {
    const sample = await loadSample(product)
    await sample.playNextDay()
    const storageState = await loggedIn(browser, product)
    await takeAll(browser, { storageState }, product, sample)
  } finally {
    await browser.close()
    await product.close()
  }
}

async function takeAll(
  browser: Browser,
  session: BrowserContextOptions,
  product: Product,
  sample: Sample,
): Promise<void> {
  for (const scheme of SCHEMES) {
    for (const size of options.all === undefined ? (['wide'] as const) : (['wide', 'narrow'] as const)) {
      const shots = SHOTS.filter((shot) => fileOf(shot, scheme, size) !== undefined)
      if (shots.length === 0) continue
      const context = await browser.newContext({ ...session, ...look(scheme, size) })
      const page = await context.newPage()
      for (const shot of shots) await take(page, product.url + shot.path(sample), fileOf(shot, scheme, size) ?? '')
      await context.close()
    }
  }
}

/** Undefined for a picture that is not asked for. */
function fileOf({ name }: Shot, scheme: Scheme, size: Size): string | undefined {
  if (options.all !== undefined) return join(options.all, `${name}-${scheme}-${size}.png`)
  return size === 'wide' && KEPT.includes(`${name}-${scheme}`) ? join(PICTURES, `${name}-${scheme}.png`) : undefined
}

function look(scheme: Scheme, size: Size): BrowserContextOptions {
  return {
    viewport: SIZES[size],
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  }
}

async function take(page: Page, url: string, file: string): Promise<void> {
  mkdirSync(join(file, '..'), { recursive: true })
  await page.goto(url)
  await page.locator('main, .graphiql-container').first().waitFor()
  await settled(page)
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
  const bytes = statSync(file).size
  console.log(`${file} ${Math.round(bytes / 1_000)} kB`)
  if (options.all === undefined && bytes > MOST_BYTES) {
    console.error(`${file} is larger than ${MOST_BYTES / 1_000} kB.`)
    process.exitCode = 1
  }
}

/** Nothing loads any more: no skeleton is left, and the page has looked the same for a moment. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load')
  let before = ''
  for (let tries = 0; tries < 40; tries++) {
    await page.waitForTimeout(250)
    const loading = await page.locator('.mantine-Skeleton-root:visible, [aria-busy="true"]:visible').count()
    const now = await page.locator('body').innerText()
    if (loading === 0 && now === before) return
    before = now
  }
  console.error(`${page.url()} went on changing; its picture shows it as it was after 10 s.`)
}
