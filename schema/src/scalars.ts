import { GraphQLError } from 'graphql'
import { builder } from './builder.ts'

/** RFC 3339 with a time zone; a local time would mean another moment on every machine. */
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/
const DIGEST = /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/
/** Source: package-url specification: scheme, type, optional namespace, name, optional version, qualifiers, subpath. */
const PACKAGE_URL = /^pkg:[A-Za-z][A-Za-z0-9.+-]*(\/[^\s/]+)+$/

builder.scalarType('DateTime', {
  description: 'A moment: RFC 3339 with a time zone, in milliseconds; such as `2026-03-01T12:00:00.000Z`.',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => parseDateTime(value),
})

builder.scalarType('URL', {
  description: 'An absolute URL.',
  serialize: (value) => value,
  parseValue: (value) => checked(value, 'URL', URL.canParse),
})

builder.scalarType('Digest', {
  description: 'A content digest: `sha256:` and 64, or `sha512:` and 128 hexadecimal digits.',
  serialize: (value) => value,
  parseValue: (value) => checked(value, 'Digest', (text) => DIGEST.test(text)),
})

builder.scalarType('CIDR', {
  description: 'A range of IP addresses, such as `10.0.0.0/8` or `2001:db8::/32`.',
  serialize: (value) => value,
  parseValue: (value) => checked(value, 'CIDR', isCidr),
})

builder.scalarType('PURL', {
  description: 'A package URL, such as `pkg:npm/express@5.1.0`.',
  serialize: (value) => value,
  parseValue: (value) => checked(value, 'PURL', (text) => PACKAGE_URL.test(text)),
})

/** The moment that `value` names. Throws a GraphQLError for what is no RFC 3339 date with a time zone. */
export function parseDateTime(value: unknown): Date {
  const date = new Date(checked(value, 'DateTime', (text) => DATE_TIME.test(text)))
  if (Number.isNaN(date.getTime())) throw invalid('DateTime', value)
  return date
}

/** Whether `text` is an address, a slash and a prefix length that fits it. */
export function isCidr(text: string): boolean {
  const [address, length, ...rest] = text.split('/')
  if (address === undefined || length === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length)) return false
  const host = address.includes(':') ? `[${address}]` : address
  if (!/^(\d{1,3}\.){3}\d{1,3}$/.test(address) && !address.includes(':')) return false
  return URL.canParse(`http://${host}/`) && Number(length) <= (address.includes(':') ? 128 : 32)
}

function checked(value: unknown, scalar: string, fits: (text: string) => boolean): string {
  if (typeof value !== 'string' || !fits(value)) throw invalid(scalar, value)
  return value
}

function invalid(scalar: string, value: unknown): GraphQLError {
  return new GraphQLError(`${JSON.stringify(value)} is not a ${scalar}.`, { extensions: { code: 'VALUE_INVALID' } })
}
