import { expect, test } from 'vitest'
import { ownerKeysOf, Responsible } from './responsible.ts'

const responsible = new Responsible(['owner', 'team'])
responsible.addNamespace('shop', { labels: { team: 'shop-team' } })

test.each([
  [{ labels: { owner: 'a', team: 'b' } }, 'a'],
  [{ labels: { team: 'b' }, annotations: { owner: 'c' } }, 'c'],
  [{ labels: { team: 'b' } }, 'b'],
  [{ labels: { 'example.com/team': 'd' } }, 'd'],
  [{ labels: { ownership: 'x' } }, 'shop-team'],
  [{ labels: { owner: 7 } }, 'shop-team'],
  [undefined, 'shop-team'],
])('who answers for %o in a namespace of shop-team is %s', (metadata, owner) => {
  expect(responsible.of('shop', metadata)).toBe(owner)
})

test('nobody is named where neither the workload nor its namespace does', () => {
  expect(responsible.of('other', { labels: { app: 'x' } })).toBe('')
})

test('keys are separated by commas', () => {
  expect(ownerKeysOf(' owner, example.com/team ,, ')).toEqual(['owner', 'example.com/team'])
})
