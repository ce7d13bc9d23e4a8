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
  api = await apiServer({ pods: 6, services: 2, nodes: 2, namespaces: 1 })
  product = await startProduct({ KUBECONFIG: await api.kubeconfigFile() })
  ;({ context, page } = await loggedIn(browser, product))
  await connectStaging(page)
  await expect(page.getByRole('row', { name: 'Open staging' })).toBeVisible()
})
test.afterAll(async () => {
  await context.close()
  await product.close()
  await api.close()
})

const pod = (name: string, phase = 'Running') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'team-1', labels: { app: name } },
  spec: { nodeName: 'node-1', containers: [{ name: 'main', image: 'registry.example/shop:1' }] },
  status: { phase, conditions: [{ type: 'Ready', status: phase === 'Running' ? 'True' : 'False' }] },
})

/** The row of a kind in the coverage of the cluster that is shown. */
async function kindRow(kind: string) {
  await page.getByRole('link', { name: 'Cluster', exact: true }).click()
  await expect(page.getByRole('row', { name: /^ConfigMap / })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search' }).fill(kind)
  return page.getByRole('row', { name: new RegExp(`^${kind} `) })
}

/** Seconds until `shown` holds. */
async function secondsUntil(shown: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await shown()
  return (performance.now() - started) / 1000
}

test('the page of a cluster says that changes arrive as they happen, for each kind', async () => {
  await page.getByRole('link', { name: 'staging' }).click()
  await expect(page.getByText('Live', { exact: true }).last()).toBeVisible({ timeout: 15_000 })
  const row = await kindRow('Pod')
  await expectAccessible(page, () => expect(row).toContainText('Live'))
})

test('a kind tells in which version it is read, and opens to those that are served and written', async () => {
  const row = await kindRow('HorizontalPodAutoscaler')
  await expect(row.getByRole('cell', { name: 'autoscaling/v2', exact: true })).toBeVisible()
  await row.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Served as autoscaling/v2')).toBeVisible()
  await page.keyboard.press('Enter')
  await page.locator('th', { hasText: 'Version' }).click()
  await expect(page).toHaveURL(/sort=API_VERSION/)
})

test('a pod that is created is on the screen within seconds, without a synchronization', async () => {
  await page.goto(`${product.url}/workloads?view=pods`)
  await expect(page.getByText('6 of 6')).toBeVisible()
  await expect(page.getByRole('status', { name: /shown as they happen/ })).toBeVisible()
  await page.waitForLoadState('networkidle')
  api.store.put(pod('appears'))
  const seconds = await secondsUntil(async () => {
    const isThere = page.getByRole('row', { name: 'Details of appears' })
    const waits = page.getByRole('button', { name: /1 new/ })
    await expect(isThere.or(waits).first()).toBeVisible()
    if (await waits.isVisible()) await waits.click()
    await expect(isThere).toBeVisible()
  })
  test.info().annotations.push({ type: 'seconds from the cluster to the screen', description: seconds.toFixed(2) })
  console.log(`from the cluster to the screen: ${seconds.toFixed(2)} s`)
})

/** How often a page asks for what a document of this name reads. */
function countReadings(of: Page, name: string): () => number {
  let count = 0
  of.on('request', (request) => {
    if (request.postData()?.includes(`query ${name}(`)) count++
  })
  return () => count
}

test('what changes between the reading of a list and the opening of its stream is seen, by one more reading', async () => {
  const late = await context.newPage()
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  await late.routeWebSocket(/\/graphql$/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage(async (message) => {
      if (String(message).includes('"subscribe"')) await opened
      server.send(message)
    })
  })
  const readings = countReadings(late, 'PodList')
  await late.goto(`${product.url}/workloads?view=pods`)
  await expect(late.getByText('7 of 7')).toBeVisible()
  api.store.put(pod('between'))
  const there = '{ pods(first: 1, filter: { text: "between" }) { totalCount } }'
  await expect.poll(async () => (await ask<{ pods: { totalCount: number } }>(page, there)).pods.totalCount).toBe(1)
  await expect(late.getByText('7 of 7')).toBeVisible()
  open()
  await expect(late.getByRole('row', { name: 'Details of between' })).toBeVisible()
  expect(readings()).toBe(2)
  await late.close()
})

test('a list that is opened while the stream is open is read once', async () => {
  const readings = countReadings(page, 'ContainerList')
  await page.getByRole('link', { name: 'Containers', exact: true }).click()
  await expect(page.getByText('8 of 8')).toBeVisible()
  await page.waitForTimeout(1_000)
  expect(readings()).toBe(1)
  await page.goBack()
})

test('what happens to it stands in its drawer, live', async () => {
  await page.getByRole('row', { name: 'Details of appears' }).click()
  const history = page.getByRole('region', { name: 'What happened to it' })
  await expect(history).toContainText('Appeared')
  api.store.update('Pod', 'appears', 'team-1', (old) => Object.assign(old, pod('appears', 'Failed')))
  await expect(history).toContainText('phase: Running → Failed')
  await expectAccessible(page, () => expect(history).toContainText('Appeared'))
})

test('a kind that may not be watched is read every minute, and says so', async () => {
  api.access.forbid('services', ['watch'])
  api.cutWatches('services')
  await page.goto(`${product.url}/clusters`)
  await page.getByRole('link', { name: 'staging' }).click()
  await expect(await kindRow('Service')).toContainText('Every minute', { timeout: 15_000 })
})
