import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { ask } from './ask.ts'
import { loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'
import { settled } from './shop-risks.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  product = await startProduct()
  ;({ context, page } = await loggedIn(browser, product))
  await ask(page, 'mutation { loadSampleCluster(input: {}) { userErrors { message } } }')
  await expect(page.getByLabel('56 in all: Pods')).toBeVisible()
  await ask(page, 'mutation { playNextDay(input: {}) { userErrors { message } } }')
  await expect(page.getByLabel('62 in all: Pods')).toBeVisible()
  const { clusters } = await ask<{ clusters: { nodes: { id: string }[] } }>(
    page,
    '{ clusters(first: 1) { nodes { id } } }',
  )
  // Risks that come are changes as well, and the list moves with them.
  await settled(page, clusters.nodes[0]?.id ?? '')
})
test.afterAll(async () => {
  await context.close()
  await product.close()
})

const rows = () => page.locator('table[aria-label="Changes"] tr[data-row]')

test('the changes of the last sync are told, type by type', async () => {
  await page
    .getByRole('link', { name: /Sample: online shop/ })
    .first()
    .click()
  await page.getByRole('link', { name: 'Changes', exact: true }).click()
  await expect(page).toHaveURL(/group=CHANGES/)
  await expect(rows().first()).toBeVisible()
  await expect(page.getByRole('button', { name: /new: Pod/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /changed: Workload/ })).toBeVisible()
})

test('a number leads to what it counts', async () => {
  const number = page.getByRole('button', { name: /new: Pod/ })
  const count = Number(/^(\d+) new/.exec((await number.getAttribute('aria-label')) ?? '')?.[1])
  await number.click()
  await expect(page).toHaveURL(/types=Pod/)
  await expect(page.getByText(`${count} of ${count}`)).toBeVisible()
  expect(await rows().count()).toBe(count)
})

test('a difference opens to its fields and to the asset', async () => {
  await page.getByRole('button', { name: /changed: Workload/ }).click()
  await expect(page).toHaveURL(/types=Workload/)
  await expect(rows().first()).toBeVisible()
  // Of some, only what is at risk has changed, which is told elsewhere.
  for (let at = 0; at < (await rows().count()) && !(await page.getByText(/ → /).first().isVisible()); at++) {
    await rows().nth(at).click()
    await page.waitForTimeout(300)
  }
  await expect(page.getByText(/ → /).first()).toBeVisible()
  await expect(page.getByText('Brought in by').first()).toBeVisible()
  await page
    .getByRole('button', { name: /^Open / })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
})

test('since yesterday all is new, since the beginning changes are not kept', async () => {
  await page.getByText('Yesterday', { exact: true }).click()
  await expect(page).toHaveURL(/compare=day/)
  await page.getByRole('button', { name: 'Clear filters' }).first().click()
  await expect(page.getByRole('button', { name: '62 new: Pod' })).toBeVisible()
  await expect(page.getByText(/^Changes are kept since/)).toBeVisible()
})

test('between two moments of long ago nothing differs', async () => {
  await page.getByText('Other moments', { exact: true }).click()
  await page.getByLabel('From', { exact: true }).fill('2020-01-01T00:00')
  await page.getByLabel('To', { exact: true }).fill('2020-01-02T00:00')
  await expect(page.getByText('Nothing differs')).toBeVisible()
})

for (const width of [1440, 360]) {
  test(`the changes have no accessibility violation and fit a screen of ${width} px`, async () => {
    await page.setViewportSize({ width, height: 844 })
    await page.getByText('The last sync', { exact: true }).click()
    await expect(rows().first()).toBeVisible()
    await page.waitForLoadState('networkidle')
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBeLessThanOrEqual(0)
  })
}
