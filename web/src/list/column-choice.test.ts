import { expect, test } from 'vitest'
import { fileColumns, moved, shownColumns, toggled } from './column-choice.ts'

const columns = [
  { key: 'name', title: 'Name' },
  { key: 'cluster', title: 'Cluster', data: 'cluster.name' },
  { key: 'risks', title: 'Risks', data: ['riskSummary.high', 'riskSummary.low'] },
  { key: 'actions', title: 'Actions', isActions: true },
]
const keys = (chosen: readonly string[] | null) => shownColumns(columns, chosen).map(({ key }) => key)

test('without a choice the columns are those of the page', () => {
  expect(keys(null)).toEqual(['name', 'cluster', 'risks', 'actions'])
})

test('chosen columns stand in their order, buttons at the end', () => {
  expect(keys(['risks', 'name'])).toEqual(['risks', 'name', 'actions'])
})

test('what stands aside is there once it is chosen', () => {
  const withAside = [...columns, { key: 'note', title: 'Note', isAside: true }]
  const shown = (chosen: readonly string[] | null) => shownColumns(withAside, chosen).map(({ key }) => key)
  expect(shown(null)).toEqual(['name', 'cluster', 'risks', 'actions'])
  expect(shown(['note', 'name'])).toEqual(['note', 'name', 'actions'])
})

test('what the page does not have is passed over', () => {
  expect(keys(['nothing', 'cluster'])).toEqual(['cluster', 'actions'])
  expect(keys(['nothing'])).toEqual(['name', 'cluster', 'risks', 'actions'])
})

test('a column comes and goes, the last one stays', () => {
  expect(toggled(['name'], 'risks')).toEqual(['name', 'risks'])
  expect(toggled(['name', 'risks'], 'name')).toEqual(['risks'])
  expect(toggled(['name'], 'name')).toEqual(['name'])
})

test('a column moves one place, and not over an end', () => {
  expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c'])
})

test('a file has the fields that columns show, and no buttons', () => {
  expect(fileColumns(columns)).toEqual([
    { field: 'name', label: 'Name' },
    { field: 'cluster.name', label: 'Cluster' },
    { field: 'riskSummary.high', label: 'Risks: high' },
    { field: 'riskSummary.low', label: 'Risks: low' },
  ])
})
