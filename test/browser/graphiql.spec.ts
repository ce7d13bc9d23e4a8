import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
let context: BrowserContext
let page: Page
/** Addresses that the browser asked for; data: and blob: name nobody. */
const asked: string[] = []
const complaints: string[] = []

test.beforeAll(async ({ browser }) => {
  product = await startProduct()
  ;({ context, page } = await loggedIn(browser, product))
  context.on('request', (request) => void asked.push(request.url()))
  page.on('websocket', (socket) => void asked.push(socket.url()))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => void complaints.push(String(error)))
})
test.afterAll(async () => {
  await context.close()
  await product.close()
})

const result = () => page.locator('section[aria-label*="esult"], .result-window').first()

async function run(query: string): Promise<void> {
  await page.goto(`${product.url}/graphiql?query=${encodeURIComponent(query)}`)
  await page.getByRole('button', { name: /Execute query/ }).click()
}

test('it opens from the menu of the account', async () => {
  await page.getByRole('button', { name: 'Account and theme' }).click()
  await page.getByRole('menuitem', { name: 'Try the API (GraphiQL)' }).click()
  await expect(page.getByRole('button', { name: /Execute query/ })).toBeVisible()
})

test('a query is answered with the session, and the schema is read for the editor', async () => {
  await run('{ viewer { role kind } }')
  await expect(result()).toContainText('ADMINISTRATOR')
  await page.getByRole('button', { name: /Show Documentation Explorer/ }).click()
  await expect(page.getByText('What can be done.', { exact: false }).or(page.getByText('Root Types'))).toBeVisible()
})

test('a subscription is told of what happens over the WebSocket', async () => {
  await run('subscription { changes { cursor resync } }')
  await expect(result()).toContainText('resync')
})

test('nothing was asked of another host, and the policy of the page forbade nothing', () => {
  const hosts = new Set(asked.filter((url) => /^(http|ws)/.test(url)).map((url) => new URL(url).host))
  expect([...hosts]).toEqual([new URL(product.url).host])
  expect(complaints).toEqual([])
})

test('who is not logged in is sent to the login', async ({ browser }) => {
  const stranger = await browser.newContext()
  const response = await stranger.request.get(`${product.url}/graphiql`, { maxRedirects: 0 })
  expect(response.status()).toBe(303)
  expect(response.headers()['location']).toBe('/login')
  await stranger.close()
})
