import { expect, test } from 'vitest'
import { withoutFieldSets } from './without-field-sets.ts'

function parsed(value: unknown): unknown {
  return JSON.parse(withoutFieldSets(Buffer.from(JSON.stringify(value))).toString())
}

const ENTRY = { manager: 'kubectl', operation: 'Update', apiVersion: 'v1', time: '2026-01-01T00:00:00Z' }

test('which fields a manager owns is left out, who it is stays', () => {
  const fieldsV1 = { 'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } }, 'f:spec': {} }
  const of = (set: object) => ({
    metadata: { name: 'a', managedFields: [{ ...ENTRY, fieldsV1: set }] },
    spec: { b: 1 },
  })
  expect(parsed({ items: [of(fieldsV1), of(fieldsV1)] })).toEqual({ items: [of({}), of({})] })
})

test('braces and quotes in the keys of a field set do not end it', () => {
  const fieldsV1 = { 'k:{"name":"}\\"}': { '.': {} } }
  expect(parsed({ fieldsV1, after: true })).toEqual({ fieldsV1: {}, after: true })
})

test('a text that holds a field set is not touched', () => {
  const text = JSON.stringify({ fieldsV1: { 'f:spec': {} } })
  expect(parsed({ text, fieldsV1: { a: 1 } })).toEqual({ text, fieldsV1: {} })
})

test('what has no field set is the same buffer', () => {
  const json = Buffer.from('{"items":[{"a":"fieldsV1"}]}')
  expect(withoutFieldSets(json)).toBe(json)
})

test('a field set that was cut off stays, for the parser to tell', () => {
  const json = Buffer.from('{"fieldsV1":{"f:metadata":{}')
  expect(withoutFieldSets(json)).toBe(json)
})
