import { expect, test } from 'vitest'
import { canonical, decodeCursor, encodeCursor, ownerHash } from './cursor.ts'

const owner = { list: 'Pod', filter: { text: 'a', ready: true }, order: 'NAME ASC', within: [] }
const codeOf = (call: () => unknown) => {
  try {
    call()
  } catch (error) {
    return (error as { extensions?: { code?: string } }).extensions?.code
  }
  return undefined
}

test('a cursor comes back as the values that it was made of', () => {
  const hash = ownerHash(owner)
  expect(decodeCursor(encodeCursor(['a', 3, true], hash), hash, 3)).toEqual(['a', 3, true])
})

test('the owner is the same however the filter was written, and whatever of it is null', () => {
  expect(ownerHash({ ...owner, filter: { ready: true, text: 'a', gone: null } })).toBe(ownerHash(owner))
})

test.each([
  ['filter', { ...owner, filter: { text: 'b' } }],
  ['order', { ...owner, order: 'NAME DESC' }],
  ['list', { ...owner, list: 'Container' }],
  ['parent', { ...owner, within: ['cluster-a'] }],
])('a cursor of another %s is refused as a mismatch', (_what, other) => {
  const cursor = encodeCursor(['a', 'id'], ownerHash(owner))
  expect(codeOf(() => decodeCursor(cursor, ownerHash(other), 2))).toBe('CURSOR_MISMATCH')
})

test.each([
  '',
  'x',
  'bm90IGpzb24',
  Buffer.from('{}').toString('base64url'),
  Buffer.from('[["a"]]').toString('base64url'),
])('what is no cursor is refused as invalid: %j', (cursor) => {
  expect(codeOf(() => decodeCursor(cursor, ownerHash(owner), 1))).toBe('CURSOR_INVALID')
})

test('a cursor with too few values is refused as invalid', () => {
  const hash = ownerHash(owner)
  expect(codeOf(() => decodeCursor(encodeCursor(['a'], hash), hash, 2))).toBe('CURSOR_INVALID')
})

test('moments are canonical in ISO form', () => {
  expect(canonical({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}')
})
