import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type ApiServer, apiServer } from '../../server/test/api-server/api-server.ts'
import { type ExecProgram, execCredential, execProgram } from '../../server/test/exec-program.ts'
import { expectAccessible } from './accessible.ts'
import { loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'

test.describe.configure({ mode: 'serial' })

const SECRET = 'hunter2-hunter2-hunter2'

let api: ApiServer
let program: ExecProgram
let product: Product
let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  api = await apiServer({ pods: 12, services: 2, nodes: 2, namespaces: 1 })
  program = await execProgram()
  await program.answers(execCredential({ token: api.access.token }))
  await writeCommand()
  product = await startProduct({ KUBECONFIG: join(program.folder, 'config') })
  ;({ context, page } = await loggedIn(browser, product))
})
test.afterAll(async () => {
  await context.close()
  await product.close()
  await api.close()
  await program.remove()
})

function writeCommand(more: readonly string[] = []): Promise<void> {
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    // As a kubeconfig has it that was moved together with its program.
    command: './get-token',
    args: ['eks', 'get-token', '--cluster-name', 'the shop', ...more],
    env: [
      { name: 'AWS_PROFILE', value: 'prod' },
      { name: 'CLIENT_SECRET', value: SECRET },
    ],
    interactiveMode: 'Never',
    provideClusterInfo: true,
  }
  return writeFile(join(program.folder, 'config'), api.kubeconfig({ credentials: 'none', user: { exec } }))
}

async function openContext(): Promise<void> {
  await page.goto(`${product.url}/clusters/connect`)
  await page.getByText('double', { exact: true }).click()
}

const command = () => page.getByRole('region', { name: 'The whole command' })
const runTest = () => page.getByRole('button', { name: 'Test the connection' })
const allow = () => page.getByRole('button', { name: 'Allow exactly this command' })

test('the whole command of a context is shown, with who would run it, and nothing is run', async () => {
  await openContext()
  await expect(page.getByText('Not allowed yet')).toBeVisible()
  await expect(command()).toHaveText([program.file, 'eks', 'get-token', '--cluster-name', "'the shop'"].join(' \\\n  '))
  await expect(page.getByText(`on the machine of Breakwater, from ${program.file}`)).toBeVisible()
  const environment = page.getByRole('region', { name: 'Its environment' })
  await expect(environment).toContainText('AWS_PROFILE=prod')
  await expect(environment).toContainText('CLIENT_SECRET=')
  expect(await page.content()).not.toContain(SECRET)
  await expect(runTest()).toBeDisabled()
  expect(await program.runs()).toEqual([])
})

test('what is shown of it is accessible, wide and narrow, in both themes', async () => {
  await expectAccessible(page, () => expect(command()).toBeVisible())
})

test('a command that changes while it is looked at is not allowed', async () => {
  await writeCommand(['--debug'])
  await allow().click()
  await expect(page.getByRole('alert', { name: 'has changed since it was shown' })).toBeVisible()
  await expect(command()).toContainText('--debug')
  await expect(runTest()).toBeDisabled()
})

test('once it is allowed the cluster is tested and connected with what the program gives', async () => {
  await allow().click()
  await expect(page.getByText(/^Allowed by session:/)).toBeVisible()
  await runTest().click()
  await expect(page.getByText('The cluster can be read')).toBeVisible()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('shop')
  await page.getByRole('button', { name: 'Connect and synchronize' }).click()
  await expect(page.getByRole('heading', { name: 'shop' })).toBeVisible()
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByLabel('12 in all: Pods')).toBeVisible()
  expect((await program.runs())[0]?.args).toContain('--debug')
})

test('another command in the kubeconfig is told apart from the one that was allowed', async () => {
  await writeCommand(['--verbose'])
  await openContext()
  await expect(page.getByRole('note').getByText('The command has changed since it was allowed')).toBeVisible()
  await expect(runTest()).toBeDisabled()
  await expectAccessible(page, () => expect(command()).toContainText('--verbose'))
  await allow().click()
  await expect(page.getByText(/^Allowed by session:/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Withdraw' })).toBeFocused()
  await expect(runTest()).toBeEnabled()
  await expectAccessible(page, () => expect(command()).toBeVisible())
})

test('a permit that is withdrawn makes the next synchronization fail, with what to do', async () => {
  await page.getByRole('button', { name: 'Withdraw' }).click()
  await expect(allow()).toBeFocused()
  await page.goto(`${product.url}/clusters`)
  await page.getByRole('button', { name: 'Synchronize Assets' }).click()
  await page.getByRole('menuitem', { name: 'All clusters' }).click()
  await expect(page.getByRole('row', { name: 'Open shop' })).toContainText('Failed', { timeout: 30_000 })
  await page.getByRole('link', { name: 'shop' }).click()
  await expect(page.getByText('which nobody has allowed yet').first()).toBeVisible()
})
