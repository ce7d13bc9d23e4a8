import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type ApiServer, apiServer } from '../../server/test/api-server/api-server.ts'
import { expectAccessible } from './accessible.ts'
import { connectStaging, loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'

test.describe.configure({ mode: 'serial' })

let api: ApiServer
let product: Product
let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  api = await apiServer({ pods: 3, services: 1, nodes: 1, namespaces: 1 })
  product = await startProduct({ KUBECONFIG: await api.kubeconfigFile() })
  ;({ context, page } = await loggedIn(browser, product))
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await connectStaging(page)
  await expect(page.getByRole('row', { name: 'Open staging' })).toBeVisible()
})
test.afterAll(async () => {
  await context.close()
  await product.close()
  await api.close()
})

const shopPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'shop', namespace: 'team-1', labels: { app: 'shop' } },
  spec: {
    nodeName: 'node-1',
    containers: [{ name: 'web', image: 'registry.example/shop:1', ports: [{ name: 'http', containerPort: 8080 }] }],
  },
  status: { phase: 'Running', podIP: '10.244.9.9', conditions: [{ type: 'Ready', status: 'True' }] },
}

/** Leads from a public address to the pod; from these ranges only, where there are some. */
const shopService = (ranges: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'shop', namespace: 'team-1' },
  spec: {
    type: 'LoadBalancer',
    clusterIP: '10.96.9.9',
    allocateLoadBalancerNodePorts: false,
    selector: { app: 'shop' },
    ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
    ...(ranges.length > 0 && { loadBalancerSourceRanges: ranges }),
  },
  status: { loadBalancer: { ingress: [{ ip: '34.117.20.42' }] } },
})

const row = () => page.getByRole('row', { name: /^(Restricted|Internet): .*team-1\/shop/ })
const drawer = () => page.getByRole('dialog', { name: 'Details' })
const whatIf = () => page.getByRole('dialog', { name: 'What if …' })

test('a way in is seen as it opens, without a reload', async () => {
  await page.goto(`${product.url}/`)
  await page.getByRole('link', { name: 'Exposures' }).click()
  await expect(page.getByRole('heading', { name: 'Exposures' })).toBeVisible()
  await expect(page.getByText('Nothing is reached from outside here')).toBeVisible({ timeout: 15_000 })
  api.store.put(shopPod)
  api.store.put(shopService(['20.40.8.0/24']))
  await expect(row()).toBeVisible({ timeout: 15_000 })
  await expect(row()).toContainText('Restricted')
  await expect(row()).toContainText('34.117.20.42:80')
})

test('with the keyboard it opens to the whole way in, step by step', async () => {
  await expectAccessible(page, async () => {
    await row().focus()
    await page.keyboard.press('Enter')
    await expect(drawer().getByText('20.40.8.0/24', { exact: true })).toBeVisible()
  })
  await expect(page).toHaveURL(/[?&]open=/)
  const steps = drawer().getByRole('list', { name: 'The way in, step by step' }).getByRole('listitem')
  await expect(steps.first()).toContainText('From outside')
  await expect(steps.filter({ hasText: 'Entry point' })).toContainText('34.117.20.42:80')
  await expect(steps.last()).toContainText('Container')
  await drawer().getByRole('button', { name: 'Copy the way in' }).click()
  expect(await clipboard()).toMatch(/^34\.117\.20\.42:80 → .*container web, port 8080\/TCP$/)
  await expect(drawer().getByText('Unknown until traffic is recorded')).toBeVisible()
})

const clipboard = () => page.evaluate(() => navigator.clipboard.readText())

test('what would close it is tried, and its patch is there to copy', async () => {
  await drawer().getByRole('button', { name: 'What if …' }).click()
  await whatIf().getByLabel('Let in only').last().fill('banana')
  await whatIf().getByRole('button', { name: 'Try it' }).click()
  await expect(whatIf().getByText('"banana" is no range in CIDR notation.')).toBeVisible()
  await expectAccessible(page, async () => {
    await whatIf()
      .getByRole('radio', { name: /Make the service reachable in the cluster only/ })
      .check()
    await whatIf().getByRole('button', { name: 'Try it' }).click()
    await expect(whatIf().getByRole('status')).toHaveText('This closes 1 way.')
  })
  await whatIf().getByRole('button', { name: 'Copy the command' }).click()
  expect(await clipboard()).toMatch(
    /^kubectl patch service shop -n team-1 --type merge -p '\{.*"type":"ClusterIP".*\}'$/,
  )
  await whatIf().getByRole('button', { name: 'Copy the YAML' }).click()
  expect(await clipboard()).toContain('type: ClusterIP')
  await page.keyboard.press('Escape')
  await expect(whatIf()).toBeHidden()
  await expect(drawer().getByRole('button', { name: 'What if …' })).toBeFocused()
})

test('what is marked as intended counts again once it has grown', async () => {
  await drawer().getByRole('button', { name: 'Mark as intended' }).click()
  const dialog = page.getByRole('dialog', { name: 'Mark as intended' })
  await dialog.getByLabel('Reason').fill('The partner orders here')
  await dialog.getByLabel('Owner').fill('Shop team')
  await dialog.getByRole('button', { name: 'It is intended' }).click()
  await expect(drawer().getByText('Marked by Shop team: The partner orders here.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(row()).toContainText('Intended')

  api.store.put(shopService([]))
  await expect(row()).toContainText('Internet', { timeout: 15_000 })
  await expect(row()).not.toContainText('Intended')
})

test('numbers of an entry point and of a workload lead to the list that sums to them', async () => {
  for (const view of ['By entry point', 'By workload']) {
    await page.getByRole('link', { name: view }).click()
    const summed = page.getByRole('row', { name: /shop/ })
    await expect(summed).toContainText('Internet')
    await summed.getByRole('link', { name: '1 exposure' }).click()
    await expect(page.getByRole('button', { name: /^Only (to|through) .*shop/ })).toBeVisible()
    await expect(page.getByText('1 of 1')).toBeVisible()
  }
})

test('the details of a workload answer who may reach it', async () => {
  await row().getByRole('button', { name: 'shop', exact: true }).click()
  await drawer().getByRole('button', { name: 'Who may reach it?' }).click()
  const dialog = page.getByRole('dialog', { name: 'Who may reach shop?' })
  await dialog.getByRole('textbox', { name: 'Port' }).fill('8080')
  await dialog.getByRole('button', { name: 'Ask' }).click()
  await expect(dialog.getByRole('status')).toContainText('Yes')
})
