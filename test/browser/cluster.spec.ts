import { expect, type Page, test } from '@playwright/test'
import { type ApiServer, apiServer } from '../../server/test/api-server/api-server.ts'
import { loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'

test.describe.configure({ mode: 'serial' })

let api: ApiServer
let product: Product
let page: Page

test.beforeAll(async ({ browser }) => {
  api = await apiServer({ pods: 120, services: 10, nodes: 3, namespaces: 3 })
  product = await startProduct({ KUBECONFIG: await api.kubeconfigFile() })
  ;({ page } = await loggedIn(browser, product))
})
test.afterAll(async () => {
  await page.close()
  await product.close()
  await api.close()
})

async function synchronize(): Promise<void> {
  await page.getByRole('button', { name: 'Synchronize Assets' }).click()
  // Leaving the page at once would take the request with it.
  const asked = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.getByRole('menuitem', { name: 'All clusters' }).click()
  await asked
}

async function openTasks(): Promise<void> {
  await page.goto(`${product.url}/clusters`)
  await page.getByRole('button', { name: /^Task Management/ }).click()
}

test('a context of the machine is tested, connected and synchronized by itself', async () => {
  await page.goto(`${product.url}/clusters/connect`)
  await page.getByText('double', { exact: true }).click()
  await page.getByRole('button', { name: 'Test the connection' }).click()
  await expect(page.getByText('The cluster can be read')).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('staging')
  await page.locator('main').getByLabel('Region').fill('eu-central')
  await page.getByRole('button', { name: 'Connect and synchronize' }).click()
  await expect(page).toHaveURL(/\/clusters\/view\?id=/)
  await expect(page.getByRole('heading', { name: 'staging' })).toBeVisible()
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByLabel('120 in all: Pods')).toBeVisible()
})

test('a pod that comes is in the totals after the next synchronization, without a reload', async () => {
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByLabel('120 in all: Pods')).toBeVisible()
  api.store.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'newcomer', namespace: 'kube-system' },
    spec: { containers: [{ name: 'main', image: 'docker.io/library/nginx:1.27' }] },
  })
  await synchronize()
  await expect(page.getByLabel('121 in all: Pods')).toBeVisible()
})

test('a kind that fails makes the task partial, with its cause, and deletes nothing', async () => {
  api.fail('services', { status: 500, times: Number.POSITIVE_INFINITY })
  await synchronize()
  await openTasks()
  await expect(page.getByRole('dialog').getByText('Partial').first()).toBeVisible({ timeout: 30_000 })
  await page
    .getByRole('dialog')
    .getByRole('row', { name: /^Items of/ })
    .first()
    .click()
  await expect(
    page
      .getByRole('dialog')
      .getByText(/services/)
      .first(),
  ).toBeVisible()
  api.heal()
  await page.goto(`${product.url}/workloads?view=services`)
  await expect(page.getByText(/of 1\d/).first()).toBeVisible()
})

test('a running task is seen live and is cancelled within a second or two', async () => {
  api.fail('pods', { delayMs: 20_000, times: Number.POSITIVE_INFINITY })
  await synchronize()
  await openTasks()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('Running').first()).toBeVisible()
  await drawer
    .getByRole('button', { name: /^Cancel/ })
    .first()
    .click()
  await expect(drawer.getByText('Canceled').first()).toBeVisible({ timeout: 5_000 })
  api.heal()
})

test('after the server was killed and started again the page goes on by itself', async () => {
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByRole('status', { name: /shown as they happen/ })).toBeVisible()
  await product.end('SIGKILL')
  await expect(page.getByRole('status', { name: /may be out of date/ })).toBeVisible()
  await product.start()
  await expect(page.getByRole('status', { name: /shown as they happen/ })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByLabel('121 in all: Pods')).toBeVisible()
  api.store.remove('Pod', 'newcomer', 'kube-system')
  await synchronize()
  await expect(page.getByLabel('120 in all: Pods')).toBeVisible()
})

test('filters, sorting and the open drawer are in the address, and Back undoes them', async () => {
  await page.goto(`${product.url}/workloads?view=pods`)
  await page.getByRole('searchbox', { name: 'Search' }).fill('pod-1')
  await expect(page).toHaveURL(/pod-1/)
  const address = page.url()
  await page.goto('about:blank')
  await page.goto(address)
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('pod-1')
})

test('commands work beside the running instance', async () => {
  const login = await product.run('login')
  expect(login).toMatchObject({ status: 0, output: expect.stringContaining('/login#code=') })
  expect((await product.run('token', 'create', '--name', 'ci', '--expires', '30d')).output).toMatch(/^bw_/)
  expect(await product.run('token', 'create', '--name', 'ci')).toMatchObject({
    status: 2,
    output: expect.stringContaining('already'),
  })
  const copy = `${product.data}/copy.tar.gz`
  expect(await product.run('backup', copy)).toMatchObject({ status: 0 })
  expect(await product.run('serve')).toMatchObject({ status: 2, output: expect.stringContaining('in use') })
  expect(await product.run('restore', copy)).toMatchObject({ status: 2, output: expect.stringContaining('in use') })
  expect(await product.run('snapshot', '--output', `${product.data}/cluster.json`)).toMatchObject({ status: 0 })
})

test('what is wrong at the start is one line and exit status 2', async () => {
  const status2 = { status: 2 }
  expect(await product.run('fly')).toMatchObject(status2)
  await product.end('SIGTERM')
  expect(await product.run('restore', `${product.data}/copy.tar.gz`)).toMatchObject({ status: 0 })
  await product.start()
})
