import { expect, test } from 'vitest'
import { readObjects } from './read-objects.ts'

test('a kind in the wrong case is what it is meant to be, unless it is another one', () => {
  const kinds = ['ClusterRolebinding', 'clusterrolebinding', 'Widget', 'widget'].map((kind, at) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name: `n${at}` },
  }))
  const { objects } = readObjects(kinds)
  expect([...objects].map(([kind, all]) => [kind, all.length])).toEqual([
    ['ClusterRoleBinding', 2],
    ['Widget', 1],
    ['widget', 1],
  ])
})
