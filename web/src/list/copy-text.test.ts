import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlText, graphqlText, quoted } from './copy-text.ts'

const NASTY = `it's "$(touch x)" \`id\` \\ ! $HOME\n* ; | & > #`

test('a shell reads a quoted word as it is, whatever is in it', () => {
  expect(execFileSync('sh', ['-c', `printf %s ${quoted(NASTY)}`], { encoding: 'utf8' })).toBe(NASTY)
})

test('the command sends document and variables, and takes the token from the environment', () => {
  const copied = {
    document: 'query ($filter: F) { a(filter: $filter) }',
    variables: { filter: { text: NASTY }, after: null },
  }
  const command = curlText('http://127.0.0.1:4000', copied).replace(/^curl/, `printf '%s\\0'`)
  const words = execFileSync('sh', ['-c', command], {
    encoding: 'utf8',
    env: { ...process.env, BREAKWATER_TOKEN: 'bw_x' },
  }).split('\0')
  expect(words).toContain('http://127.0.0.1:4000/graphql')
  expect(words).toContain('Authorization: Bearer bw_x')
  expect(JSON.parse(words.at(-2) ?? '')).toEqual({
    query: copied.document,
    variables: { filter: { text: NASTY } },
  })
})

test('what is copied as GraphQL is the document, its variables being comments', () => {
  const copied = graphqlText({ document: '{ a }', variables: { first: 50 } })
  expect(copied).toBe('{ a }\n\n# Variables:\n# {\n#   "first": 50\n# }\n')
})
