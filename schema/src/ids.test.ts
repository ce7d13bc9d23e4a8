import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeId, decodeIdOf, encodeId } from './ids.ts'

const codeOf = (call: () => unknown) => {
  try {
    call()
  } catch (error) {
    return (error as { extensions?: { code?: string } }).extensions?.code
  }
  return undefined
}

test('an id comes back as the type and the key that it was made of', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('Cluster', 'Pod', 'TaskItem'),
      fc.string({ minLength: 1, unit: 'grapheme' }),
      (type, key) => {
        expect(decodeId(encodeId(type, key))).toEqual({ type, key })
      },
    ),
  )
})

test('what was not made here is refused as an id', () => {
  const notIds = [
    '',
    'x',
    'pod-1',
    Buffer.from('v2:Pod:a').toString('base64url'),
    Buffer.from('v1:Pod:').toString('base64url'),
  ]
  expect(notIds.map((id) => codeOf(() => decodeId(id)))).toEqual(notIds.map(() => 'ID_INVALID'))
})

test('one row has one id: padding and other spellings are refused', () => {
  expect(codeOf(() => decodeId(`${encodeId('Pod', 'ab')}=`))).toBe('ID_INVALID')
})

test('the id of another type is refused with both types named', () => {
  expect(() => decodeIdOf('Cluster', encodeId('Pod', 'a'))).toThrow(/id of a Pod.*a Cluster/)
  expect(codeOf(() => decodeIdOf('Cluster', encodeId('Pod', 'a')))).toBe('ID_TYPE')
})
