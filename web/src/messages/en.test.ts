import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { en } from './en.ts'

const source = fileURLToPath(new URL('../', import.meta.url))
const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('messages/en') && !name.endsWith('.d.ts'))
  .map((name) => readFileSync(source + name, 'utf8'))
  .join('\n')

/** Keys that are looked up by a computed name, such as `clusterState.${state}`, by what stands before the name. */
const computed = [...code.matchAll(/`([a-zA-Z]+\.(?:[a-zA-Z]+\.)?)\$\{/g)].map(([, prefix]) => prefix ?? '')

test('every text of the catalogue is used', () => {
  const unused = Object.keys(en).filter(
    (key) => !code.includes(`'${key}'`) && !computed.some((prefix) => key.startsWith(prefix)),
  )
  expect(unused).toEqual([])
})

test('the form for one asks for no value that the other has not', () => {
  const holes = (message: string) => [...message.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort()
  for (const [key, message] of Object.entries(en)) {
    if (typeof message === 'string') continue
    expect([key, ...holes(message.other)]).toEqual(expect.arrayContaining([key, ...holes(message.one)]))
  }
})
