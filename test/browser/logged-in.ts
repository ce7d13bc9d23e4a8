import { type Browser, type BrowserContext, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { ask } from './ask.ts'
import type { Product } from './product.ts'

/** A browser of its own that is logged in, at the list of clusters. */
export async function loggedIn(
  browser: Browser,
  product: Product,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(product.loginUrl)
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByRole('heading', { name: 'Clusters' })).toBeVisible()
  return { context, page }
}

/** Connects the double of an API server, a context of the product's own kubeconfig, as `staging`. */
export async function connectStaging(page: Page): Promise<void> {
  await ask(
    page,
    'mutation { connectCluster(input: { connection: { context: "double" }, name: "staging" }) { userErrors { message } } }',
  )
}
