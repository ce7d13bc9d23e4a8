import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type ApiServer, apiServer } from '../../server/test/api-server/api-server.ts'
import { expectAccessible } from './accessible.ts'
import { ask } from './ask.ts'
import { connectStaging, loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'

test.describe.configure({ mode: 'serial' })

let api: ApiServer
let product: Product
let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  api = await apiServer({ pods: 12, services: 2, nodes: 2, namespaces: 2 })
  product = await startProduct({ KUBECONFIG: await api.kubeconfigFile() })
  ;({ context, page } = await loggedIn(browser, product))
  await ask(page, 'mutation { loadSampleCluster(input: {}) { userErrors { message } } }')
  await connectStaging(page)
  await expect(page.getByRole('row', { name: 'Open staging' }).getByRole('cell', { name: '12' }).first()).toBeVisible({
    timeout: 30_000,
  })
})
test.afterAll(async () => {
  await context.close()
  await product.close()
  await api.close()
})

const drawer = () => page.getByRole('dialog', { name: 'Task Management' })
const tasks = () => drawer().getByRole('table', { name: 'Tasks' })
const row = (state: string) => tasks().getByRole('row', { name: `Items of all clusters, ${state}` })
const items = () => drawer().getByRole('table', { name: 'Items of all clusters' })

test('of a task that could not do all, the items tell which and why', async () => {
  api.fail('services', { status: 500, times: Number.POSITIVE_INFINITY })
  await ask(page, 'mutation { synchronizeAssets(input: {}) { userErrors { message } } }')
  await page.getByRole('button', { name: /^Task Management/ }).click()
  await expect(row('Partial')).toBeVisible({ timeout: 30_000 })
  await expect(row('Partial')).toContainText('2 of 2')
  await expect(row('Partial')).toContainText('1 failed')
  await row('Partial').focus()
  await page.keyboard.press('Enter')
  await expect(items().getByRole('row', { name: /Sample: online shop/ })).toContainText('Succeeded')
  await expect(items().getByRole('row', { name: /staging/ })).toContainText('Reading services failed')
  await drawer().getByText('Failed or partial').click()
  await expect(items().getByRole('row')).toHaveCount(2)
})

test('which task is open stands in the address, so that a link opens it again', async () => {
  await expect(page).toHaveURL(/task\.open=/)
  const address = page.url()
  await page.goto('about:blank')
  await page.goto(address)
  await expect(items().getByRole('row', { name: /staging/ })).toContainText('Reading services failed')
  await row('Partial').focus()
  await page.keyboard.press('Enter')
  await expect(items()).toBeHidden()
  await expect(page).not.toHaveURL(/task\.open=/)
})

test('the items are sorted by every heading, in both directions, with the keyboard', async () => {
  await row('Partial').focus()
  await page.keyboard.press('Enter')
  const first = items().locator('tbody tr').first()
  const heading = (name: string) => items().getByRole('columnheader', { name })
  await expect(first).toContainText('Sample: online shop')
  await expect(heading('Target')).toHaveAttribute('aria-sort', 'ascending')
  await heading('Target').getByRole('button').focus()
  await page.keyboard.press('Enter')
  await expect(first).toContainText('staging')
  await expect(heading('Target')).toHaveAttribute('aria-sort', 'descending')
  for (const name of ['State', 'Changes', 'Duration', 'Cause and advice']) {
    await heading(name).getByRole('button').click()
    await expect(heading(name)).toHaveAttribute('aria-sort', 'ascending')
  }
  await expect(first).toContainText('Sample: online shop')
  await row('Partial').focus()
  await page.keyboard.press('Enter')
  await expect(items()).toBeHidden()
})

test('a link to a task that is on no row here opens it all the same', async () => {
  await row('Partial').focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/task\.open=/)
  await page.goto(`${page.url()}&task.states=CANCELLED`)
  const linked = drawer().getByRole('region', { name: 'Items of all clusters' })
  await expect(linked.getByText('Partial').first()).toBeVisible()
  await expect(linked.getByRole('row', { name: /staging/ })).toContainText('Reading services failed')
})

test('on a phone the items stand below one another, and nothing scrolls sideways', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${product.url}/clusters?tasks=CONTAINER_ASSET_SYNC`)
  await row('Partial').focus()
  await page.keyboard.press('Enter')
  const cause = items().getByText(/Reading services failed/)
  await expect(cause).toBeVisible()
  for (const cell of await items().getByRole('cell').all()) {
    const box = await cell.boundingBox()
    if (box) expect(box.x + box.width).toBeLessThanOrEqual(390)
  }
  const wider = await items().evaluate((table) => table.scrollWidth - table.clientWidth)
  expect(wider).toBeLessThanOrEqual(0)
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('the items of a task that could not do all have no accessibility violation and fit the screen', async () => {
  await expectAccessible(page, async () => {
    await page.goto(`${product.url}/clusters?tasks=CONTAINER_ASSET_SYNC`)
    await row('Partial').focus()
    await page.keyboard.press('Enter')
    await expect(items()).toBeVisible()
  })
})

test('a retry of the failed items alone is followed as it runs, and ends the task well', async () => {
  api.heal()
  api.fail('pods', { delayMs: 4_000 })
  await page.goto(`${product.url}/clusters?tasks=CONTAINER_ASSET_SYNC`)
  await row('Partial').focus()
  await page.keyboard.press('Enter')
  await expect(items()).toBeVisible()
  await row('Partial').getByRole('button', { name: 'Retry all clusters' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Retry all items' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Retry the failed item' }).focus()
  await page.keyboard.press('Enter')
  await expect(row('Running')).toBeVisible()
  await expect(items().getByRole('row', { name: /staging/ })).toContainText('Running')
  await expect(row('Succeeded')).toBeVisible({ timeout: 30_000 })
  await expect(row('Succeeded')).not.toContainText('failed')
  await expect(items().getByRole('row', { name: /staging/ })).toContainText('Succeeded')
  await expect(items().getByRole('row', { name: /Sample: online shop/ })).not.toContainText('attempt')
  await expect(drawer().getByText(/Reading services failed/)).toBeHidden()
})

test('a task that failed as a whole is retried as a whole', async () => {
  const { token } = api.access
  api.access.token = 'not-the-right-one'
  await ask(
    page,
    'mutation ($ids: [ID!]) { synchronizeAssets(input: { clusters: $ids }) { userErrors { message } } }',
    {
      ids: [await stagingId()],
    },
  )
  const ended = (state: string) => tasks().getByRole('row', { name: `Items of staging, ${state}` })
  await expect(ended('Failed')).toBeVisible({ timeout: 30_000 })
  await expect(ended('Succeeded')).toHaveCount(1)
  api.access.token = token
  await ended('Failed').getByRole('button', { name: 'Retry staging' }).click()
  await page.getByRole('menuitem', { name: 'Retry all items' }).click()
  await expect(ended('Succeeded')).toHaveCount(2, { timeout: 30_000 })
  await expect(ended('Failed')).toBeHidden()
})

async function stagingId(): Promise<string> {
  const { clusters } = await ask<{ clusters: { nodes: { id: string }[] } }>(
    page,
    '{ clusters(first: 2, filter: { text: "staging" }) { nodes { id } } }',
  )
  return clusters.nodes[0]?.id ?? ''
}

test('closing the panel takes all of it out of the address', async () => {
  await page.keyboard.press('Escape')
  await expect(drawer()).toBeHidden()
  await expect(page).toHaveURL(/\/clusters$/)
})
