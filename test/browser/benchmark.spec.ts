import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { ask } from './ask.ts'
import { loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'
import { expectTotal, numberOf } from './totals.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
let context: BrowserContext
let page: Page
let nodes: readonly string[] = []

test.beforeAll(async ({ browser }) => {
  product = await startProduct()
  ;({ context, page } = await loggedIn(browser, product))
})
test.afterAll(async () => {
  await context.close()
  await product.close()
})

const address = (more = '') => `${product.url}/configuration?view=benchmark${more}`
const part = (name: string) =>
  page.getByRole('navigation', { name: 'Checks by state' }).getByRole('link', { name: new RegExp(`^${name}`) })
const section = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })
const check = (title: string) => page.getByRole('listitem').filter({ hasText: title })
const numbered = (number: string) => page.getByRole('listitem').filter({ has: page.getByText(number, { exact: true }) })
const dialog = () => page.getByRole('dialog', { name: 'Collect from nodes' })
const reports = () => page.getByRole('region', { name: 'Reports of nodes' })

/** What the job writes on a node whose file of the kubelet has this mode. */
const told = (node: string, mode: string) =>
  JSON.stringify({
    ...{ format: 'breakwater.node/v1', node, complete: true },
    files: [{ path: '/usr/lib/systemd/system/kubelet.service', mode, owner: 'root:root' }],
  })

async function bring(text: string): Promise<void> {
  await dialog().getByRole('textbox', { name: 'Report', exact: true }).fill(text)
  await dialog().getByRole('button', { name: 'Import', exact: true }).click()
}

test('before anything is connected the page says what to do', async () => {
  await page.goto(address())
  await expect(page.getByText('Nothing to check yet')).toBeVisible()
})

test('each check has its state, as soon as the cluster is checked', async () => {
  await ask(page, 'mutation { loadSampleCluster(input: {}) { userErrors { message } } }')
  await expect(part('Failed')).toHaveText(/[1-9]/, { timeout: 90_000 })
  const { clusterNodes } = await ask<{ clusterNodes: { nodes: { name: string }[] } }>(
    page,
    '{ clusterNodes(first: 100) { nodes { name } } }',
  )
  nodes = clusterNodes.nodes.map(({ name }) => name)
  await section('4.1 Files of nodes').focus()
  await page.keyboard.press('Enter')
  await expect(numbered('4.1.1')).toContainText('Not assessable')
  await expect(numbered('4.1.1')).toContainText('Only the node itself tells')
  await section('1.2 API server').click()
  await expect(numbered('1.2.17')).toContainText('Managed control plane')
})

test('those in one state are shown alone, and lead to the rule and to what it finds', async () => {
  await part('Failed').click()
  await expect(page).toHaveURL(/state=FAIL/)
  await expect(section('4.1 Files of nodes')).toHaveCount(0)
  const row = check('No privileged containers')
  await row.getByRole('button', { name: 'KC-001' }).click()
  const drawer = page.getByRole('dialog', { name: 'Details' })
  await expect(drawer.getByRole('heading', { name: 'Privileged container' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  const link = row.getByRole('link', { name: /Failed: Privileged container$/ })
  const failed = numberOf(await link.innerText())
  await link.click()
  await expectTotal(page, 'Results', failed)
})

test('another version has other numbers', async () => {
  await page.goto(address())
  await page.getByRole('combobox', { name: 'Version of the benchmark' }).click()
  await page.getByRole('option', { name: 'CIS 1.10' }).click()
  await expect(page).toHaveURL(/cis=V1_10/)
  await expect(section('5.7 General policies')).toBeVisible()
})

test('the page of the cluster has its numbers, and each leads to these checks', async () => {
  await page.goto(`${product.url}/clusters`)
  await page
    .getByRole('link', { name: /Sample: online shop/ })
    .first()
    .click()
  const link = page.getByRole('group', { name: 'Configuration risks' }).getByRole('link', { name: /^\d+ failed$/ })
  const failed = numberOf(await link.innerText())
  expect(failed).toBeGreaterThan(0)
  await link.click()
  await expect(page).toHaveURL(/view=benchmark.*state=FAIL|state=FAIL.*view=benchmark/)
  await expect(part('Failed')).toHaveText(`Failed${failed}`)
})

test('the page has no accessibility violation and fits the screen', async () => {
  await expectAccessible(page, async () => {
    await page.goto(address('&state=FAIL'))
    await expect(check('No privileged containers')).toBeVisible()
  })
})

test('a text that is no report is refused with what to do', async () => {
  await expectAccessible(page, async () => {
    await page.goto(address())
    await page.getByRole('button', { name: 'Collect from nodes' }).click()
    await expect(dialog().getByRole('region', { name: 'Copy the manifest' })).toContainText('kind: DaemonSet')
    await bring('pods not found')
    await expect(dialog().getByText(/^This is no report/)).toBeVisible()
  })
  await dialog().getByRole('textbox', { name: 'Image' }).fill('not an image')
  await expect(dialog().getByText(/^Name an image as it is pulled/)).toBeVisible()
})

test('what nodes told decides their checks, at once', async () => {
  await bring([...nodes.map((node) => told(node, '600')), told('elsewhere', '777')].join('\n'))
  await expect(dialog().getByText(`${nodes.length} reports were read`)).toBeVisible()
  await expect(dialog().getByText(/Left out.*elsewhere/)).toBeVisible()
  await bring(told(nodes[0] ?? '', '666'))
  await expect(dialog().getByText('An older one was replaced.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(reports()).toContainText(`${nodes.length} of ${nodes.length} nodes have told of CIS 1.12`)
  await section('4.1 Files of nodes').click()
  await expect(numbered('4.1.1')).toContainText('has mode 666')
  await expect(numbered('4.1.2')).toContainText('Passed')
})

test('a report that is deleted counts no more', async () => {
  await reports()
    .getByRole('button', { name: `Delete the report of ${nodes[0]}` })
    .click()
  await expect(reports().getByRole('button', { name: `Delete the report of ${nodes[0]}` })).toBeHidden()
  await expect(numbered('4.1.1')).toContainText(`1 of ${nodes.length} have not`)
})
