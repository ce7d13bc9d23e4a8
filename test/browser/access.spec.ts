import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { loggedIn } from './logged-in.ts'
import { type Product, startProduct } from './product.ts'

let product: Product
test.beforeAll(async () => {
  product = await startProduct()
})
test.afterAll(() => product.close())

function ask(secret: string, query: string): Promise<Response> {
  return fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query }),
  })
}

async function openAccess(page: Page): Promise<void> {
  await page.goto(`${product.url}/settings?part=access`)
  await expect(page.getByRole('heading', { name: 'Tokens' })).toBeVisible()
}

test('a token is made, shown once, used, and refused once it is revoked', async ({ browser }) => {
  const { context, page } = await loggedIn(browser, product)
  await openAccess(page)
  await page.getByRole('button', { name: 'Create token' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the program').fill('robot')
  await dialog.getByLabel('Namespaces').fill('shop')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Create token' }).click()
  const secret = (await dialog.getByTestId('secret').textContent()) ?? ''
  expect(secret).toMatch(/^bw_/)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText(secret)).toHaveCount(0)

  const answer = await ask(secret, '{ viewer { name role scope { namespaces } } }')
  expect(await answer.json()).toEqual({
    data: { viewer: { name: 'robot', role: 'VIEWER', scope: { namespaces: ['shop'] } } },
  })
  await page.getByRole('button', { name: 'Revoke robot' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('button', { name: 'Revoke robot' })).toHaveCount(0)
  expect((await ask(secret, '{ viewer { name } }')).status).toBe(401)

  await page.goto(`${product.url}/settings?part=audit`)
  await expect(page.getByRole('table', { name: 'Audit trail' })).toContainText('revokeToken')
  await expectAccessible(page, async () => {
    await page.goto(`${product.url}/settings?part=audit`)
    await expect(page.getByRole('table', { name: 'Audit trail' })).toBeVisible()
  })
  await expectAccessible(page, () => openAccess(page))
  await context.close()
})

test('whose session is ended by another sees the page that asks to sign in', async ({ browser }) => {
  const link = (await product.run('login')).output.trim()
  const { context, page } = await loggedIn(browser, { ...product, loginUrl: link })
  await openAccess(page)
  await page.getByRole('button', { name: 'Create login link' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the person').fill('Ada')
  await dialog.getByRole('button', { name: 'Create login link' }).click()
  const adasLink = (await dialog.getByTestId('secret').textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Done' }).click()

  const ada = await loggedIn(browser, { ...product, loginUrl: adasLink })
  // A viewer is not offered what a viewer may not do.
  await expect(ada.page.getByRole('link', { name: 'Connect cluster' })).toHaveCount(0)
  await ada.page.goto(`${product.url}/settings?part=access`)
  await expect(ada.page.getByText('Only an administrator may see and change this')).toBeVisible()

  await page.reload()
  await page.getByRole('button', { name: 'End the session Ada' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End' }).click()
  await expect(ada.page.getByRole('heading', { name: 'Sign in' })).toBeVisible({ timeout: 6_000 })
  await ada.context.close()
  await context.close()
})
