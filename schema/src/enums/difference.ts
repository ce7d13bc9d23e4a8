import { describedEnum } from './described-enum.ts'

export const DIFFERENCE_KINDS = ['NEW', 'GONE', 'CHANGED'] as const

export const DifferenceKind = describedEnum('DifferenceKind', 'How something differs between two moments.', {
  NEW: 'It was not there before.',
  GONE: 'It is no longer there.',
  CHANGED: 'It was there before and is there after, and is different.',
})
