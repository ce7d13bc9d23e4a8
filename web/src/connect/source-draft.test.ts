import { expect, test } from 'vitest'
import { connectionOf, emptySource, suggestedName } from './source-draft.ts'

test('nothing is sent while nothing is chosen', () => {
  expect(connectionOf(emptySource)).toBeUndefined()
})

test('only the chosen way is sent, whatever else was entered before', () => {
  const draft = { ...emptySource, context: 'prod', kubeconfig: 'apiVersion: v1', way: 'kubeconfig' as const }
  expect(connectionOf(draft)).toEqual({ kubeconfig: { text: 'apiVersion: v1' } })
})

test('the cluster around the server needs nothing to be entered', () => {
  expect(connectionOf({ ...emptySource, way: 'inCluster' })).toEqual({ inCluster: true })
})

test('a snapshot needs a name and files', () => {
  const draft = { ...emptySource, way: 'snapshot' as const, snapshotName: ' shop ' }
  expect(connectionOf(draft)).toBeUndefined()
  expect(connectionOf({ ...draft, files: [{ name: 'a.yaml', text: 'kind: Pod' }] })).toEqual({
    snapshot: { name: 'shop', files: [{ name: 'a.yaml', text: 'kind: Pod' }] },
  })
})

test('a folder on the server is sent by its path', () => {
  const draft = { ...emptySource, way: 'folder' as const, snapshotName: 'shop', path: ' exports/shop ' }
  expect(connectionOf(draft)).toEqual({ snapshotPath: { name: 'shop', path: 'exports/shop' } })
})

test('the cluster is first named after its context', () => {
  expect(suggestedName({ ...emptySource, context: 'prod-eu' })).toBe('prod-eu')
})
