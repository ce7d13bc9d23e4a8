import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type ApiServer, apiServer } from '../../server/test/api-server/api-server.ts'
import { expectAccessible } from './accessible.ts'
import { ask } from './ask.ts'
import { connectStaging, loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'

test.describe.configure({ mode: 'serial' })

let api: ApiServer
let stranger: ApiServer
let product: Product
let context: BrowserContext
let page: Page
/** Another window on the same product, which nobody touches. */
let other: Page

test.beforeAll(async ({ browser }) => {
  api = await apiServer({ pods: 12, services: 2, nodes: 2, namespaces: 2 })
  stranger = await apiServer({
    pods: 3,
    services: 1,
    nodes: 1,
    namespaces: 1,
    uid: 'f00dfeed-0000-4000-8000-000000000001',
  })
  // The doubles listen on this machine, which what was uploaded may not call otherwise.
  product = await startProduct({
    KUBECONFIG: await api.kubeconfigFile(),
    BREAKWATER_ALLOW_PRIVATE_ADDRESSES: 'true',
  })
  ;({ context, page } = await loggedIn(browser, product))
  await connectStaging(page)
  other = await context.newPage()
  await other.goto(`${product.url}/clusters`)
  await expect(other.getByLabel('12 in all: Pods')).toBeVisible()
})
test.afterAll(async () => {
  await context.close()
  await product.close()
  await api.close()
  await stranger.close()
})

/** Opens an entry of the menu of the one cluster with the keyboard. */
async function choose(cluster: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${cluster}` }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: entry }).focus()
  await page.keyboard.press('Enter')
}

const dialog = () => page.getByRole('dialog')

test('a cluster is renamed with the keyboard, and goes by its new name everywhere, without a reload', async () => {
  await page.goto(`${product.url}/clusters`)
  await choose('staging', 'Rename')
  const name = page.getByRole('dialog', { name: 'Rename staging' }).getByLabel('Name')
  await expect(name).toBeFocused()
  await expect(name).toHaveValue('staging')
  await name.fill('production')
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  await expect(page.getByRole('row', { name: 'Open production' })).toBeVisible()
  await expect(other.getByRole('row', { name: 'Open production' })).toBeVisible()
  await page.getByRole('link', { name: 'production' }).click()
  await expect(page.getByRole('heading', { name: 'production' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Cluster' })).toHaveValue('production')
})

test('a name that cannot be is refused with the reason, and Escape leaves everything as it was', async () => {
  await choose('production', 'Rename')
  await dialog().getByLabel('Name').fill('x'.repeat(101))
  await page.keyboard.press('Enter')
  await expect(dialog().getByText('This may have 100 characters.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog()).toBeHidden()
  await expect(page.getByRole('heading', { name: 'production' })).toBeVisible()
})

test('a cluster is given a region, which is then offered at the top', async () => {
  await choose('production', 'Set region')
  await dialog().getByLabel('Region').fill('eu-central')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await expect(dialog()).toBeHidden()
  await expect(page.getByRole('main').getByText('eu-central')).toBeVisible()
  await page.goto(`${product.url}/clusters`)
  await page.getByRole('combobox', { name: 'Region' }).click()
  await page.getByRole('option', { name: 'eu-central' }).click()
  await expect(page).toHaveURL(/region=eu-central/)
  await expect(page.getByRole('row', { name: 'Open production' })).toBeVisible()
})

test('region groups: none says what they are for, one is made, named twice it is refused', async () => {
  await page.goto(`${product.url}/settings?part=regionGroups`)
  await expect(page.getByText('No groups yet')).toBeVisible()
  await page.getByRole('button', { name: 'Add a group' }).click()
  await expect(dialog().getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Europe')
  await page.keyboard.press('Tab')
  for (const region of ['eu-central', 'eu-west']) {
    await page.keyboard.type(region)
    await page.keyboard.press('Enter')
  }
  await dialog().getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('row', { name: /Europe/ })).toContainText('eu-west')
  await page.getByRole('button', { name: 'Add a group' }).click()
  await dialog().getByLabel('Name').fill('Europe')
  await page.keyboard.press('Enter')
  await expect(dialog().getByText('There is a group "Europe" already.')).toBeVisible()
  await dialog().getByLabel('Name').fill('America')
  await dialog().getByLabel('Regions').fill('us-east')
  await page.keyboard.press('Enter')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('table', { name: 'Region groups' }).locator('tbody tr')).toHaveCount(2)
})

test('the switch at the top limits everything to a group, in another window as well', async () => {
  await other.getByRole('combobox', { name: 'Region' }).click()
  await other.getByRole('option', { name: 'Europe' }).click()
  await expect(other).toHaveURL(/region=group/)
  await expect(other.getByLabel('12 in all: Pods')).toBeVisible()
  await other.getByRole('combobox', { name: 'Region' }).click()
  await other.getByRole('option', { name: 'America' }).click()
  await expect(other.getByLabel('0 in all: Pods')).toBeVisible()
  await expect(other.getByRole('row', { name: 'Open production' })).toBeHidden()
})

test('a group gets another name and other regions, and what is limited to it follows', async () => {
  await page.getByRole('button', { name: 'Edit America' }).click()
  await dialog().getByLabel('Name').fill('Both')
  await dialog().getByLabel('Regions').fill('eu-central')
  await page.keyboard.press('Enter')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('row', { name: /Both/ })).toContainText('us-east')
  await other.reload()
  await expect(other.getByRole('combobox', { name: 'Region' })).toHaveValue('Both')
  await expect(other.getByLabel('12 in all: Pods')).toBeVisible()
})

test('a deleted group stands for nothing, and the switch says why and lets go of it', async () => {
  await page.getByRole('button', { name: 'Delete Both' }).click()
  await expect(page.getByRole('row', { name: /Both/ })).toBeHidden()
  await other.reload()
  await expect(other.getByRole('combobox', { name: 'Region' })).toHaveValue('A deleted group')
  await expect(other.getByLabel('0 in all: Pods')).toBeVisible()
  await expect(other.getByRole('row', { name: 'Open production' })).toBeHidden()
  await other.getByRole('button', { name: 'All regions' }).click()
  await expect(other.getByLabel('12 in all: Pods')).toBeVisible()
})

test('a credential that is refused makes the cluster unreachable, and says what to do', async () => {
  api.access.token = 'rotated-by-the-operator-of-the-cluster'
  await page.goto(`${product.url}/clusters`)
  await choose('production', 'Synchronize')
  await expect(page.getByRole('row', { name: 'Open production' }).getByText('Unreachable')).toBeVisible({
    timeout: 20_000,
  })
  await page.getByRole('link', { name: 'production' }).click()
  await expect(page.getByText('The API server does not accept the credentials.')).toBeVisible()
  await expect(page.getByText(/Check that the token or certificate is current/)).toBeVisible()
})

test('the source of another cluster does not take its place', async () => {
  await choose('production', 'Replace source')
  await expect(page.getByRole('heading', { name: 'Replace the source of production' })).toBeVisible()
  await page.getByText('Kubeconfig', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Kubeconfig' }).fill(stranger.kubeconfig())
  await page.getByRole('button', { name: 'Test the connection' }).click()
  await expect(page.getByText('The cluster can be read')).toBeVisible()
  await expect(page.getByText('That is another cluster')).toBeVisible()
  await expect(page.getByText(stranger.uid)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Continue' })).toBeDisabled()
})

test('a new credential replaces the old one, and the cluster is read again', async () => {
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('textbox', { name: 'Kubeconfig' }).fill(api.kubeconfig())
  await page.getByRole('button', { name: 'Test the connection' }).click()
  await expect(
    page.getByText('This is production: its name, region, assets and history stay as they are.'),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Replace the source' }).click()
  await expect(page).toHaveURL(/\/clusters\/view/)
  await expect(page.getByRole('heading', { name: 'production' })).toBeVisible()
  await expect(page.getByText('Running', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('main').getByText('eu-central')).toBeVisible()
  await expect(page.getByLabel('12 in all: Pods')).toBeVisible()
})

test('the address of a cluster that is not there says so', async () => {
  const gone = Buffer.from('v1:Cluster:gone').toString('base64url')
  await page.goto(`${product.url}/clusters/connect?replace=${gone}`)
  await expect(page.getByText('There is no such cluster')).toBeVisible()
})

test('an upload may be as large as the server takes it, and one byte more is told before it is sent', async () => {
  const { mostSnapshotBytes } = await ask<{ mostSnapshotBytes: number }>(page, '{ mostSnapshotBytes }')
  const file = join(product.data, 'cluster.json')
  await writeFile(file, '{}')
  await page.goto(`${product.url}/clusters/connect`)
  await page.getByText('Snapshot', { exact: true }).click()
  await expect(page.getByText('together they may hold 64 MiB')).toBeVisible()

  await truncate(file, mostSnapshotBytes + 1)
  await page.locator('input[type="file"]').setInputFiles(file)
  await expect(page.getByText('Together these files hold 65 MiB; an upload may hold 64 MiB.')).toBeVisible()
  await expect(page.getByText(/BREAKWATER_SNAPSHOT_FOLDER/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Test the connection' })).toBeDisabled()

  await truncate(file, mostSnapshotBytes)
  await page.locator('input[type="file"]').setInputFiles(file)
  await expect(page.getByText('1 file chosen')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText(/Together these files hold/)).toBeHidden()
})

test('dialogs and the wizard have no accessibility violation and fit the screen', async () => {
  test.setTimeout(180_000)
  await expectAccessible(page, async () => {
    await page.goto(`${product.url}/clusters`)
    await choose('production', 'Rename')
    await expect(dialog()).toBeVisible()
  })
  await expectAccessible(page, async () => {
    await page.goto(`${product.url}/clusters`)
    await choose('production', 'Set region')
    await expect(dialog()).toBeVisible()
  })
  await expectAccessible(page, async () => {
    await page.goto(`${product.url}/clusters`)
    await choose('production', 'Replace source')
    await page.getByText('double', { exact: true }).click()
    await page.getByRole('button', { name: 'Test the connection' }).click()
    await expect(page.getByText('The cluster cannot be read yet')).toBeVisible()
  })
})
