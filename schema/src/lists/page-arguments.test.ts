import { expect, test } from 'vitest'
import { pageRequest } from './page-arguments.ts'

test('first asks forwards, last asks backwards', () => {
  expect(pageRequest({ first: 10, after: 'x' })).toEqual({ size: 10, backwards: false, cursor: 'x' })
  expect(pageRequest({ last: 10, before: 'x' })).toEqual({ size: 10, backwards: true, cursor: 'x' })
})

test.each([
  [{}, /first.*last/],
  [{ first: 1, last: 1 }, /not both/],
  [{ first: 0 }, /1 to 100/],
  [{ first: 101 }, /1 to 100/],
  [{ last: -1 }, /1 to 100/],
  [{ first: 1, before: 'x' }, /before.*last/],
  [{ last: 1, after: 'x' }, /after.*first/],
])('%j is refused with a sentence that says why', (args, message) => {
  expect(() => pageRequest(args)).toThrow(message)
})
