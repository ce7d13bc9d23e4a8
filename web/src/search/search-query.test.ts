import { expect, test } from 'vitest'
import { pagesFor, targetOf } from './search-query.ts'

const result = { nodeId: 'id', name: 'name', namespace: '', note: '', cluster: null }

test('an asset opens over the list of its kind', () => {
  expect(targetOf('POD', result)).toEqual(['/workloads', { view: 'pods', open: 'id' }])
  expect(targetOf('CLUSTER', result)).toEqual(['/clusters/view', { id: 'id' }])
})

test('an image opens by its digest, and a task in its tab', () => {
  expect(targetOf('IMAGE', { ...result, note: 'sha256:1' })).toEqual([
    '/workloads',
    { view: 'images', open: 'image:sha256:1' },
  ])
  expect(targetOf('TASK', { ...result, note: 'BACKUP' })).toEqual(['/', { tasks: 'OTHER', 'task.open': 'id' }])
})

test('pages are found by any part of their title, and all are offered for nothing', () => {
  expect(pagesFor('WAIV').map(({ path, parameters }) => [path, parameters])).toEqual([
    ['/settings', { part: 'waivers' }],
  ])
  expect(pagesFor(' ').length).toBeGreaterThan(10)
})
