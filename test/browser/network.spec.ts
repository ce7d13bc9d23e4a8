import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { freePort } from '../../drizzle/test/free-port.ts'
import { certificateAuthority } from '../../server/test/api-server/certificates.ts'
import { type Product, startProduct } from './product.ts'

let product: Product
const folder = mkdtempSync(join(tmpdir(), 'breakwater-tls-'))

test.beforeAll(async () => {
  const { certificate, key } = await (await certificateAuthority()).server()
  const files = { BREAKWATER_TLS_CERT: join(folder, 'cert.pem'), BREAKWATER_TLS_KEY: join(folder, 'key.pem') }
  writeFileSync(files.BREAKWATER_TLS_CERT, certificate)
  writeFileSync(files.BREAKWATER_TLS_KEY, key, { mode: 0o600 })
  const port = await freePort()
  product = await startProduct({
    ...files,
    HOST: '0.0.0.0',
    PORT: String(port),
    BREAKWATER_PUBLIC_URL: `https://localhost:${port}`,
  })
})
test.afterAll(async () => {
  await product.close()
  rmSync(folder, { recursive: true, force: true })
})

test('on every address, with a certificate: one logs in by the public name, and what is live is encrypted as well', async ({
  browser,
}) => {
  expect(product.loginUrl).toMatch(/^https:\/\/localhost:/)
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  const sockets: string[] = []
  page.on('websocket', (socket) => sockets.push(socket.url()))
  await page.goto(product.loginUrl)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  expect(sockets.length).toBeGreaterThan(0)
  expect(sockets.filter((url) => !url.startsWith('wss://localhost:'))).toEqual([])
  const cookies = await context.cookies()
  expect(cookies).toMatchObject([{ secure: true, httpOnly: true, sameSite: 'Strict' }])
  expect(problems).toEqual([])
  await context.close()
})
