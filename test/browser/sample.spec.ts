import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type Product, startProduct } from './product.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
let context: BrowserContext
let page: Page
const problems: string[] = []

test.beforeAll(async ({ browser }) => {
  product = await startProduct()
  context = await browser.newContext()
  page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
})
test.afterAll(async () => {
  await context.close()
  await product.close()
})

test('without a session every page says how to get one', async () => {
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByText('npx --no breakwater login')).toBeVisible()
  // The refused request is the browser's own line.
  problems.length = 0
})

test('the printed link logs in, once', async () => {
  await page.goto(product.loginUrl)
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  expect(page.url()).not.toContain('code=')
  const second = await context.newPage()
  await second.goto(product.loginUrl)
  await expect(second.getByText(/was used already/)).toBeVisible()
  await second.close()
})

test('an empty product says what to do, and one click loads the sample', async () => {
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByText('No cluster is connected yet')).toBeVisible()
  await page.getByRole('button', { name: 'Load the sample cluster' }).first().click()
  await expect(page.getByRole('heading', { name: 'Sample: online shop' })).toBeVisible()
  await expect(page.getByText('Running').first()).toBeVisible()
  await page.goto(`${product.url}/clusters`)
})

test('the totals are links, and what was not analyzed is no number', async () => {
  await expect(page.getByLabel('56 in all: Pods')).toBeVisible()
  await expect(page.getByLabel(/^\d+ at risk: Applications$/)).toBeVisible()
  await expect(page.getByText('Not analyzed').first()).toBeVisible()
  expect(await page.getByText(/^0 at risk/).count()).toBe(0)
  await page.getByLabel('56 in all: Pods').click()
  await expect(page).toHaveURL(/\/workloads/)
  await expect(page.getByText(/of 56/).first()).toBeVisible()
})

test('the second day is seen as it arrives, without a reload', async () => {
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByLabel('56 in all: Pods')).toBeVisible()
  await page.getByRole('button', { name: /Actions for Sample/ }).click()
  await page.getByRole('menuitem', { name: 'Play next day' }).click()
  await expect(page.getByLabel('62 in all: Pods')).toBeVisible()
})

test('the cluster view says of each domain that it has not looked yet, and opens an asset in a drawer', async () => {
  await page
    .getByRole('link', { name: /Sample: online shop/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/clusters\/view\?id=/)
  for (const block of ['Alerts', 'Vulnerabilities', 'Configuration risks', 'Container firewall alerts']) {
    await expect(page.getByText(block, { exact: true }).first()).toBeVisible()
  }
  await expect(page.getByText(/Not analyzed/).first()).toBeVisible()
})

test('Task Management shows what ran, with its items', async () => {
  await page.getByRole('button', { name: /^Task Management/ }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('Succeeded').first()).toBeVisible()
  await expect(page).toHaveURL(/task/)
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
})

test('nothing was refused by the policy and nothing went wrong in a page', () => {
  expect(problems).toEqual([])
})

test('the sample is gone with one click', async () => {
  await page.goto(`${product.url}/clusters`)
  await page.getByRole('button', { name: /Actions for Sample/ }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Remove the cluster' }).click()
  await expect(page.getByText('No cluster is connected yet')).toBeVisible()
})
