import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, BrowserContextOptions } from '@playwright/test'
import type { Product } from '../test/browser/product.ts'

/** The sample cluster in a running product, for benchmarks and pictures: loaded as a program does it, through GraphQL. */
export interface Sample {
  readonly id: string
  readonly name: string
  /** Gives it its next day and waits until that is synchronized. */
  playNextDay(): Promise<void>
}

const SYNC_TIMEOUT_MS = 60_000
const ACTIVE = ['QUEUED', 'RUNNING']

/** Loads it and waits until it is synchronized. Throws when that does not succeed. */
export async function loadSample(product: Product): Promise<Sample> {
  const created = await product.run('token', 'create', '--name', 'sample')
  if (created.status !== 0) throw new Error(`No token was made: ${created.output}`)
  const token = created.output.trim()
  const { cluster } = await run(product, token, 'loadSampleCluster')
  return {
    ...cluster,
    async playNextDay() {
      await run(product, token, 'playNextDay')
    },
  }
}

/** What a browser's context needs to be logged in, with nothing in its cache. Uses up the product's printed link. */
export async function loggedIn(
  browser: Browser,
  product: Product,
): Promise<NonNullable<BrowserContextOptions['storageState']>> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(product.loginUrl)
    await page.getByRole('navigation').first().waitFor()
    return await context.storageState()
  } finally {
    await context.close()
  }
}

interface Started {
  readonly cluster: { readonly id: string; readonly name: string }
  readonly task: { readonly id: string }
}

async function run(product: Product, token: string, mutation: 'loadSampleCluster' | 'playNextDay'): Promise<Started> {
  const data = await ask<Record<string, Started & { userErrors: { message: string }[] }>>(
    product,
    token,
    `mutation { ${mutation}(input: {}) { cluster { id name } task { id } userErrors { message } } }`,
  )
  const payload = data[mutation]
  if (!payload?.cluster || !payload.task) {
    throw new Error(`${mutation} failed: ${payload?.userErrors.map((error) => error.message).join(' ')}`)
  }
  await untilDone(product, token, payload.task.id)
  return payload
}

async function untilDone(product: Product, token: string, taskId: string): Promise<void> {
  const query = `query ($id: ID!) { node(id: $id) { ... on Task { state } } }`
  const end = Date.now() + SYNC_TIMEOUT_MS
  for (;;) {
    const { node } = await ask<{ node: { state: string } | null }>(product, token, query, { id: taskId })
    if (node?.state === 'SUCCEEDED') return
    if (!node || !ACTIVE.includes(node.state)) throw new Error(`The sample's task ended as ${node?.state}.`)
    if (Date.now() > end) throw new Error(`The sample's task did not end in ${SYNC_TIMEOUT_MS / 1_000} s.`)
    await sleep(200)
  }
}

async function ask<Data>(
  product: Product,
  token: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  const response = await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] }
  if (!data || errors) throw new Error(`The product refused: ${errors?.map((error) => error.message).join(' ')}`)
  return data
}
