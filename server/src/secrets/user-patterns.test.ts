import { expect, test } from 'vitest'
import { matchesPattern } from './user-patterns.ts'

test.each([
  ['AKIA[0-9A-Z]{16}', 'AKIAIOSFODNN7EXAMPLE'],
  ['BEGIN \\w+ PRIVATE KEY', '-----BEGIN RSA PRIVATE KEY-----'],
  ['^(?:prod|test)-[a-z]+$', 'prod-x'],
  ['Bearer', 'bearer abc'],
])('%s matches', (pattern, text) => expect(matchesPattern(pattern, text)).toBe(true))

test.each(['(', '', '[z-a]', 'x'.repeat(300)])('%s is no pattern and matches nothing', (pattern) =>
  expect(matchesPattern(pattern, 'x'.repeat(400))).toBe(false),
)

test.each(['(a+)+$', '(a|a)*$', '((a)b?)+$', '(a)\\1+', 'a*a*a*a*b'])(
  '%s, which could take for ever, matches nothing',
  (pattern) => expect(matchesPattern(pattern, `${'a'.repeat(5_000)}b`)).toBe(false),
)

test('only the beginning of a text is searched', () => {
  expect(matchesPattern('needle', `${' '.repeat(5_000)}needle`)).toBe(false)
})
