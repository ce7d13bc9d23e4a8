import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { ask } from './ask.ts'
import { loggedIn } from './logged-in.ts'
import { COMMAND_WITH_RISKS, type Product, startProduct } from './product.ts'
import { IS_THOROUGH } from './sampled.ts'
import { analyzeShop, report, type ShopAnalysis, withoutFoundRisks } from './shop-risks.ts'

test.describe.configure({ mode: 'serial' })

let product: Product
let context: BrowserContext
let page: Page
/** Another window on the same product, which nobody touches. */
let other: Page
let shop: ShopAnalysis

test.beforeAll(async ({ browser }) => {
  product = await startProduct({}, COMMAND_WITH_RISKS)
  ;({ context, page } = await loggedIn(browser, product))
  await page.getByRole('button', { name: 'Load the sample cluster' }).first().click()
  await expect(page.getByRole('heading', { name: 'Sample: online shop' })).toBeVisible()
  await page.goto(`${product.url}/clusters`)
  await expect(page.getByLabel('56 in all: Pods')).toBeVisible()
  shop = await analyzeShop(page)
  await withoutFoundRisks(page, shop.cluster)
  await report(page, shop.cluster, 'CONFIGURATION', shop.configuration)
  await report(page, shop.cluster, 'VULNERABILITY', shop.vulnerabilities)
  other = await context.newPage()
  await other.goto(`${product.url}/clusters`)
  await expect(other.getByLabel('11 at risk: Containers')).toBeVisible()
})
test.afterAll(async () => {
  await context.close()
  await product.close()
})

/** A waiver as a program makes it, that ends by itself. */
async function waive(target: Record<string, string>, forMs: number): Promise<void> {
  const until = new Date(Date.now() + forMs).toISOString()
  await ask(page, 'mutation ($input: CreateWaiverInput!) { createWaiver(input: $input) { userErrors { message } } }', {
    input: { target, reason: 'For a moment', owner: 'platform', until },
  })
}

const open = '/risks?states=OPEN&waived=false'
const dialog = () => page.getByRole('dialog', { name: 'Accept a risk' })
const waiverRow = (reason: string) =>
  page.getByRole('table', { name: 'Waivers' }).locator('tbody tr', { hasText: reason })

test('before any waiver the settings say where one is made, and one that is made is there at once', async () => {
  await page.goto(`${product.url}/settings?part=waivers`)
  await expect(page.getByText('No risk was accepted yet')).toBeVisible()
  await waive({ kind: 'CONFIGURATION', rule: 'no-network-policy' }, 2_000)
  await expect(waiverRow('For a moment').getByRole('link', { name: '1 risk' })).toBeVisible()
})

test('a risk is waived from its row; how many would be hidden is counted for each reach', async () => {
  await page.goto(product.url + open)
  await page.getByRole('button', { name: 'Waive Runs privileged, node-agent' }).first().click()
  await expect(dialog().getByText('Runs privileged, node-agent')).toBeVisible()
  await expect(dialog().getByLabel('Reason')).toBeFocused()
  await expect(dialog().getByText('This hides 1 open risk.')).toBeVisible()
  await dialog().getByLabel('All assets of the namespace platform').check()
  await expect(dialog().getByText('This hides 4 open risks.')).toBeVisible()
  await dialog().getByLabel('All assets everywhere').check()
  await expect(dialog().getByText('This hides 4 open risks.')).toBeVisible()
})

test('the count is right again as soon as an analysis has found more', async () => {
  const privileged = shop.configuration.find((each) => each.rule === 'privileged-container')
  const plain = shop.configuration.find((each) => each.rule === 'runs-as-root')
  if (!privileged || !plain) throw new Error('The analysis is not as expected.')
  const found = { ...privileged, asset: plain.asset, assetName: plain.assetName, namespace: plain.namespace }
  await report(page, shop.cluster, 'CONFIGURATION', [...shop.configuration, found])
  await expect(dialog().getByText('This hides 5 open risks.')).toBeVisible()
  await report(page, shop.cluster, 'CONFIGURATION', shop.configuration)
  await expect(dialog().getByText('This hides 4 open risks.')).toBeVisible()
})

test('what is missing or too long is told where it is missing, and nothing is waived', async () => {
  await dialog().getByRole('button', { name: 'Accept the risk' }).click()
  await expect(dialog().getByLabel('Reason')).toBeFocused()
  await dialog().getByLabel('Reason').fill('x'.repeat(2_001))
  await dialog().getByLabel('Owner').fill('platform')
  await dialog().getByRole('button', { name: 'Accept the risk' }).click()
  await expect(dialog().getByText(/1 to 2000 characters/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog()).toBeHidden()
  await expect(other.getByLabel('11 at risk: Containers')).toBeVisible()
})

test('with the keyboard alone a risk is waived; it leaves list and counts everywhere, without a reload', async () => {
  await page.getByRole('button', { name: 'Waive Runs privileged, node-agent' }).first().focus()
  await page.keyboard.press('Enter')
  await expect(dialog().getByText('This hides 1 open risk.')).toBeVisible()
  await page.keyboard.press('Shift+Tab')
  // From this place to this container, and on to the namespace.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(dialog().getByText('This hides 4 open risks.')).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.type('The agent needs the node')
  await page.keyboard.press('Tab')
  await page.keyboard.type('platform')
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  await expect(page.getByText('Accepted. 4 open risks are hidden.')).toBeVisible()
  await expect(page.getByRole('row', { name: /^Runs privileged/ })).toHaveCount(0)
  await expect(other.getByLabel('7 at risk: Containers')).toBeVisible()
  await expect(other.getByRole('row', { name: /Sample: online shop/ }).getByText('5 high')).toBeVisible()
})

test('waived risks are still to be seen, with who accepted them and why', async () => {
  await page.goto(`${product.url}/risks?waived=true&rules=privileged-container`)
  const row = page.getByRole('row', { name: /^Runs privileged/ }).first()
  await expect(row.getByText('Waived')).toBeVisible()
  await row.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Accepted by platform: The agent needs the node/)).toBeVisible()
})

test('the settings list the waiver, and its number leads to the risks that it hides', async () => {
  await page.goto(`${product.url}/settings?part=waivers`)
  const row = waiverRow('The agent needs the node')
  await expect(row).toContainText('privileged-container · Configuration · Sample: online shop · platform')
  await row.getByRole('link', { name: '4 risks' }).click()
  await expect(page.getByRole('button', { name: /^Only waived by platform: The agent needs the node/ })).toBeVisible()
  await expect(page.getByText('4 of 4')).toBeVisible()
  await expect(page.getByRole('row', { name: /^Runs privileged/ })).toHaveCount(4)
})

test('an image is waived by its reference', async () => {
  await page.goto(`${product.url}/risks?kinds=VULNERABILITY`)
  await page.getByRole('button', { name: /^Waive libxml2/ }).click()
  await expect(dialog().getByLabel(/^Only docker\.io\/library\/postgres/)).toBeChecked()
  await dialog().getByLabel('Reason').fill('Not reachable')
  await dialog().getByLabel('Owner').fill('data')
  await dialog().getByRole('button', { name: 'Accept the risk' }).click()
  await expect(page.getByText('Accepted. 1 open risk is hidden.')).toBeVisible()
  await expect(other.getByLabel('0 at risk: Images')).toBeVisible()
})

test('a waiver that hides nothing any more says so, as soon as it is so', async () => {
  await page.goto(`${product.url}/settings?part=waivers`)
  await expect(waiverRow('Not reachable').getByRole('link', { name: '1 risk' })).toBeVisible()
  await report(page, shop.cluster, 'VULNERABILITY', [])
  await expect(waiverRow('Not reachable').getByText('Hides nothing')).toBeVisible()
  await page.getByRole('button', { name: 'Hides nothing' }).click()
  await page.getByRole('radio', { name: 'Yes' }).check()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('table', { name: 'Waivers' }).locator('tbody tr')).toHaveCount(1)
})

test('a waiver is ended before its date, and its risks count again at once', async () => {
  await page.goto(`${product.url}/settings?part=waivers`)
  const row = waiverRow('The agent needs the node')
  await row.getByRole('button', { name: /^End the waiver for privileged-container/ }).click()
  await expect(row.getByText('Ended')).toBeVisible()
  await expect(row.getByRole('button')).toHaveCount(0)
  await expect(other.getByLabel('7 at risk: Containers')).toBeVisible()
  await expect(other.getByRole('row', { name: /Sample: online shop/ }).getByText('8 high')).toBeVisible()
})

// It waits for up to a minute; what ends waivers is held by tests of its own.
if (IS_THOROUGH) {
  test('a waiver whose date has come ends by itself', async () => {
    test.setTimeout(120_000)
    await page.goto(`${product.url}/settings?part=waivers`)
    // What has run out is looked for once a minute.
    await expect(waiverRow('For a moment').getByText('Ended')).toBeVisible({ timeout: 90_000 })
    await page.goto(`${product.url}/risks?rules=no-network-policy&waived=false`)
    await expect(page.getByText('1 of 1')).toBeVisible()
  })
}

test('the dialog and the waivers have no accessibility violation and fit the screen', async () => {
  await expectAccessible(page, async () => {
    await page.goto(product.url + open)
    await page
      .getByRole('button', { name: /^Waive Runs privileged/ })
      .first()
      .click()
    await expect(dialog().getByText('This hides 1 open risk.')).toBeVisible()
  })
  await expectAccessible(page, async () => {
    await page.goto(`${product.url}/settings?part=waivers`)
    await expect(waiverRow('The agent needs the node')).toBeVisible()
  })
})
