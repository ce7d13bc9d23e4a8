import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test'
import { type ApiServer, apiServer } from '../../server/test/api-server/api-server.ts'
import { expectAccessible } from './accessible.ts'
import { ask } from './ask.ts'
import { loggedIn } from './logged-in.ts'
import { COMMAND_IN_CLUSTER, type Product, startProduct } from './product.ts'

test.describe.configure({ mode: 'serial' })

let api: ApiServer
let around: ApiServer
let folder: string
let product: Product
let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  api = await apiServer({ pods: 8, services: 2, nodes: 2, namespaces: 1 })
  api.access.forbid('ingresses')
  api.access.forbid('networkpolicies')
  api.access.forbid('services', ['watch'])
  around = await apiServer({
    pods: 5,
    services: 1,
    nodes: 1,
    namespaces: 1,
    uid: 'f00dfeed-0000-4000-8000-000000000002',
  })
  folder = await mkdtemp(join(tmpdir(), 'service-account-'))
  await writeFile(join(folder, 'token'), around.access.token)
  await writeFile(join(folder, 'ca.crt'), around.ca)
  product = await startProduct(
    {
      KUBECONFIG: await api.kubeconfigFile(),
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: String(around.port),
      SERVICE_ACCOUNT_FOLDER: folder,
    },
    COMMAND_IN_CLUSTER,
  )
  const permissions = ['clipboard-read', 'clipboard-write']
  ;({ context, page } = await loggedIn(browser, product, { permissions }))
})
test.afterAll(async () => {
  await context.close()
  await product.close()
  await api.close()
  await around.close()
  await rm(folder, { recursive: true })
})

const openWizard = () => page.goto(`${product.url}/clusters/connect`)
const right = (kind: string) =>
  page.getByRole('table', { name: 'What may be read' }).getByRole('row', { name: new RegExp(`^${kind} `) })

/** Presses Tab until `target` has the focus, as one without a mouse does. */
async function tabTo(target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('The focus did not come there.')
}

test('each right that is missing is told with what follows from it, and all others in one line', async () => {
  await openWizard()
  await page.getByText('double', { exact: true }).click()
  await page.getByRole('button', { name: 'Test the connection' }).click()
  await expect(page.getByText('The cluster can be read')).toBeVisible()
  await expect(right('Ingress')).toContainText('None of it is shown')
  await expect(right('Ingress').getByRole('cell', { name: 'No', exact: true })).toHaveCount(2)
  await expect(right('Service')).toContainText('It is listed every minute instead')
  await expect(right('Service').getByRole('cell', { name: 'Yes', exact: true })).toHaveCount(1)
  await expect(right('NetworkPolicy')).toContainText('None of it is shown')
  await expect(page.getByText(/^Read and followed as far as is known: Namespace, Node/)).toBeVisible()
})

test('what a cluster does not have is no right that is missing', async () => {
  await expect(page.getByRole('table', { name: 'What may be read' }).locator('tbody tr')).toHaveCount(3)
  await expect(page.getByText(/^Not there in this cluster, so nothing is missing: GatewayClass, Gateway/)).toBeVisible()
})

test('the smallest role and its commands are copied as they are', async () => {
  const { smallestClusterRole: recipe } = await ask<{ smallestClusterRole: { yaml: string; commands: string } }>(
    page,
    '{ smallestClusterRole { yaml commands } }',
  )
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await openWizard()
  await page.getByRole('button', { name: 'The smallest role that suffices' }).click()
  await page.getByRole('button', { name: 'Copy the role' }).click()
  expect(await copied()).toBe(recipe.yaml)
  await page.getByRole('button', { name: 'Copy the commands' }).click()
  expect(await copied()).toBe(recipe.commands)
})

test('with the keyboard alone a cluster is tested and connected', async () => {
  await page.goto(`${product.url}/clusters`)
  await tabTo(page.getByRole('link', { name: /^Connect/ }).first())
  await page.keyboard.press('Enter')
  await tabTo(page.getByRole('radio', { name: /^double/ }))
  await page.keyboard.press('Space')
  await tabTo(page.getByRole('button', { name: 'Test the connection' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('The cluster can be read')).toBeVisible()
  await tabTo(page.getByRole('button', { name: 'Continue' }))
  await page.keyboard.press('Enter')
  await tabTo(page.getByRole('textbox', { name: 'Name' }))
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('shop')
  await tabTo(page.getByRole('button', { name: 'Connect and synchronize' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'shop' })).toBeVisible()
})

test('the cluster that Breakwater runs in is connected without a kubeconfig', async () => {
  await openWizard()
  await page.getByText('This cluster', { exact: true }).click()
  await expect(page.getByText(/service account of its own pod/)).toBeVisible()
  await page.getByRole('button', { name: 'Test the connection' }).click()
  await expect(page.getByText('The cluster can be read')).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Connect and synchronize' }).click()
  await expect(page.getByRole('heading', { name: 'in-cluster' })).toBeVisible()
  await expect(page.getByLabel('5 in all: Pods')).toBeVisible()
})

test('the ways in and the rights have no accessibility violation and fit the screen', async () => {
  test.setTimeout(180_000)
  for (const way of ['This machine', 'This cluster', 'Kubeconfig']) {
    await expectAccessible(page, async () => {
      await openWizard()
      await page.getByText(way, { exact: true }).click()
      await page.getByRole('button', { name: 'The smallest role that suffices' }).click()
      await expect(page.getByRole('button', { name: 'Copy the role' })).toBeVisible()
    })
  }
  await expectAccessible(page, async () => {
    await openWizard()
    await page.getByText('double', { exact: true }).click()
    await page.getByRole('button', { name: 'Test the connection' }).click()
    await expect(right('Ingress')).toBeVisible()
  })
})
