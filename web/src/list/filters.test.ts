import { expect, test } from 'vitest'
import { askedCount, type FilterDefinitions, filterInput, filterParsers } from './filters.ts'

const definitions: FilterDefinitions = {
  text: { kind: 'text' },
  ports: { kind: 'values', label: 'asset.ports', pattern: /^\d{1,5}$/, numeric: true },
  restarts: { kind: 'numbers', label: 'asset.restarts' },
  ready: { kind: 'flag', label: 'asset.ready' },
  gone: { kind: 'switch', label: 'filter.gone', rare: true },
}

test('what is not asked for is left out of the filter', () => {
  const values = { text: '  ', ports: [], restarts: null, ready: null, gone: null }
  expect(filterInput(definitions, values)).toEqual({})
  expect(askedCount(definitions, values)).toBe(0)
})

test('each filter is sent as the API takes it', () => {
  const values = { text: ' web ', ports: ['80', '443'], restarts: '3..', ready: false, gone: true }
  expect(filterInput(definitions, values)).toEqual({
    text: 'web',
    ports: [80, 443],
    restarts: { min: 3 },
    ready: false,
    gone: true,
  })
  expect(askedCount(definitions, values)).toBe(5)
})

test('labels are sent as keys, with their values where they have one', () => {
  const labels: FilterDefinitions = { labels: { kind: 'values', label: 'asset.labels', labels: true } }
  expect(filterInput(labels, { labels: ['app=web', 'example.com/tier', 'empty='] })).toEqual({
    labels: [{ key: 'app', value: 'web' }, { key: 'example.com/tier' }, { key: 'empty', value: '' }],
  })
})

test('what no filter could have written is dropped from a URL', () => {
  const parsers = filterParsers(definitions)
  expect(parsers['ports']?.parse('80,http,443')).toEqual(['80', '443'])
  expect(parsers['restarts']?.parse('many')).toBeNull()
  expect(parsers['restarts']?.parse('3..many')).toBe('3..')
})
