import { expect, type Page } from '@playwright/test'

/** The first number in what a page says. */
export function numberOf(words: string): number {
  return Number(/[\d,]+/.exec(words)?.[0].replaceAll(',', ''))
}

/** The list that is shown has this many rows in all, as it says below itself. */
export async function expectTotal(page: Page, list: string, total: number): Promise<void> {
  const pager = page.getByRole('navigation', { name: `Pages of ${list}` })
  await expect(pager).toHaveText(new RegExp(`of ${total.toLocaleString('en')}(\\D|$)`))
}
