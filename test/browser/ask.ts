import type { Page } from '@playwright/test'

/** Asks the API of the page's product, with the page's session. Throws what the API refuses. */
export async function ask<Data>(page: Page, query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const { origin } = new URL(page.url())
  const response = await page.request.post(`${origin}/graphql`, { headers: { origin }, data: { query, variables } })
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] }
  if (!data || errors) throw new Error(`The product refused: ${errors?.map((error) => error.message).join(' ')}`)
  return data
}
