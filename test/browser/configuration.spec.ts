import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible, expectNoSidewaysScroll } from './accessible.ts'
import { ask } from './ask.ts'
import { loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'
import { expectTotal, numberOf } from './totals.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  product = await startProduct()
  ;({ context, page } = await loggedIn(browser, product))
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
})
test.afterAll(async () => {
  await context.close()
  await product.close()
})

const row = () => page.getByRole('row', { name: 'Privileged container: Deployment platform/ci-runner' })
const drawer = () => page.getByRole('dialog', { name: 'Details' })
const parts = () => page.getByRole('navigation', { name: 'Results by what comes first' })
const part = (name: string) => parts().getByRole('link', { name: new RegExp(`^${name}`) })
const clipboard = () => page.evaluate(() => navigator.clipboard.readText())

/** How much there is of a part of the list, as its link says. */
async function counted(name: string): Promise<number> {
  await expect(part(name)).toHaveText(/\d/)
  return numberOf(await part(name).innerText())
}

test('before anything is connected the page says what to do', async () => {
  await page.goto(`${product.url}/`)
  await page.getByRole('link', { name: 'Configuration' }).click()
  await expect(page.getByRole('heading', { name: 'Configuration' })).toBeVisible()
  await expect(page.getByText('Nothing to check yet')).toBeVisible()
  await expect(page).toHaveURL(/priorities=HIGH&results=FAIL/)
})

test('an address without filters opens with what is wrong and comes first', async () => {
  await page.goto(`${product.url}/configuration`)
  await expect(part('High priority')).toHaveAttribute('aria-current', 'page')
  await expect(page).toHaveURL(/priorities=HIGH&results=FAIL/)
})

test('rules are there before anything was checked, without numbers', async () => {
  await page.getByRole('link', { name: 'Checks', exact: true }).click()
  const rule = page.getByRole('row', { name: 'KC-001: Privileged container' })
  await expect(rule).toContainText('Critical')
  await expect(rule.getByRole('link')).toHaveCount(0)
})

test.describe('of the sample cluster', () => {
  test('what is set up wrongly is seen as a check finds it, without a reload', async () => {
    await page.goto(`${product.url}/configuration`)
    await expect(page.getByText('Nothing to check yet')).toBeVisible()
    await ask(page, 'mutation { loadSampleCluster(input: {}) { userErrors { message } } }')
    await expect(row()).toBeVisible({ timeout: 40_000 })
    await expect(row()).toContainText('Critical')
    await expect(page.getByText(/^Checked /)).toBeVisible()
    await noTask()
  })

  test('the rest is counted, and each number leads to what it counts', async () => {
    await page.goto(`${product.url}/configuration`)
    for (const name of ['Medium', 'Low', 'All', 'High priority']) {
      const count = await counted(name)
      await part(name).click()
      await expect(part(name)).toHaveAttribute('aria-current', 'page')
      await expectTotal(page, 'Results', count)
    }
    const sum = (await counted('High priority')) + (await counted('Medium')) + (await counted('Low'))
    expect(sum + (await counted('Not assessable')) + (await counted('Exempt'))).toBe(await counted('All'))
  })

  test('a filter stands in the address, and the counts are of what it leaves', async () => {
    await page.goto(`${product.url}/configuration`)
    const all = await counted('All')
    await page.getByRole('searchbox').fill('ci-runner')
    await expect(page).toHaveURL(/text=ci-runner/)
    await expect.poll(() => counted('All')).toBeLessThan(all)
    await page.reload()
    await expect(row()).toBeVisible()
    await expect(page.getByRole('row', { name: /node-agent/ })).toHaveCount(0)
    await part('All').click()
    await expect(page).toHaveURL(/text=ci-runner/)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expectTotal(page, 'Results', all)
  })

  test('with the keyboard a fault opens to why it matters and how to set it right', async () => {
    await page.goto(`${product.url}/configuration?rules=KC-001`)
    await row().focus()
    await page.keyboard.press('Enter')
    for (const title of ['What is wrong', 'Why it matters', 'How to set it right', 'Frameworks']) {
      await expect(drawer().getByRole('heading', { name: title })).toBeVisible()
    }
    await expect(page).toHaveURL(/[?&]open=/)
    await drawer().getByRole('button', { name: 'Copy the path' }).click()
    expect(await clipboard()).toBe('spec.template.spec.containers[0].securityContext.privileged')
  })

  test('its patch is there to copy', async () => {
    await drawer().getByRole('button', { name: 'Copy the command' }).click()
    expect(await clipboard()).toMatch(/^kubectl patch deployment ci-runner -n platform .*privileged.*false/)
    await drawer().getByRole('button', { name: 'Copy the YAML' }).click()
    expect(await clipboard()).toContain('value: false')
  })

  test('what is open has no accessibility violation, in the dark and on a phone', async () => {
    const address = page.url()
    await expectAccessible(page, async () => {
      await page.goto(address)
      await expect(drawer().getByRole('button', { name: 'Copy the command' })).toBeVisible()
    })
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSidewaysScroll(page, 'the details of a result, 390 px')
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('what is accepted is counted before, and counts no longer after', async () => {
    await page.goto(`${product.url}/configuration?rules=KC-001&results=FAIL&priorities=HIGH`)
    const [high, exempt] = [await counted('High priority'), await counted('Exempt')]
    await row().focus()
    await page.keyboard.press('Enter')
    await drawer().getByRole('button', { name: 'Accept a risk' }).click()
    const dialog = page.getByRole('dialog', { name: 'Accept a risk' })
    await expect(dialog.getByText('This hides 1 open risk.')).toBeVisible()
    await dialog.getByLabel('Reason').fill('It builds images until the new builder is there')
    await dialog.getByLabel('Owner').fill('Platform team')
    await dialog.getByRole('button', { name: 'Accept the risk' }).click()
    await expect(drawer().getByText(/^Accepted by Platform team: It builds images/)).toBeVisible()
    await expect(drawer().getByText('Exempt', { exact: true })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(drawer()).toBeHidden()
    await expect(row()).toBeHidden()
    await expect.poll(() => counted('High priority')).toBe(high - 1)
    await expect.poll(() => counted('Exempt')).toBe(exempt + 1)
  })

  test('numbers of a rule lead to the lists that sum to them', async () => {
    for (const [outcome, list] of [
      ['Failed', 'Results'],
      ['Exempt', 'Results'],
      ['Passed', 'Objects'],
    ] as const) {
      await page.goto(`${product.url}/configuration?view=checks&rules=KC-001`)
      const link = page.getByRole('link', { name: new RegExp(`^\\d+ ${outcome}: Privileged container$`) })
      const count = numberOf(await link.innerText())
      await link.click()
      await expectTotal(page, list, count)
    }
  })

  test('an object tells all that rules say of it', async () => {
    await page.goto(`${product.url}/configuration?view=objects&names=ci-runner`)
    await page.getByRole('row', { name: 'Deployment platform/ci-runner' }).focus()
    await page.keyboard.press('Enter')
    await expect(drawer().getByRole('heading', { name: /^Results \(\d+\)$/ })).toBeVisible()
    await drawer().getByRole('button', { name: 'Privileged container' }).click()
    await expect(drawer().getByRole('heading', { name: 'Why it matters' })).toBeVisible()
    await page.keyboard.press('Escape')
  })

  test('the page of the cluster has the numbers, and checks it anew', async () => {
    await page.goto(`${product.url}/clusters`)
    await page
      .getByRole('link', { name: /Sample: online shop/ })
      .first()
      .click()
    const block = page.getByRole('group', { name: 'Configuration risks' })
    await expect(block.getByText(/^Checked /)).toBeVisible()
    const high = block.getByRole('link', { name: /high priority, failed$/ })
    const count = numberOf(await high.innerText())
    await block.getByRole('button', { name: 'Check configuration' }).click()
    await expect(page.getByText('The configuration check has started.')).toBeVisible()
    await noTask()
    await high.click()
    await expectTotal(page, 'Results', count)
  })

  test('Task Management tells what a check has found', async () => {
    await page.goto(`${product.url}/clusters?tasks=OTHER`)
    const tasks = page.getByRole('dialog', { name: 'Task Management' })
    await expect(tasks.getByRole('button', { name: 'Check configuration' })).toBeVisible()
    const task = tasks.getByRole('row', { name: /^Items of .*, Succeeded/ }).first()
    await task.focus()
    await page.keyboard.press('Enter')
    await expect(tasks.getByRole('table', { name: /^Items of / }).getByText('Critical')).toBeVisible()
  })
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
