import { expect, test } from 'vitest'
import { askedResource, resourceText } from './resource-name.ts'

test.each([
  ['pods', { group: '', resource: 'pods', subresource: null }],
  [' Pods/Exec ', { group: '', resource: 'pods', subresource: 'exec' }],
  ['deployments', { group: 'apps', resource: 'deployments', subresource: null }],
  ['deployments.apps/scale', { group: 'apps', resource: 'deployments', subresource: 'scale' }],
  ['roles.rbac.authorization.k8s.io', { group: 'rbac.authorization.k8s.io', resource: 'roles', subresource: null }],
  ['widgets.example.com', { group: 'example.com', resource: 'widgets', subresource: null }],
  ['pods/', { group: '', resource: 'pods', subresource: null }],
])('%s is read with its group', (written, asked) => {
  expect(askedResource(written)).toEqual(asked)
})

test('what is asked for is told with its group', () => {
  expect(['deployments/scale', 'secrets'].map((one) => resourceText(askedResource(one)))).toEqual([
    'deployments.apps/scale',
    'secrets',
  ])
})
