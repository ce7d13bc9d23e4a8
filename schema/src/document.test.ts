import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { documentSchema } from './document.ts'
import { schema } from './schema.ts'

const page = documentSchema(schema)

test('the committed docs/api.md is what the schema says', () => {
  expect(readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')).toBe(page)
})

test('every link leads to a type that is described', () => {
  const headings = new Set([...page.matchAll(/^## (\w+)$/gm)].map(([, name]) => name?.toLowerCase()))
  const links = [...page.matchAll(/\]\(#(\w+)\)/g)].map(([, name]) => name)
  expect(links.length).toBeGreaterThan(500)
  expect(links.filter((name) => !headings.has(name))).toEqual([])
})

test('fields, arguments, values and deprecations stand there with their descriptions', () => {
  const written = documentSchema(
    buildSchema(`
      "What can be read."
      type Query {
        "A thing."
        thing("Its name." name: String!): Color @deprecated(reason: "since 2026-01-02: use things")
      }
      "A color."
      enum Color { "Like blood." RED }
    `),
  )
  expect(written).toContain('## Query\n\nWhat can be read.')
  expect(written).toContain('- `thing` [`Color`](#color): A thing. **Deprecated** since 2026-01-02: use things')
  expect(written).toContain('  - `name` `String!`: Its name.')
  expect(written).toContain('- `RED`: Like blood.')
})
