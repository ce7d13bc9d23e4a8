import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { SecretError } from './error.ts'
import { seal, sealJson, secretKey, unseal, unsealJson } from './seal.ts'

const KEY = secretKey(Buffer.alloc(32, 7))
const PURPOSE = 'cluster-credentials a'

describe('sealing', () => {
  test('what was sealed opens', () => {
    expect(unseal(KEY, PURPOSE, seal(KEY, PURPOSE, 'kubeconfig: ä€😀'))).toBe('kubeconfig: ä€😀')
  })

  test('an empty text opens', () => {
    expect(unseal(KEY, PURPOSE, seal(KEY, PURPOSE, ''))).toBe('')
  })

  test('JSON opens as what it was', () => {
    expect(unsealJson(KEY, PURPOSE, sealJson(KEY, PURPOSE, { a: [1, null] }))).toEqual({ a: [1, null] })
  })

  test('the same text is sealed differently each time', () => {
    expect(seal(KEY, PURPOSE, 'x')).not.toBe(seal(KEY, PURPOSE, 'x'))
  })

  test('the sealed text names its version and its key', () => {
    expect(seal(KEY, PURPOSE, 'x')).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/)
  })

  test('another purpose does not open it', () => {
    expect(failure(() => unseal(KEY, 'cluster-credentials b', seal(KEY, PURPOSE, 'x')))).toMatchObject({
      code: 'NOT_UNSEALABLE',
    })
  })

  test('another key is named as the reason', () => {
    const other = secretKey(Buffer.alloc(32, 8))
    expect(failure(() => unseal(other, PURPOSE, seal(KEY, PURPOSE, 'x')))).toMatchObject({
      code: 'OTHER_KEY',
      advice: expect.stringContaining('secret.key'),
    })
  })

  test('no changed byte goes unseen', () => {
    const sealed = seal(KEY, PURPOSE, 'secret')
    const [version, id, payload = ''] = sealed.split('.')
    const bytes = Buffer.from(payload, 'base64url')
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes)
      changed[i] = (changed[i] ?? 0) ^ 1
      expect(() => unseal(KEY, PURPOSE, `${version}.${id}.${changed.toString('base64url')}`)).toThrow(SecretError)
    }
  })

  test.each(['', 'plain', 'v1', 'v1.x.y', 'v2.00000000.AAAA', `v1.${KEY.id}.AAAA`, `v1.${KEY.id}.`, 'v1.a.b.c'])(
    'what was never sealed is refused: %s',
    (text) => {
      expect(() => unseal(KEY, PURPOSE, text)).toThrow(SecretError)
    },
  )

  test('a cut text is refused', () => {
    expect(() => unseal(KEY, PURPOSE, seal(KEY, PURPOSE, 'secret').slice(0, -4))).toThrow(SecretError)
  })
})

describe('keys', () => {
  test.each([0, 16, 31, 33])('%i bytes are no key', (length) => {
    expect(failure(() => secretKey(Buffer.alloc(length)))).toMatchObject({ code: 'MALFORMED_KEY' })
  })

  test('a key does not show itself', () => {
    const bytes = Buffer.from('0123456789abcdef0123456789abcdef')
    const shown = `${inspect(secretKey(bytes), { depth: 9 })} ${JSON.stringify(secretKey(bytes))}`
    expect(shown).not.toContain('0123456789abcdef')
    expect(shown).not.toContain(bytes.toString('base64').slice(0, 10))
  })
})

function failure(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}
