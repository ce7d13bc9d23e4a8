import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { loggedIn } from './logged-in.ts'
import { COMMAND_WITH_RISKS, type Product, startProduct } from './product.ts'
import { sampled } from './sampled.ts'
import { analyzeShop, OWN_KINDS, report, type ShopAnalysis, withoutFoundRisks } from './shop-risks.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
let context: BrowserContext
let page: Page
let shop: ShopAnalysis

test.beforeAll(async ({ browser }) => {
  product = await startProduct({}, COMMAND_WITH_RISKS)
  ;({ context, page } = await loggedIn(browser, product))
  await page.getByRole('button', { name: 'Load the sample cluster' }).first().click()
  await expect(page.getByRole('heading', { name: 'Sample: online shop' })).toBeVisible({ timeout: 30_000 })
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByLabel('56 in all: Pods')).toBeVisible({ timeout: 30_000 })
})
test.afterAll(async () => {
  await context.close()
  await product.close()
})

/** How many rows the list has, as it says below itself. */
async function total(list: string): Promise<number> {
  const pager = page.getByRole('navigation', { name: `Pages of ${list}` })
  await expect(pager).toHaveText(/\d+ of \d+/)
  return Number(/of (\d+)/.exec(await pager.innerText())?.[1])
}

/** The numbers of a row or a block, each with where it leads. */
async function counters(within: ReturnType<Page['locator']>): Promise<{ count: number; href: string }[]> {
  const links = within.getByRole('link', { name: /^\d+ (high|medium|low) priority, open risks$/ })
  await expect(links).toHaveCount(3)
  const all = await links.all()
  return Promise.all(
    all.map(async (link) => ({
      count: Number.parseInt(await link.innerText(), 10),
      href: (await link.getAttribute('href')) ?? '',
    })),
  )
}

async function expectListsToSumUp(numbers: readonly { count: number; href: string }[]): Promise<void> {
  for (const { count, href } of sampled(numbers, 2)) {
    await page.goto(product.url + href)
    expect(await total('Risks'), href).toBe(count)
  }
}

test('of a kind that nobody looks for there is no number, and it is said', async () => {
  await page
    .getByRole('link', { name: /Sample: online shop/ })
    .first()
    .click()
  const blocks = page.getByRole('region', { name: 'Risks of this cluster' })
  await expect(blocks.getByText('Not analyzed. No analysis has run yet.')).toHaveCount(2)
  // Configuration is checked as soon as the cluster is there: see configuration.spec.ts.
  await expect(blocks.getByRole('link', { name: /open risks/ })).toHaveCount(0)
})

test('what an analysis finds is seen as it comes, without a reload', async () => {
  shop = await analyzeShop(page)
  await withoutFoundRisks(page, shop.cluster)
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByLabel('56 in all: Pods')).toBeVisible()
  await report(page, shop.cluster, 'CONFIGURATION', shop.configuration)
  await expect(page.getByLabel('7 at risk: Pods')).toBeVisible()
  await expect(page.getByRole('row', { name: /Sample: online shop/ }).getByText('8 high')).toBeVisible()
  await report(page, shop.cluster, 'VULNERABILITY', shop.vulnerabilities)
  await expect(page.getByLabel('1 at risk: Images')).toBeVisible()
})

test('risks stand in the order of what to do first, each with how bad it is in a word', async () => {
  await page.goto(`${product.url}/risks?${OWN_KINDS}`)
  const rows = page.getByRole('table', { name: 'Risks' }).locator('tbody tr')
  await expect(rows).toHaveCount(shop.configuration.length + 1)
  const first = await rows.evaluateAll((all) => all.map((row) => (row as HTMLTableRowElement).cells[0]?.innerText))
  expect(first).toEqual(first.toSorted((a = '', b = '') => RANK.indexOf(a) - RANK.indexOf(b)))
  for (const severity of ['Critical', 'High', 'Medium', 'Low', 'Unknown']) {
    await expect(rows.getByText(severity, { exact: true }).first()).toBeVisible()
  }
})
const RANK = ['High', 'Medium', 'Low']

test('with the keyboard a row opens to why it comes first and what to do, code set as code', async () => {
  await page
    .getByRole('row', { name: /^Runs privileged/ })
    .first()
    .focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Why it has high priority')).toBeVisible()
  await expect(page.locator('code', { hasText: 'securityContext.privileged: false' })).toBeVisible()
  await expect(page.getByText('Whoever takes over the container owns its node.')).toBeVisible()
  expect(await page.getByRole('main').innerText()).not.toContain('`')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Why it has high priority')).toBeHidden()
})

test('each number of a cluster leads to the list that sums to it', async () => {
  await page.goto(`${product.url}/clusters`)
  await expectListsToSumUp(await counters(page.getByRole('row', { name: /Sample: online shop/ })))
  await page.goto(`${product.url}/clusters/view?id=${shop.cluster}`)
  const blocks = page.getByRole('region', { name: 'Risks of this cluster' })
  await expect(blocks.getByText('1 high')).toBeVisible()
  // Those of configuration lead to a list of their own: see configuration.spec.ts.
  const numbers = await blocks.locator('a[href^="/risks"]').evaluateAll((links) =>
    links.map((link) => ({
      count: Number.parseInt((link as HTMLElement).innerText, 10),
      href: link.getAttribute('href') ?? '',
    })),
  )
  expect(numbers).toHaveLength(3)
  await expectListsToSumUp(numbers)
})

const VIEWS = [
  ['workloads', 'Applications', 'node-agent'],
  ['namespaces', 'Namespaces', 'payments'],
  ['nodes', 'Nodes', 'node-b1'],
  ['services', 'Services', 'kafka-partners'],
] as const
for (const [view, list, name] of sampled(VIEWS, 2)) {
  test(`each number of ${name} among the ${view} leads to the list that sums to it`, async () => {
    await page.goto(`${product.url}/workloads?view=${view}`)
    const row = page
      .locator('tbody tr')
      .filter({ has: page.getByText(name, { exact: true }) })
      .first()
    const numbers = await counters(row)
    expect(
      numbers.some(({ count }) => count > 0),
      list,
    ).toBe(true)
    await expectListsToSumUp(numbers)
  })
}

test('each number of assets at risk leads to the list of just those', async () => {
  const kinds = ['Clusters', 'Nodes', 'Namespaces', 'Applications', 'Pods', 'Containers', 'Images']
  for (const kind of sampled(kinds, 3)) {
    await page.goto(`${product.url}/clusters`)
    const link = page.getByRole('link', { name: new RegExp(`^\\d+ at risk: ${kind}$`) })
    const count = Number.parseInt(await link.innerText(), 10)
    expect(count).toBeGreaterThan(0)
    await link.click()
    await expect(page).toHaveURL(/atRisk=true/)
    await expect(page.getByRole('navigation', { name: /^Pages of/ })).toContainText(`${count} of ${count}`)
  }
})

test('a list that a link has narrowed says to what, by name, and lets go of it', async () => {
  await page.goto(`${product.url}/workloads?view=workloads`)
  await page
    .locator('tbody tr')
    .filter({ hasText: 'node-agent' })
    .getByRole('link', { name: /^4 high/ })
    .click()
  const narrowed = page.getByRole('button', { name: /^Only of Workload node-agent/ })
  await expect(narrowed).toBeVisible()
  await expect(page.getByText('4 of 4')).toBeVisible()
  await narrowed.click()
  await expect(page).not.toHaveURL(/assetIds/)
  await expect(page.getByText('9 of 9')).toBeVisible()
})

test('filters and the order stand in the address', async () => {
  await page.goto(`${product.url}/risks?${OWN_KINDS}&severities=CRITICAL&sort=TITLE`)
  await expect(page.getByText('6 of 6')).toBeVisible()
  await expect(page.locator('tbody tr').first()).toContainText('A database listens')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page).toHaveURL(/\/risks(\?sort=TITLE)?$/)
})

test('a new risk waits until it is asked for, one that is gone says so', async () => {
  await page.goto(`${product.url}/risks?${OWN_KINDS}`)
  const before = await total('Risks')
  const [first, ...others] = shop.vulnerabilities
  if (!first) throw new Error('The analysis found no vulnerability.')
  await report(page, shop.cluster, 'VULNERABILITY', [
    first,
    { ...first, rule: 'CVE-2026-10002', title: 'zlib 1.2: overflow' },
  ])
  await page.getByRole('button', { name: '1 new' }).click({ timeout: 20_000 })
  await expect(page.getByRole('row', { name: /^zlib 1\.2: overflow/ })).toBeVisible()
  expect(await total('Risks')).toBe(before + 1)
  await report(page, shop.cluster, 'VULNERABILITY', [first, ...others])
  await expect(page.getByRole('row', { name: /^zlib 1\.2: overflow/ }).getByText('Resolved')).toBeVisible()
})

test('what an analysis could not look at is told beside the numbers, and nothing counts as gone', async () => {
  await report(page, shop.cluster, 'CONFIGURATION', [], 'Pods could not be read.')
  await page.goto(`${product.url}/clusters/view?id=${shop.cluster}`)
  const blocks = page.getByRole('region', { name: 'Risks of this cluster' })
  await expect(blocks.getByText('8 high')).toBeVisible()
  await expect(blocks.getByText('Pods could not be read.')).toBeVisible()
})

test('the risks and an open one have no accessibility violation and fit the screen', async () => {
  await expectAccessible(page, async () => {
    await page.goto(`${product.url}/risks?${OWN_KINDS}`)
    await page
      .getByRole('row', { name: /^Runs privileged/ })
      .first()
      .focus()
    await page.keyboard.press('Enter')
    const advice = page.getByText('Why it has high priority')
    await expect(advice).toBeVisible()
    const { width = 0 } = page.viewportSize() ?? {}
    const box = await page.locator('code', { hasText: 'NET_ADMIN' }).boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? width)).toBeLessThan(width)
  })
})
