import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type ApiServer, apiServer } from '../../server/test/api-server/api-server.ts'
import { expectNoSidewaysScroll } from './accessible.ts'
import { ask } from './ask.ts'
import { connectStaging, loggedIn } from './logged-in.ts'
import { COMMAND_WITH_RISKS, type Product, startProduct } from './product.ts'
import { sampled } from './sampled.ts'
import { analyzeShop, report } from './shop-risks.ts'

test.describe.configure({ mode: 'serial' })

let api: ApiServer
let product: Product
let context: BrowserContext
let page: Page
let shop: string
let pod: string

test.beforeAll(async ({ browser }) => {
  api = await apiServer({ pods: 8, services: 2, nodes: 2, namespaces: 1 })
  api.access.forbid('ingresses')
  product = await startProduct({ KUBECONFIG: await api.kubeconfigFile() }, COMMAND_WITH_RISKS)
  ;({ context, page } = await loggedIn(browser, product))
})
test.afterAll(async () => {
  await context.close()
  await product.close()
  await api.close()
})

/** Wide, and what 1280 px are at a zoom of 400 %, each in one theme: what has other colors has them at every width. */
const VIEWS = [
  { colorScheme: 'light', width: 1440, height: 900 },
  { colorScheme: 'dark', width: 320, height: 256 },
] as const
type View = (typeof VIEWS)[number]
const NARROW = { width: 320, height: 640 }
const PHONE = { width: 360, height: 780 }

/** Every page, and what opens over one. */
const PAGES: readonly (readonly [name: string, path: () => string])[] = [
  ['the overview', () => '/'],
  ['changed assets', () => '/changes'],
  ['clusters', () => '/clusters'],
  ['a cluster', () => `/clusters/view?id=${shop}`],
  ['coverage', () => `/clusters/view?id=${shop}&group=CLUSTER`],
  ['the ways to connect', () => '/clusters/connect'],
  ...['workloads', 'pods', 'containers', 'services', 'nodes', 'namespaces', 'images'].map(
    (view) => [view, () => `/workloads?view=${view}`] as const,
  ),
  ['the details of a pod', () => `/workloads?view=pods&open=${pod}`],
  ['Task Management', () => '/clusters?tasks=CONTAINER_ASSET_SYNC'],
  ...['exposures', 'entryPoints'].map((view) => [`exposures: ${view}`, () => `/exposures?view=${view}`] as const),
  ...['results', 'checks', 'objects', 'frameworks', 'benchmark', 'rights'].map(
    (view) => [`configuration: ${view}`, () => `/configuration?view=${view}`] as const,
  ),
  ['risks', () => '/risks'],
  ...['schedules', 'settings', 'regionGroups', 'waivers', 'status'].map(
    (part) => [`settings: ${part}`, () => `/settings?part=${part}`] as const,
  ),
  ['a page that is not there', () => '/nowhere'],
]

async function expectClean(
  path: string,
  then: () => Promise<void> = async () => {},
  views: readonly View[] = VIEWS,
): Promise<void> {
  for (const { colorScheme, ...size } of views) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize(size)
    await page.goto(product.url + path)
    await settled()
    await then()
    const { violations } = await new AxeBuilder({ page }).analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
    expect(found, `${path}, ${colorScheme}, ${size.width} px`).toEqual([])
    await expectNoSidewaysScroll(page, `${path}, ${size.width} px`)
  }
  for (const size of [PHONE, NARROW]) {
    await page.setViewportSize(size)
    await expectNoSidewaysScroll(page, `${path}, ${size.width} px`)
  }
}

async function settled(): Promise<void> {
  await page.waitForLoadState('networkidle')
  await expect(page.getByRole('heading').first()).toBeVisible()
  await expect(page.locator('[aria-busy="true"], .mantine-Skeleton-root')).toHaveCount(0)
}

test('the first steps have no accessibility violation and fit every screen', async () => {
  await expectClean('/')
})

test('a link past the navigation comes first, and the navigation after the bar', async () => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${product.url}/`)
  await settled()
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to the content' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('main').getByRole('link', { name: 'Connect a cluster' })).toBeFocused()
})

test('the sample, a cluster of which not all is seen, and risks are there to look at', async () => {
  await ask(page, 'mutation { loadSampleCluster(input: {}) { userErrors { message } } }')
  await expect(page.getByRole('link', { name: /^Open Sample/ })).toBeVisible()
  await expect.poll(async () => (await ask<Pods>(page, PODS)).pods.nodes.length).toBe(1)
  const analysis = await analyzeShop(page)
  shop = analysis.cluster
  pod = (await ask<Pods>(page, PODS)).pods.nodes[0]?.id ?? ''
  await report(page, shop, 'CONFIGURATION', analysis.configuration)
  await connectStaging(page)
  await page.goto(`${product.url}/`)
  await expect(page.getByRole('row', { name: /staging/ })).toContainText('1 kind not seen')
})

interface Pods {
  readonly pods: { readonly nodes: readonly { readonly id: string }[] }
}
const PODS = '{ pods(first: 1) { nodes { id } } }'

for (const [i, [name, path]] of sampled(PAGES, 2).entries()) {
  test(`${name}: no accessibility violation, and it fits every screen`, async () => {
    // Every page is looked at wide and light, or narrow and dark: they are made of the same parts.
    await expectClean(path(), undefined, [VIEWS[i % 2] ?? VIEWS[0]])
  })
}

test('the search: no accessibility violation, and it fits every screen', async () => {
  await expectClean('/', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search everywhere' }).fill('pay')
    await expect(page.getByRole('group', { name: 'Pods' })).toBeAttached()
  })
})

test('a drawer gives the focus back to what opened it', async () => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${product.url}/`)
  await settled()
  const tasks = page.getByRole('button', { name: /^Task Management/ })
  await tasks.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Task Management' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(tasks).toBeFocused()
  const asset = page.getByRole('region', { name: 'Fix first' }).getByRole('button').first()
  await asset.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Details' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(asset).toBeFocused()
})

test('nothing moves where reduced motion is asked for', async () => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(`${product.url}/?tasks=CONTAINER_ASSET_SYNC`)
  await settled()
  const moving = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
  )
  expect(moving).toBe(0)
})
