import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { ask } from './ask.ts'
import { loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'
import { analyzed } from './shop-risks.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
let context: BrowserContext
let page: Page
let cluster: string

test.beforeAll(async ({ browser }) => {
  product = await startProduct()
  ;({ context, page } = await loggedIn(browser, product))
  const loaded = await ask<Loaded>(page, 'mutation { loadSampleCluster(input: {}) { cluster { id } } }')
  cluster = loaded.loadSampleCluster.cluster.id
  await analyzed(page, cluster)
})
test.afterAll(async () => {
  await context.close()
  await product.close()
})

interface Loaded {
  readonly loadSampleCluster: { readonly cluster: { readonly id: string } }
}

const block = () => page.getByRole('region', { name: 'Exposure', exact: true })
const markOf = (name: string) => page.getByRole('button', { name: `Internet: ways in to ${name}` }).first()
const card = (name: string) => page.getByRole('dialog', { name: `Ways in to ${name}` })
const rows = () => page.getByRole('table', { name: 'Containers' }).locator('tbody tr')

test('exposed containers are found by the filter, by verdict as well, the strongest first', async () => {
  await page.goto(`${product.url}/workloads?view=containers&sort=-EXPOSURE`)
  await page.getByRole('button', { name: 'Exposed', exact: true }).click()
  await page.getByRole('radio', { name: 'Yes' }).check()
  await expect(page).toHaveURL(/exposed=true/)
  await expect(page.getByRole('navigation', { name: 'Pages of Containers' })).toContainText('of 34')
  await expect(rows().first()).toContainText('Internet')
  await page.goto(`${product.url}/workloads?view=containers&exposures=POSSIBLE,PRIVATE&sort=EXPOSURE`)
  await expect(rows()).toHaveCount(3)
  expect(await rows().evaluateAll((all) => all.map((row) => (row as HTMLTableRowElement).cells[0]?.innerText))).toEqual(
    ['coredns', 'coredns', 'prometheus'],
  )
})

test('pointing at the mark shows the whole way in, and leaving it takes that away', async () => {
  await page.goto(`${product.url}/workloads?view=containers&exposed=true&text=postgres`)
  await markOf('postgres').hover()
  await expect(card('postgres')).toContainText('34.117.20.41:5432 → LoadBalancer data/postgres-public')
  await expect(card('postgres')).toContainText(/Private.*Port 5432\/TCP/)
  await expect(card('postgres').getByRole('link').first()).toHaveAttribute('href', /^\/exposures\?open=/)
  await page.getByRole('heading', { name: 'Workloads & containers' }).hover()
  await expect(card('postgres')).toBeHidden()
})

test('with the keyboard the card opens, holds the focus and gives it back, and the row stays closed', async () => {
  await markOf('postgres').focus()
  await page.keyboard.press('Enter')
  await expect(card('postgres').getByRole('link').first()).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(card('postgres').locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(card('postgres')).toBeHidden()
  await expect(markOf('postgres')).toBeFocused()
  await expect(page.getByRole('dialog', { name: 'Details' })).toBeHidden()
})

test('the details of the container and of its workload tell the same ways in', async () => {
  await rows().first().focus()
  await page.keyboard.press('Enter')
  const ways = page.getByRole('region', { name: 'Exposures' })
  await expect(ways.getByRole('listitem')).toHaveCount(3)
  await page.getByRole('button', { name: 'StatefulSet postgres' }).click()
  await expect(page.getByText('API version')).toBeVisible()
  await expect(ways.getByRole('listitem')).toHaveCount(3)
})

test('the numbers of a cluster lead to the lists that sum to them', async () => {
  await page.goto(`${product.url}/clusters/view?id=${cluster}`)
  await expect(block().getByRole('link', { name: /^Internet 19/ })).toHaveAttribute(
    'href',
    /^\/exposures\?.*verdicts=INTERNET/,
  )
  await block().getByRole('link', { name: '34 exposed containers' }).click()
  await expect(page.getByRole('navigation', { name: 'Pages of Containers' })).toContainText('of 34')
})

test('an analysis is started from the row of a cluster, and its task tells what it came to', async () => {
  await page.goto(`${product.url}/clusters`)
  await page.getByRole('button', { name: /^Actions for Sample/ }).click()
  await page.getByRole('menuitem', { name: 'Exposure Analysis' }).click()
  await expect(page.getByText('The exposure analysis has started.')).toBeVisible()
  await page.goto(`${product.url}/clusters?tasks=CONTAINER_EXPOSURE`)
  const task = page.getByRole('dialog').locator('tbody tr', { hasText: 'Dashboard' })
  await expect(task.getByText('Succeeded')).toBeVisible()
  await task.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /Internet 19 Restricted 2/ })).toBeVisible()
})

test('an exposure is accepted as it is now, and the waiver says that it is for one risk', async () => {
  await page.goto(`${product.url}/risks?kinds=EXPOSURE&text=storefront`)
  await page.getByRole('button', { name: /^Waive .*, storefront$/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Accept a risk' })
  await expect(dialog.getByLabel('This one, as it is now')).toBeChecked()
  await dialog.getByLabel('Reason').fill('The shop is for everybody')
  await dialog.getByRole('button', { name: 'Accept the risk' }).click()
  await expect(page.getByText('Accepted. 1 open risk is hidden.')).toBeVisible()
  await page.goto(`${product.url}/settings?part=waivers`)
  await expect(page.getByRole('row', { name: /storefront/ })).toContainText('One risk as it was')
  await page.goto(`${product.url}/clusters/view?id=${cluster}`)
  await expect(block().getByRole('link', { name: '1 intended' })).toBeVisible()
})

test('card and block have no accessibility violation and fit the screen', async () => {
  await expectAccessible(page, async () => {
    await page.goto(`${product.url}/workloads?view=containers&exposed=true&text=postgres`)
    await markOf('postgres').click()
    await expect(card('postgres').getByRole('listitem')).toHaveCount(3)
  })
  await expectAccessible(page, async () => {
    await page.goto(`${product.url}/clusters/view?id=${cluster}`)
    await expect(block().getByRole('link', { name: /exposed workloads/ })).toBeVisible()
  })
})
