import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { ask } from './ask.ts'
import { loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'
import { expectTotal, numberOf } from './totals.ts'

/** What else is told of configuration: by framework, by who can do what, by rules of one's own, and in the object itself. */
test.describe.configure({ mode: 'serial' })

let product: Product
let context: BrowserContext
let page: Page
/** The address of a framework with its requirements. */
let unfolded: string

test.beforeAll(async ({ browser }) => {
  product = await startProduct()
  ;({ context, page } = await loggedIn(browser, product))
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await ask(page, 'mutation { loadSampleCluster(input: {}) { userErrors { message } } }')
  await page.goto(`${product.url}/configuration`)
  await expect(page.getByText(/^Checked /)).toBeVisible({ timeout: 40_000 })
  await noTask()
})
test.afterAll(async () => {
  await context.close()
  await product.close()
})

const drawer = () => page.getByRole('dialog', { name: 'Details' })
const tab = (name: string) =>
  page.getByRole('navigation', { name: 'Configuration, as' }).getByRole('link', { name, exact: true })

test('a framework tells how far it is met and how much of it is looked after', async () => {
  await tab('Frameworks').click()
  const card = page.getByRole('region', { name: 'NSA/CISA Kubernetes Hardening Guidance 1.2' })
  await expect(card.getByText(/^\d+ % of what can be judged passes$/)).toBeVisible()
  await expect(card.getByText('Looked after by a rule: 5 of 5 requirements')).toBeVisible()
  await card.getByRole('button', { name: /^5 requirements of/ }).click()
  const requirement = card.getByRole('row', { name: /Network separation/ })
  await expect(requirement.getByText('Traffic only where it is wanted, and encrypted')).toBeVisible()
  await requirement.getByRole('button', { name: 'KC-090' }).click()
  await expect(drawer().getByText('Rule KC-090')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/unfolded=NSA(?!.*open=)/)
  unfolded = page.url()
})

test('what is unfolded stands in the address, without an accessibility violation', async () => {
  await expectAccessible(page, async () => {
    await page.goto(unfolded)
    await expect(page.getByRole('row', { name: /Network separation/ })).toBeVisible()
  })
})

test('numbers of a framework and of a requirement lead to the lists that sum to them', async () => {
  for (const name of [/^\d+ Failed: NSA\/CISA/, /^\d+ Failed: Network separation$/]) {
    await page.goto(unfolded)
    const link = page.getByRole('link', { name })
    const count = numberOf(await link.innerText())
    await link.click()
    await expectTotal(page, 'Results', count)
  }
})

test('who can do something is told with how, and leads to all that somebody can do', async () => {
  await tab('Who can do what').click()
  await page.getByRole('combobox', { name: 'Verb' }).fill('get')
  await page.getByRole('combobox', { name: 'Resource' }).fill('secrets')
  await page.keyboard.press('Enter')
  const who = page.getByRole('table', { name: 'Who can get secrets anywhere' })
  const support = who.getByRole('row', { name: /Group shop:support .*ClusterRole cluster-admin/ })
  await expect(support).toContainText('All of the cluster')
  const address = page.url()
  expect(address).toContain('verb=get&resource=secrets')
  await expectAccessible(page, async () => {
    await page.goto(address)
    await expect(support).toBeVisible()
  })
  await support.getByRole('button', { name: 'Group shop:support' }).click()
  const what = page.getByRole('table', { name: 'Group shop:support: what it can do' })
  await expect(what.getByRole('row', { name: /ClusterRole cluster-admin/ }).first()).toContainText('Itself')
  await page.goBack()
  await expect(support).toBeVisible()
})

test('a resource is asked for in its group, and what somebody has as a member is told as that', async () => {
  await page.goto(`${product.url}/configuration?view=rights`)
  await page.getByRole('combobox', { name: 'Verb' }).fill('delete')
  await page.getByRole('combobox', { name: 'Resource' }).fill('widgets.example.com/status')
  await page.getByLabel('Object').fill('one')
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  const answer = page.getByRole('region', { name: 'Who can delete widgets.example.com/status named one anywhere' })
  // Who can do everything can do this as well.
  await expect(answer.getByRole('row', { name: /Group shop:support/ })).toBeVisible()
  await page.getByText('What somebody can do', { exact: true }).click()
  const form = page.getByRole('form', { name: 'What somebody can do' })
  await form.getByLabel('Namespace').fill('shop')
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('nobody-knows')
  await form.getByRole('button', { name: 'Ask' }).click()
  const what = page.getByRole('table', { name: 'Service account shop/nobody-knows: what it can do' })
  await expect(what.getByRole('row', { name: /ClusterRole edit/ }).first()).toContainText('Group system:authenticated')
})

const dialog = (name: string) => page.getByRole('dialog', { name })

test('a rule is tried while it is written: what is wrong with it, and what it finds', async () => {
  await page.goto(`${product.url}/configuration?view=checks&custom=true`)
  await page.getByRole('button', { name: 'Write a rule' }).click()
  const form = dialog('Write a rule')
  await form.getByLabel('Expression').fill('has(spec.hostPID) &&')
  await expect(form.getByText(/line 1, column 19/)).toBeVisible()
  await form.getByRole('button', { name: 'What an expression can use' }).click()
  for (const [example, found] of [
    ['Namespace without a team', 'Namespace '],
    ['Load balancer open to every address', 'Service '],
    ['Image from elsewhere', 'Deployment data/redis'],
  ] as const) {
    await form.getByRole('button', { name: `Use it: ${example}` }).click()
    await expect(form.getByRole('list', { name: 'Places that would be wrong' })).toContainText(found)
    await expect(form.getByText(/^Of \d+ objects? nothing can be said|^This cannot be asked/)).toHaveCount(0)
  }
  await expect(form.getByText('32 places are wrong, in 28 judged objects')).toBeVisible()
})

test('what is refused is told at its field, and what is saved stands in the list at once', async () => {
  const form = dialog('Write a rule')
  await form.getByLabel('Title').fill('   ')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByLabel('Title')).toHaveAccessibleDescription(/Say what is wrong where it fails/)
  await form.getByLabel('Title').fill('Image from elsewhere')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Rule CU-001 is saved. Clusters are checked anew.')).toBeVisible()
  await expect(page.getByRole('row', { name: 'CU-001: Image from elsewhere' })).toBeVisible()
})

test('a rule is changed and deleted from its details', async () => {
  await noTask()
  await page.goto(`${product.url}/configuration?view=checks&custom=true`)
  await page.getByRole('row', { name: 'CU-001: Image from elsewhere' }).focus()
  await page.keyboard.press('Enter')
  await drawer().getByRole('button', { name: 'Edit' }).click()
  const form = dialog('Edit rule CU-001')
  await expect(form.getByLabel('Expression')).toHaveValue(/startsWith/)
  await form.getByLabel('Title').fill('Image that is not ours')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(drawer().getByRole('heading', { name: 'Image that is not ours' })).toBeVisible()
  await drawer().getByRole('button', { name: 'Delete' }).click()
  await dialog('Delete rule CU-001').getByRole('button', { name: 'Delete' }).click()
  await expect(drawer().getByText('No longer asked')).toBeVisible()
  await expect(drawer().getByRole('button', { name: 'Edit' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await noTask()
})

test('the object of a fault is shown with the place that is wrong, and its secrets masked', async () => {
  await page.goto(`${product.url}/configuration?rules=KC-001`)
  await page.getByRole('row', { name: 'Privileged container: Deployment platform/ci-runner' }).focus()
  await page.keyboard.press('Enter')
  const source = drawer().getByRole('region', { name: 'The object, line by line' })
  await expect(source.locator('mark')).toHaveText('privileged: true')
  await drawer()
    .getByRole('button', { name: /^Show all \d+ lines$/ })
    .click()
  await expect(source.getByText('kind: Deployment')).toBeAttached()
  await expect(source.locator('mark')).toBeInViewport()
  await drawer().getByRole('button', { name: 'Copy the object' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^apiVersion: apps\/v1\nkind: Deployment\n/)
  await page.goto(`${product.url}/configuration?rules=KC-042`)
  await page
    .getByRole('row', { name: /^Secret value in plain environment/ })
    .first()
    .focus()
  await page.keyboard.press('Enter')
  await expect(source.locator('mark').last()).toContainText(/«masked \d+ characters/)
})

test('what is accepted by a label is counted before it is saved, and told by it for ever after', async () => {
  await page.goto(`${product.url}/configuration?rules=KC-001`)
  await page.getByRole('row', { name: 'Privileged container: Deployment platform/ci-runner' }).focus()
  await page.keyboard.press('Enter')
  await drawer().getByRole('button', { name: 'Accept a risk' }).click()
  const form = dialog('Accept a risk')
  await form.getByLabel(/^All assets with labels/).check()
  await expect(form.getByRole('button', { name: 'Accept the risk' })).toBeDisabled()
  await form.getByRole('combobox', { name: 'Labels' }).click()
  await page.getByRole('option').first().click()
  await page.keyboard.press('Escape')
  const told = form.getByText(/^This hides \d+ open risks?\.$/)
  await expect(told).toBeVisible()
  const count = numberOf(await told.innerText())
  expect(count).toBeGreaterThan(0)
  await form.getByLabel('Reason').fill('It builds images')
  await form.getByLabel('Owner').fill('Platform team')
  await form.getByRole('button', { name: 'Accept the risk' }).click()
  await expect(drawer().getByText(/^Accepted by Platform team/)).toBeVisible()
  await page.goto(`${product.url}/settings?part=waivers`)
  const waiver = page.getByRole('table', { name: 'Waivers' }).locator('tbody tr', { hasText: 'It builds images' })
  await expect(waiver).toContainText(/KC-001 · .*=/)
  await expect(waiver.getByRole('link', { name: count === 1 ? '1 risk' : `${count} risks` })).toBeVisible()
})

/** Waits until everything that follows a synchronization has ended. */
async function noTask(): Promise<void> {
  const active = async () => {
    const { tasks } = await ask<{ tasks: { totalCount: number } }>(
      page,
      '{ tasks(first: 1, filter: { states: [QUEUED, RUNNING] }) { totalCount } }',
    )
    return tasks.totalCount
  }
  await expect.poll(active, { timeout: 40_000 }).toBe(0)
}
