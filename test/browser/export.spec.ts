import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { ask } from './ask.ts'
import { loggedIn } from './logged-in.ts'
import { COMMAND_WITH_RISKS, type Product, startProduct } from './product.ts'
import { sampled } from './sampled.ts'
import { analyzeShop, report } from './shop-risks.ts'

test.describe.configure({ mode: 'serial' })

const run = promisify(execFile)
let product: Product
let context: BrowserContext
let page: Page
let token: string
let cluster: string

test.beforeAll(async ({ browser }) => {
  product = await startProduct({}, COMMAND_WITH_RISKS)
  ;({ context, page } = await loggedIn(browser, product, { acceptDownloads: true }))
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await ask(page, 'mutation { loadSampleCluster(input: {}) { userErrors { message } } }')
  const { output } = await product.run('token', 'create', '--name', 'copied')
  token = /bw_[\w-]+/.exec(output)?.[0] ?? ''
  await expect(page.getByRole('link', { name: 'Sample: online shop' })).toBeVisible()
  // Whole, and not only begun: a list that still grows is no list to compare with.
  await expect
    .poll(async () => {
      const { tasks } = await ask<{ tasks: { nodes: { state: string }[] } }>(
        page,
        '{ tasks(first: 1) { nodes { state } } }',
      )
      return tasks.nodes[0]?.state
    })
    .toBe('SUCCEEDED')
  await expect(page.getByLabel('56 in all: Pods')).toBeVisible()
  const { clusters } = await ask<{ clusters: { nodes: { id: string }[] } }>(
    page,
    '{ clusters(first: 1) { nodes { id } } }',
  )
  cluster = clusters.nodes[0]?.id ?? ''
  const shop = await analyzeShop(page)
  await report(page, shop.cluster, 'CONFIGURATION', shop.configuration)
  // Every list has a row to be compared.
  await ask(
    page,
    `mutation { createWaiver(input: { target: { kind: EXPOSURE }, reason: "It's known", owner: "shop", until: "2099-01-01T00:00:00Z" }) { userErrors { message } } }`,
  )
})
test.afterAll(async () => {
  await context.close()
  await product.close()
})

async function menu(label: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Export ${label}` }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

async function copied(label: string, item: string): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''))
  await menu(label, item)
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe('')
  return page.evaluate(() => navigator.clipboard.readText())
}

interface ListAnswer {
  readonly data: { readonly list: { readonly nodes: Record<string, unknown>[] } }
}

async function runCommand(command: string): Promise<ListAnswer> {
  const { stdout } = await run('sh', ['-c', command], { env: { ...process.env, BREAKWATER_TOKEN: token } })
  return JSON.parse(stdout)
}

async function runGraphql(text: string): Promise<ListAnswer> {
  const [query = '', comment = ''] = text.split('# Variables:\n')
  const data = await ask<ListAnswer['data']>(page, query, JSON.parse(comment.replace(/^# /gm, '')))
  return { data }
}

/** Every list of the dashboard, where it stands, and what of a row its key is made of. */
const LISTS: readonly [label: string, path: () => string, key: (row: Record<string, unknown>) => string][] = [
  ['Clusters', () => '/clusters?text=online', (row) => String(row['id'])],
  ['Workloads', () => '/workloads?view=workloads&sort=-PODS', (row) => String(row['id'])],
  ['Pods', () => '/workloads?view=pods&text=a', (row) => String(row['id'])],
  ['Containers', () => '/workloads?view=containers&kinds=MAIN&sort=-IMAGE', (row) => String(row['id'])],
  ['Namespaces', () => '/workloads?view=namespaces', (row) => String(row['id'])],
  ['Services', () => '/workloads?view=services', (row) => String(row['id'])],
  ['Nodes', () => '/workloads?view=nodes&sort=-NAME', (row) => String(row['id'])],
  ['Images', () => '/workloads?view=images&sort=-CONTAINERS', (row) => String(row['image'])],
  [
    'Coverage',
    () => `/clusters/view?id=${cluster}&group=CLUSTER`,
    (row) => `${(row['cluster'] as { id: string }).id} ${row['kind']}`,
  ],
  ['Changes', () => `/clusters/view?id=${cluster}&group=CHANGES&kinds=NEW`, (row) => `${row['type']} ${row['nodeId']}`],
  ['Risks', () => '/risks?sort=-SEVERITY', (row) => String(row['id'])],
  ['Tasks', () => '/clusters?tasks=CONTAINER_ASSET_SYNC', (row) => String(row['id'])],
  ['Waivers', () => '/settings?part=waivers', (row) => String(row['id'])],
]

for (const [label, path, keyOf] of sampled(LISTS, 2)) {
  test(`what is copied from ${label} gives the rows on the screen, by GraphQL and by curl`, async () => {
    await page.goto(product.url + path())
    await expect(page.getByRole('button', { name: `Export ${label}` })).toBeVisible()
    const rows = page.locator(`table[aria-label="${label}"] tr[data-row]`)
    await expect(rows.first()).toBeVisible()
    const shown = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-row')))
    const byCurl = await runCommand(await copied(label, 'Copy as curl'))
    expect(byCurl.data.list.nodes.map(keyOf)).toEqual(shown)
    const byGraphql = await runGraphql(await copied(label, 'Copy as GraphQL'))
    expect(byGraphql.data.list.nodes.map(keyOf)).toEqual(shown)
  })
}

test('what is copied from a later page, filtered and sorted, gives that page, forwards and backwards', async () => {
  const label = 'Containers'
  const rows = page.locator(`table[aria-label="${label}"] tr[data-row]`)
  const shown = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-row') ?? ''))
  async function expectCopied(): Promise<void> {
    const keys = await shown()
    for (const { data } of [
      await runCommand(await copied(label, 'Copy as curl')),
      await runGraphql(await copied(label, 'Copy as GraphQL')),
    ]) {
      expect(data.list.nodes.map((row) => row['id'])).toEqual(keys)
    }
  }
  await page.goto(`${product.url}/workloads?view=containers&kinds=MAIN&sort=-IMAGE`)
  await expect(rows.first()).toBeVisible()
  const [first = ''] = await shown()
  const pager = page.getByRole('navigation', { name: `Pages of ${label}` })
  await pager.getByRole('button', { name: 'Next', exact: true }).click()
  await expect.poll(shown).not.toContain(first)
  await expect(page).toHaveURL(/after=/)
  await expectCopied()
  await pager.getByRole('button', { name: 'Previous', exact: true }).click()
  await expect.poll(shown).toContain(first)
  await expect(page).toHaveURL(/before=/)
  await expectCopied()
})

test('the items of a task are exported and copied, as they are filtered', async () => {
  await page.goto(`${product.url}/clusters?tasks=CONTAINER_ASSET_SYNC`)
  await page.locator('table[aria-label="Tasks"] tr[data-row]').first().click()
  const label = await page.getByRole('table', { name: /^Items of / }).getAttribute('aria-label')
  const csv = await fileOf(label ?? '', 'CSV')
  expect(csv.split('\r\n')[0]).toBe('Target,State,New,Changed,Gone,Started,Finished,Cause,Advice')
  expect(csv).toContain('Sample: online shop,SUCCEEDED,')
  const { stdout } = await run('sh', ['-c', await copied(label ?? '', 'Copy as curl')], {
    env: { ...process.env, BREAKWATER_TOKEN: token },
  })
  expect(JSON.parse(stdout).data.node.items.nodes[0].targetName).toBe('Sample: online shop')
  await page.getByText('Failed or partial', { exact: true }).click()
  await expect(page.getByText('No items.')).toBeVisible()
  expect((await fileOf(label ?? '', 'JSON Lines')).trim()).toBe('')
})

test('what happened to an asset is exported whole', async () => {
  await page.goto(`${product.url}/workloads?view=pods&text=storefront`)
  await page.locator('table[aria-label="Pods"] tr[data-row]').first().click()
  const csv = await fileOf('What happened to it', 'CSV')
  expect(csv.split('\r\n')[0]).toBe('Seen,What happened,Field,Before,After')
  expect(csv).toContain(',ADDED,')
})

test('a filter that a shell would read otherwise is copied as it is', async () => {
  await page.goto(`${product.url}/workloads?view=pods&text=${encodeURIComponent(`'"$(touch x)\`id\`\\`)}`)
  await expect(page.getByText('Nothing matches these filters')).toBeVisible()
  const { data } = await runCommand(await copied('Pods', 'Copy as curl'))
  expect(data.list.nodes).toEqual([])
})

async function fileOf(label: string, item: string): Promise<string> {
  const download = page.waitForEvent('download')
  await menu(label, item)
  return readFile(await (await download).path(), 'utf8')
}

/** That every list can be exported is tried on the server; here, that the page asks for what it shows. */
test('lists are exported whole, with the columns on the screen', async () => {
  for (const [label, path] of LISTS.filter((_list, i) => i % 4 === 0)) {
    await page.goto(product.url + path())
    await expect(page.locator(`table[aria-label="${label}"] tr[data-row]`).first()).toBeVisible()
    const pager = page.getByRole('navigation', { name: `Pages of ${label}` })
    await expect(pager).toHaveText(/of [\d,]+/)
    const total = Number(/of ([\d,]+)/.exec(await pager.innerText())?.[1]?.replace(',', ''))
    const csv = await fileOf(label, 'CSV')
    const lines = await fileOf(label, 'JSON Lines')
    expect([label, lines.trim().split('\n').length]).toEqual([label, total])
    expect([label, csv.startsWith('﻿'), csv.includes('\r\n')]).toEqual([label, false, true])
  }
})

test('columns are chosen and ordered, and a file has them in this order', async () => {
  await page.goto(`${product.url}/workloads?view=pods&text=storefront`)
  await page.getByRole('button', { name: 'Columns of Pods' }).click()
  await page.getByRole('checkbox', { name: 'First seen' }).uncheck()
  await page.getByRole('checkbox', { name: 'Risks' }).uncheck()
  await page.getByRole('button', { name: 'Move Namespace to the left' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/columns=namespace,name,cluster/)
  const heads = await page.locator('table[aria-label="Pods"] thead th').allInnerTexts()
  expect(heads.slice(0, 3)).toEqual(['Namespace', 'Name', 'Cluster'])
  expect(heads).not.toContain('Risks')
  const [head, first] = (await fileOf('Pods', 'CSV')).split('\r\n')
  expect(head).toBe('Namespace,Name,Cluster,Workload,Status,Restarts,Node,Pod IP,Containers')
  expect(first).toMatch(/^shop,storefront-[^,]+,Sample: online shop,/)
})

test('a view is saved, found again, shared and deleted', async () => {
  await page.getByRole('button', { name: 'Saved views of Pods' }).click()
  await page.getByRole('menuitem', { name: 'Save this view' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Storefront')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.goto(`${product.url}/workloads?view=pods`)
  await expect(page.getByText(/of 56/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Saved views of Pods' }).click()
  await page.getByRole('menuitem', { name: 'Storefront' }).click()
  await expect(page).toHaveURL(/text=storefront/)
  await expect(page).toHaveURL(/columns=namespace,name,cluster/)
  await page.getByRole('button', { name: 'Saved views of Pods' }).click()
  await page.getByRole('menuitem', { name: 'Manage views' }).click()
  await page.getByRole('switch', { name: 'Share Storefront' }).click({ force: true })
  await expect(page.getByRole('switch', { name: 'Share Storefront' })).toBeChecked()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  await page.getByRole('button', { name: 'Delete Storefront' }).click()
  await expect(page.getByText('No view is saved yet')).toBeVisible()
})
