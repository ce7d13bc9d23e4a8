import { expect, test } from 'vitest'
import { applicationOf } from './application.ts'

test.each([
  [{ 'app.kubernetes.io/instance': 'a', 'app.kubernetes.io/name': 'b', app: 'c', 'k8s-app': 'd' }, 'a'],
  [{ 'app.kubernetes.io/name': 'b', app: 'c', 'k8s-app': 'd' }, 'b'],
  [{ app: 'c', 'k8s-app': 'd' }, 'c'],
  [{ 'k8s-app': 'd' }, 'd'],
  [{ 'app.kubernetes.io/part-of': 'e', tier: 'web' }, 'web-1'],
  [{ app: '' }, 'web-1'],
])('the application of %o is %s', (labels, application) => {
  expect(applicationOf('web-1', labels)).toBe(application)
})

test('the labels of the pods tell when its own do not', () => {
  expect(applicationOf('web-1', { team: 'x' }, { app: 'web' })).toBe('web')
})

test('its own labels come before those of the pods', () => {
  expect(applicationOf('web-1', { 'k8s-app': 'own' }, { 'app.kubernetes.io/instance': 'pods' })).toBe('own')
})
