import { expect, test } from 'vitest'
import { commandText, environmentText } from './command-text.ts'

test('every argument has a line of its own', () => {
  expect(commandText('aws', ['eks', 'get-token', '--cluster-name=prod'])).toBe(
    'aws \\\n  eks \\\n  get-token \\\n  --cluster-name=prod',
  )
})

test.each([
  ['', "''"],
  ['a b', "'a b'"],
  ['$(id)', "'$(id)'"],
  ["it's", "'it'\\''s'"],
  ['a\nb', "$'a\\nb'"],
  ["a\u001b[31m\\'", "$'a\\u001b[31m\\\\\\''"],
  ['safe\u202egnp.exe', "$'safe\\u202egnp.exe'"],
  ['a\u200bb', "$'a\\u200bb'"],
  ['a\u00a0b', "$'a\\u00a0b'"],
  ['\u{e0041}', "$'\\U000e0041'"],
  ['größe', "'größe'"],
])('%j is shown as %s', (argument, shown) => {
  expect(commandText('x', [argument])).toBe(`x \\\n  ${shown}`)
})

test('a variable is shown with its value', () => {
  const variables = [
    { name: 'AWS_PROFILE', value: 'prod' },
    { name: 'A', value: 'b c' },
  ]
  expect(environmentText(variables)).toBe("AWS_PROFILE=prod\nA='b c'")
})
