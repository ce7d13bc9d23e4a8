import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type Product, startProduct } from './product.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
let scriptless: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  product = await startProduct()
  page = await browser.newPage()
  await page.goto(product.loginUrl)
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  scriptless = await browser.newContext({ javaScriptEnabled: false })
})
test.afterAll(async () => {
  await scriptless.close()
  await page.close()
  await product.close()
})

/** Where the parts of the page stand, in pixels; how long a page is depends on what is on it. */
function places(of: Page) {
  return Promise.all(
    (['banner', 'navigation', 'main'] as const).map(async (role) => {
      const box = await of.getByRole(role).first().boundingBox()
      return box && { role, x: box.x, y: box.y, width: box.width }
    }),
  )
}

for (const width of [1440, 390]) {
  test(`at ${width} px something calm stands there before any script has run, and nothing jumps once it has`, async () => {
    const before = await scriptless.newPage()
    for (const each of [page, before]) await each.setViewportSize({ width, height: 844 })
    await before.goto(`${product.url}/clusters`)
    await expect(before.getByRole('main')).toHaveAttribute('aria-busy', 'true')
    await expect(before.getByRole('banner').locator('svg').first()).toBeVisible()
    await page.goto(`${product.url}/clusters`)
    await expect(page.getByRole('heading', { name: 'Clusters' })).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    expect(await places(before)).toEqual(await places(page))
    await before.close()
  })
}
