import { expect, test } from 'vitest'
import { TEST_KEY } from '../../test/test-key.ts'
import { secretKey } from '../secrets/seal.ts'
import { createCursors, createListCursors } from './cursor.ts'

const cursors = createCursors(TEST_KEY)
const early = { epoch: 'abcdefgh', transaction: '7', seq: 9 }
const late = { epoch: 'abcdefgh', transaction: '18446744073709551615', seq: 123_456_789 }

test.each([early, late])('a place comes back as it was: %o', (position) => {
  expect(cursors.decode(cursors.encode(position))).toEqual(position)
})

test('two cursors of one place differ as much as those of two places', () => {
  const [first, again, later] = [early, early, late].map((position) => cursors.encode(position))
  expect(again).not.toBe(first)
  expect([again?.length, later?.length]).toEqual([first?.length, first?.length])
})

test('no number stands in a cursor', () => {
  const [, , payload = ''] = cursors.encode(late).split('.')
  expect(Buffer.from(payload, 'base64url').toString('latin1')).not.toMatch(/123456789|18446744073709551615|abcdefgh/)
})

test.each([
  ['of another key', createCursors(secretKey(Buffer.alloc(32, 1))).encode(early)],
  ['that was not sealed', Buffer.from('abcdefgh:7:9').toString('base64url')],
])('a cursor %s is a place of no epoch', (_what, cursor) => {
  expect(cursors.decode(cursor)).toEqual({ epoch: 'lost', transaction: '0', seq: 0 })
})

test.each(['', 'nonsense', 'v1.12345678', `${cursors.encode(early)}A`])(
  'what is no cursor is refused: %j',
  (cursor) => {
    expect(() => cursors.decode(cursor)).toThrow('This is not a cursor')
  },
)

const lists = createListCursors(TEST_KEY)

test('a cursor of a list comes back as it was, and tells nothing, not even by its length', () => {
  const [short, long] = [lists.seal('W1siYSIsN11d'), lists.seal('W1siYSIsMTIzNDU2Nzg5XV0')]
  expect(lists.open(short)).toBe('W1siYSIsN11d')
  expect(long.length).toBe(short.length)
  expect(long).not.toContain('MTIzNDU2Nzg5')
})

test.each(['', 'nonsense', createListCursors(secretKey(Buffer.alloc(32, 1))).seal('x'), cursors.encode(early)])(
  'what is no cursor of a list of ours is none: %j',
  (cursor) => {
    expect(lists.open(cursor)).toBeUndefined()
  },
)
