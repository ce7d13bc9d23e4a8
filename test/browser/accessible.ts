import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const

/**
 * Looks at what is shown in both themes, wide and narrow: no axe violation, and no page that scrolls sideways. `prepare` brings
 * the page to where it is looked at, each time anew.
 */
export async function expectAccessible(page: Page, prepare: () => Promise<void>): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const size of SIZES) {
      await page.setViewportSize(size)
      await prepare()
      await page.waitForLoadState('networkidle')
      const { violations } = await new AxeBuilder({ page }).analyze()
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
      expect(found, `${colorScheme}, ${size.width} px`).toEqual([])
      await expectNoSidewaysScroll(page, `${colorScheme}, ${size.width} px`)
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize(SIZES[0])
}

/** The page as a whole scrolls down only; what is wider scrolls in a place of its own. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const excess = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
  expect(excess, where).toBeLessThanOrEqual(0)
}
