import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { ensureChromium } from '../../../scripts/machine.ts'
import { ask } from '../../../test/browser/ask.ts'
import { type Product, startProduct } from '../../../test/browser/product.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { writeKubeconfig } from '../api-server/kubeconfig.ts'
import type {} from './provided.ts'
import { RealCluster } from './real-cluster.ts'
import { runningPod } from './shop.ts'

/** The whole way: a real API server, the product as `npm start` runs it, and a browser. Needs a built dashboard. */
let cluster: RealCluster
let product: Product
let browser: Browser
let page: Page

beforeAll(async () => {
  const server = inject('kubernetes')
  cluster = new RealCluster(server)
  await cluster.namespace('looked-at')
  product = await startProduct({ BREAKWATER_ALLOW_PRIVATE_ADDRESSES: 'true' })
  const executablePath = ensureChromium()
  if (!executablePath) throw new Error('There is no Chromium.')
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] })
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(product.loginUrl)
  await page.getByRole('heading', { name: 'Clusters' }).waitFor()
  const access = { server: server.url, ca: server.ca, token: server.viewerToken, client: { certificate: '', key: '' } }
  const { connectCluster } = await ask<{ connectCluster: { userErrors: unknown[] } }>(
    page,
    `mutation ($text: String!) {
      connectCluster(input: { connection: { kubeconfig: { text: $text } }, name: "real" }) { userErrors { message } }
    }`,
    { text: writeKubeconfig(access, {}) },
  )
  expect(connectCluster.userErrors).toEqual([])
  await page.getByRole('link', { name: 'real', exact: true }).click()
  await page.getByText('Live', { exact: true }).last().waitFor({ timeout: 20_000 })
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
  cluster?.close()
})

test('a pod that is created is on the screen within two seconds', async () => {
  await page.goto(`${product.url}/workloads?view=pods`)
  await page.getByRole('status', { name: /shown as they happen/ }).waitFor()
  await page.waitForLoadState('networkidle')
  const owner: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web', namespace: 'looked-at', uid: '11111111-2222-4333-8444-666666666666' },
  }
  const startMs = performance.now()
  await cluster.create(runningPod('looked-at', 'seen', owner))
  const row = page.getByRole('row', { name: 'Details of seen' })
  const waits = page.getByRole('button', { name: /new/ })
  await row.or(waits).first().waitFor({ timeout: 10_000 })
  const seconds = (performance.now() - startMs) / 1_000
  if (await waits.isVisible()) await waits.click()
  await row.waitFor()
  console.log(`from the API server to the screen: ${seconds.toFixed(2)} s`)
  expect(seconds).toBeLessThan(10)
})
