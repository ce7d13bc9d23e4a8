import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { createDocumentCache } from './document-cache.ts'

const document = parse('{ __typename }')

test('what was used last is kept, and the oldest goes', () => {
  const cache = createDocumentCache()
  cache.set('used', document)
  for (let n = 0; n < 299; n++) cache.set(`other ${n}`, document)
  expect(cache.get('used')).toBe(document)
  cache.set('one more', document)
  expect(cache.get('other 0')).toBeUndefined()
  expect(cache.get('used')).toBe(document)
})

test('a long document is not kept', () => {
  const cache = createDocumentCache()
  cache.set('#'.repeat(8_193), document)
  expect(cache.get('#'.repeat(8_193))).toBeUndefined()
})
