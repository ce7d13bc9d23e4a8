import { expect, test } from 'vitest'
import { sourceWindow } from './source-window.ts'

test.each([
  ['in the middle', [100, 50, 51], { from: 46, to: 57 }],
  ['at the beginning', [100, 1, 1], { from: 1, to: 7 }],
  ['at the end', [100, 100, 100], { from: 96, to: 100 }],
  ['over many lines', [100, 10, 90], { from: 6, to: 30 }],
  ['nowhere', [100, null, null], { from: 1, to: 20 }],
  ['nowhere, in a short one', [7, null, null], { from: 1, to: 7 }],
] as const)('what is lit %s is shown with some lines around it', (_name, [count, first, last], window) => {
  expect(sourceWindow(count, first, last)).toEqual(window)
})
