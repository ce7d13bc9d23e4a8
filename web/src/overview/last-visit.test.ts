import { expect, test } from 'vitest'
import { lastVisit, leave } from './last-visit.ts'

function memory() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  }
}

const NOON = new Date('2026-03-01T12:00:00.000Z')

test('there is no last visit at first, nor from what is no moment', () => {
  expect(lastVisit(memory())).toBeUndefined()
  expect(lastVisit({ getItem: () => 'yesterday' })).toBeUndefined()
})

test('a visit is kept a little earlier than it ended, so that what was under way is shown the next time', () => {
  const storage = memory()
  leave(storage, NOON)
  expect(lastVisit(storage)).toEqual(new Date('2026-03-01T11:59:55.000Z'))
})

test('a page that was left open in the background does not move the visit back', () => {
  const storage = memory()
  leave(storage, NOON)
  leave(storage, new Date('2026-03-01T11:00:00.000Z'))
  expect(lastVisit(storage)).toEqual(new Date('2026-03-01T11:59:55.000Z'))
})

test('a browser that refuses to store is no error', () => {
  const refuse = () => {
    throw new Error('denied')
  }
  leave({ getItem: refuse, setItem: refuse }, NOON)
  expect(lastVisit({ getItem: refuse })).toBeUndefined()
})
