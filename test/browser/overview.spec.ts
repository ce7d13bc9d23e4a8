import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type ApiServer, apiServer } from '../../server/test/api-server/api-server.ts'
import { ask } from './ask.ts'
import { COMMAND_WITH_RISKS, type Product, startProduct } from './product.ts'
import { sampled } from './sampled.ts'
import { analyzed, analyzeShop, report, type ShopAnalysis, withoutFoundRisks } from './shop-risks.ts'
import { expectTotal } from './totals.ts'

test.describe.configure({ mode: 'serial' })

let api: ApiServer
let product: Product
let context: BrowserContext
let page: Page
let shop: ShopAnalysis

test.beforeAll(async ({ browser }) => {
  api = await apiServer({ pods: 8, services: 2, nodes: 2, namespaces: 1 })
  api.access.forbid('ingresses')
  api.access.forbid('networkpolicies')
  api.access.forbid('services', ['watch'])
  product = await startProduct({ KUBECONFIG: await api.kubeconfigFile() }, COMMAND_WITH_RISKS)
  context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  page = await context.newPage()
})
test.afterAll(async () => {
  await context.close()
  await product.close()
  await api.close()
})

const section = (title: string) => page.getByRole('region', { name: title, exact: true })

async function openOverview(): Promise<void> {
  await page.goto(`${product.url}/`)
  await expect(section('What cannot be seen')).toBeVisible()
}

test('who is new finds three steps, what is read, and the role to copy', async () => {
  await page.goto(product.loginUrl)
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  const steps = page.getByRole('main').getByRole('listitem')
  await expect(steps).toHaveCount(3)
  await expect(steps.nth(0)).toHaveAttribute('aria-current', 'step')
  await expect(page.getByText(/It never creates, changes or deletes anything/)).toBeVisible()
  await page.getByRole('button', { name: 'The smallest role that suffices' }).click()
  await page.getByRole('button', { name: 'Copy the role' }).click()
  const role = await page.evaluate(() => navigator.clipboard.readText())
  expect(role).toContain('kind: ClusterRole')
  expect(role).not.toContain('secrets')
})

test('each step tells by itself how far it is, up to the results', async () => {
  await page.getByRole('main').getByRole('button', { name: 'Load the sample cluster' }).click()
  const steps = page.getByRole('main').getByRole('list').first().getByRole('listitem')
  await expect(steps.nth(0)).toContainText('Connected: Sample: online shop')
  await expect(steps.nth(1)).toContainText('Everything was read')
  await expect(steps.nth(2)).toHaveAttribute('aria-current', 'step')
  await expect(page.getByRole('link', { name: 'Open Sample: online shop' })).toBeVisible()
  await expect(section('Assets').getByLabel('56 in all: Pods')).toBeVisible()
  await page.getByRole('button', { name: 'Close the first steps' }).click()
  await expect(section('Begin here')).toBeHidden()
})

test('it is said which analyses there are, where they have looked, and what nobody looks for', async () => {
  await expect(section('Fix first')).toContainText('Exposure: in 1 of 1 cluster, last')
  await expect(section('Fix first')).toContainText('Configuration: in 1 of 1 cluster, last')
  await expect(section('Fix first')).toContainText(/Nothing looks for these yet: .*Vulnerability/)
})

test('a way in that is open to the internet comes first, with the best thing to do about it', async () => {
  shop = await analyzeShop(page)
  await analyzed(page, shop.cluster)
  // What is set up wrongly comes as early, and there is much of it.
  await report(page, shop.cluster, 'CONFIGURATION', [])
  const first = section('Fix first').getByRole('listitem').first()
  await expect(first).toContainText('PostgreSQL (5432) of data/postgres can be reached from the internet')
  await expect(first.getByRole('link', { name: /more ways$/ })).toHaveAttribute('href', /^\/exposures\?open=/)
})

test('the parts stand in the order in which they matter', async () => {
  await openOverview()
  expect(await page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
    'What cannot be seen',
    'What has changed',
    'Fix first',
    'Assets',
    'Tasks',
  ])
})

test('what has changed since the last visit is counted as it happens, and a visit moves on when the page is left', async () => {
  const visit = () => page.evaluate(() => localStorage.getItem('breakwater.last-visit'))
  const before = await visit()
  expect(before).not.toBeNull()
  await page.waitForTimeout(5_500)
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Since your last visit' })).toBeChecked()
  await expect.poll(visit).not.toBe(before)
  await ask(page, 'mutation { playNextDay(input: {}) { userErrors { message } } }')
  await expect(section('What has changed').getByLabel(/^\d+ Pods: New$/)).toBeVisible({ timeout: 20_000 })
})

test('each number of changes leads to just these', async () => {
  await expect(page.getByRole('button', { name: /^Synchronize Assets/ })).toBeVisible()
  const period = section('What has changed').getByText('7 days')
  await period.click()
  await expect(section('What has changed').getByLabel(/^([5-9]\d|1\d\d) Pods: New$/)).toBeVisible()
  const links = await section('What has changed').getByRole('table').getByRole('link').all()
  expect(links.length).toBeGreaterThan(6)
  const numbers = await Promise.all(
    links.map(async (link) => ({
      total: Number((await link.innerText()).replace(',', '')),
      href: (await link.getAttribute('href')) ?? '',
    })),
  )
  for (const { total, href } of numbers) {
    await page.goto(product.url + href)
    await expectTotal(page, 'Changes', total)
  }
  await page.getByRole('row').nth(1).getByText('New', { exact: true }).click()
  await expect(page.getByText('Brought in by')).toBeVisible()
})

test('each number of assets leads to just these', async () => {
  await openOverview()
  await expect(section('Assets').getByLabel('62 in all: Pods')).toBeVisible()
  const links = await section('Assets')
    .getByRole('link', { name: /in all/ })
    .all()
  const numbers = await Promise.all(
    links.map(async (link) => ({
      total: Number(await link.innerText()),
      href: (await link.getAttribute('href')) ?? '',
    })),
  )
  expect(numbers).toHaveLength(7)
  for (const { total, href } of sampled(numbers, 3)) {
    await page.goto(product.url + href)
    await expect(page.getByRole('navigation', { name: /^Pages of/ })).toHaveText(new RegExp(`of ${total}(\\D|$)`))
  }
})

test('risks come with reason, owner and action as they are found, and lead to the list', async () => {
  shop = await analyzeShop(page)
  await withoutFoundRisks(page, shop.cluster)
  await openOverview()
  await report(page, shop.cluster, 'CONFIGURATION', shop.configuration)
  const first = section('Fix first').getByRole('listitem').first()
  await expect(first).toContainText('Its load balancer has a public address.')
  await expect(first).toContainText('What to do: Make the service')
  await expect(first).toContainText('Owner: Nobody is named')
  await expect(section('Fix first').getByText('Owner: payments').first()).toBeVisible()
  await expect(section('Fix first')).toContainText('Configuration: in 1 of 1 cluster, last')
  await section('Fix first')
    .getByRole('link', { name: `${shop.configuration.length} open risks` })
    .click()
  await expectTotal(page, 'Risks', shop.configuration.length)
  await page.getByRole('navigation', { name: 'Kinds of risks' }).getByRole('link', { name: 'Configuration' }).click()
  await expect(page).toHaveURL(/kinds=CONFIGURATION/)
})

test('risks that are new since then are counted, and their number leads to just these', async () => {
  await openOverview()
  const link = section('What has changed').getByRole('link', { name: /^\d+ new risks?$/ })
  const total = Number.parseInt(await link.innerText(), 10)
  expect(total).toBe(shop.configuration.length)
  await link.click()
  await expect(page).toHaveURL(/firstSeen=/)
  await expect(page.getByRole('button', { name: /^First seen: / })).toBeVisible()
  await expectTotal(page, 'Risks', total)
})

test('a blind spot is said before anything good, and its numbers lead to what is not seen', async () => {
  await ask(
    page,
    'mutation { connectCluster(input: { connection: { context: "double" }, name: "staging" }) { userErrors { message } } }',
  )
  await openOverview()
  const blind = section('What cannot be seen')
  const row = blind.getByRole('row', { name: /staging/ })
  await expect(row).toContainText('2 kinds not seen: Ingress, NetworkPolicy')
  await expect(page.getByRole('main').getByRole('note')).toContainText('Not everything is seen')
  const late = row.getByRole('link', { name: '1 kind is followed late' })
  await expect(late).toBeVisible()
  await late.click()
  await expectTotal(page, 'Coverage', 1)
  await openOverview()
  await row.getByRole('link', { name: '2 kinds not seen' }).click()
  await expectTotal(page, 'Coverage', 2)
  await openOverview()
  const partial = blind.getByRole('link', { name: /not fully seen$/ })
  const total = Number.parseInt(await partial.innerText(), 10)
  await partial.click()
  await expectTotal(page, 'Clusters', total)
})

test('beside a cluster of its own, numbers and lists leave the sample out alike, until it is taken in again', async () => {
  await openOverview()
  await expect(section('Assets')).toContainText('The sample cluster is not counted')
  await expect(section('Assets').getByLabel('1 in all: Clusters')).toBeVisible()
  await expect(section('Assets').getByLabel('8 in all: Pods')).toBeVisible()
  const links = await section('Assets')
    .getByRole('link', { name: /in all/ })
    .all()
  const numbers = await Promise.all(
    links.map(async (link) => [Number(await link.innerText()), (await link.getAttribute('href')) ?? ''] as const),
  )
  expect(numbers).toHaveLength(7)
  for (const [total, href] of numbers) {
    await page.goto(product.url + href)
    await expect(page.getByRole('navigation', { name: /^Pages of/ })).toHaveText(new RegExp(`of ${total}(\\D|$)`))
  }
  await page.goto(`${product.url}/workloads?view=pods&withoutSample=true`)
  await expectTotal(page, 'Pods', 8)
  await page.getByRole('button', { name: /^Without sample/ }).click()
  await expectTotal(page, 'Pods', 70)
})

test('what was not done tells its cause, and its number opens Task Management at just that', async () => {
  await openOverview()
  await api.close()
  await ask(page, 'mutation { synchronizeAssets(input: {}) { userErrors { message } } }')
  const failed = section('Tasks').getByRole('link', { name: /^1 was not done, or not in full/ })
  await expect(failed).toBeVisible({ timeout: 30_000 })
  await expect(section('Tasks')).toContainText('staging')
  await expect(section('Tasks')).toContainText('next run')
  await expect(section('What cannot be seen')).toContainText('1 cluster has trouble')
  await failed.click()
  await expect(page.getByRole('dialog', { name: 'Task Management' })).toBeVisible()
  await expectTotal(page, 'Tasks', 1)
  await page.keyboard.press('Escape')
})

test('the search is opened, used and left by the keyboard', async () => {
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByRole('heading', { name: 'Clusters' })).toBeVisible()
  await page.getByRole('button', { name: 'Search everywhere' }).focus()
  await page.keyboard.press('/')
  const field = page.getByRole('combobox', { name: 'Search everywhere' })
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Search everywhere' })).toBeFocused()
  await page.keyboard.press('Control+k')
  await expect(field).toBeFocused()
  await page.keyboard.type('payments-api-')
  await expect(page.getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('group', { name: 'Pods' }).getByRole('option').first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('option').nth(2)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/workloads\?.*view=pods/)
  await expect(page.getByRole('dialog', { name: 'Details' })).toContainText('payments-api-')
})

test('pages and tasks are found as well, and nothing that was typed is kept', async () => {
  await page.goto(`${product.url}/`)
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('waivers')
  await page.getByRole('option', { name: 'Waivers' }).click()
  await expect(page).toHaveURL(/\/settings\?.*part=waivers/)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Search everywhere' })).toHaveValue('')
  await page.keyboard.type('all clusters')
  await page.getByRole('group', { name: 'Tasks' }).getByRole('option').first().click()
  await expect(page.getByRole('dialog', { name: 'Task Management' })).toBeVisible()
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('waivers')
})
