import { expect, test } from 'vitest'
import { orderParser } from './url-state.ts'

const parser = orderParser(['NAME', 'FIRST_SEEN'])

test('an order survives the way through the URL', () => {
  for (const text of ['NAME', '-NAME', 'FIRST_SEEN', '-FIRST_SEEN']) {
    const order = parser.parse(text)
    expect(order && parser.serialize(order)).toBe(text)
  }
})

test('an order that the list does not have is no order', () => {
  for (const text of ['', '-', 'name', 'POD', '--NAME', 'NAME,POD']) expect(parser.parse(text)).toBeNull()
})
