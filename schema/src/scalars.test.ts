import { isScalarType } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from './schema.ts'

function parse(name: string, value: unknown): unknown {
  const scalar = schema.getType(name)
  if (!isScalarType(scalar)) throw new Error(`${name} is no scalar`)
  return scalar.parseValue(value)
}

const digest = `sha256:${'0a'.repeat(32)}`

test.each([
  ['DateTime', '2026-03-01T12:00:00Z', new Date('2026-03-01T12:00:00Z')],
  ['DateTime', '2026-03-01T12:00:00.123+02:00', new Date('2026-03-01T10:00:00.123Z')],
  ['URL', 'https://example.org/a?b', 'https://example.org/a?b'],
  ['Digest', digest, digest],
  ['CIDR', '10.0.0.0/8', '10.0.0.0/8'],
  ['CIDR', '2001:db8::/32', '2001:db8::/32'],
  ['PURL', 'pkg:npm/%40scope/name@1.0.0', 'pkg:npm/%40scope/name@1.0.0'],
])('%s takes %s', (name, value, parsed) => {
  expect(parse(name, value)).toEqual(parsed)
})

test.each([
  ['DateTime', '2026-03-01'],
  ['DateTime', '2026-03-01T12:00:00'],
  ['DateTime', '2026-13-01T12:00:00Z'],
  ['DateTime', 12],
  ['URL', 'example'],
  ['Digest', 'sha256:abc'],
  ['Digest', digest.toUpperCase()],
  ['CIDR', '10.0.0.0'],
  ['CIDR', '10.0.0.0/33'],
  ['CIDR', '300.0.0.0/8'],
  ['CIDR', '2001:db8::/129'],
  ['CIDR', '2001:::/32'],
  ['PURL', 'npm/express'],
])('%s refuses %j', (name, value) => {
  expect(() => parse(name, value)).toThrow(name)
})
