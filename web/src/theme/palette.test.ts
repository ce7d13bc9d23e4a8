import { describe, expect, test } from 'vitest'
import {
  type ColorScheme,
  contrast,
  cssVariables,
  severityTints,
  surfaces,
  toneTints,
  verdictTints,
} from './palette.ts'

const READABLE = 4.5
const schemes: ColorScheme[] = ['light', 'dark']

describe.each(schemes)('in the %s theme', (scheme) => {
  test.each(Object.entries(severityTints))('severity %s is readable on its own background', (_severity, tint) => {
    expect(contrast(tint[scheme].text, tint[scheme].background)).toBeGreaterThanOrEqual(READABLE)
  })

  test.each(Object.entries(verdictTints))('verdict %s is readable on its own background', (_verdict, tint) => {
    expect(contrast(tint[scheme].text, tint[scheme].background)).toBeGreaterThanOrEqual(READABLE)
  })

  test.each(Object.entries(toneTints))('state of tone %s is readable on its own background', (_tone, tint) => {
    expect(contrast(tint[scheme].text, tint[scheme].background)).toBeGreaterThanOrEqual(READABLE)
  })

  test.each(['text', 'dimmed', 'accent'] as const)('%s is readable on the page and on raised surfaces', (kind) => {
    const { page, raised } = surfaces[scheme]
    expect(contrast(surfaces[scheme][kind], page)).toBeGreaterThanOrEqual(READABLE)
    expect(contrast(surfaces[scheme][kind], raised)).toBeGreaterThanOrEqual(READABLE)
  })

  test('every severity has its variables', () => {
    expect(Object.keys(cssVariables(scheme))).toEqual(
      expect.arrayContaining(Object.keys(severityTints).map((severity) => `--bw-severity-${severity}-text`)),
    )
  })
})

test('black on white has the greatest contrast there is', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
})
