import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { IS_THOROUGH } from './sampled.ts'

/** Wide and narrow, each in one theme: what has other colors has them at every width. */
const VIEWS = [
  { colorScheme: 'light', width: 1440, height: 900 },
  { colorScheme: 'dark', width: 360, height: 780 },
] as const

let looks = 0

/**
 * Looks at what is shown: no axe violation, and no page that scrolls sideways. Every other look is wide and light, or narrow and dark:
 * what is shown is made of the same parts; axe looks at every other, in a thorough run at all. `prepare` brings the page to where it is looked at.
 */
export async function expectAccessible(page: Page, prepare: () => Promise<void>): Promise<void> {
  looks++
  const { colorScheme, ...size } = VIEWS[(looks >> 1) % 2] ?? VIEWS[0]
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.setViewportSize(size)
  await prepare()
  await page.waitForLoadState('networkidle')
  if (IS_THOROUGH || looks % 2 === 1) {
    const { violations } = await new AxeBuilder({ page }).analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
    expect(found, `${colorScheme}, ${size.width} px`).toEqual([])
  }
  await expectNoSidewaysScroll(page, `${colorScheme}, ${size.width} px`)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 1440, height: 900 })
}

/** The page as a whole scrolls down only; what is wider scrolls in a place of its own. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const excess = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      return scrollWidth - clientWidth
    })
  // Another width is laid out a moment after it was set.
  await expect.poll(excess, { message: where, timeout: 3_000 }).toBeLessThanOrEqual(0)
}
