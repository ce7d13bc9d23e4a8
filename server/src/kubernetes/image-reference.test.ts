import { expect, test } from 'vitest'
import { digestOfImageId, parseImageReference } from './image-reference.ts'

const digest = `sha256:${'a1'.repeat(32)}`

test.each([
  ['nginx', 'docker.io', 'library/nginx', '', ''],
  ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', ''],
  ['bitnami/redis:7', 'docker.io', 'bitnami/redis', '7', ''],
  ['index.docker.io/nginx', 'docker.io', 'library/nginx', '', ''],
  ['docker.io/library/nginx', 'docker.io', 'library/nginx', '', ''],
  ['registry.example:5000/team/app:1.0', 'registry.example:5000', 'team/app', '1.0', ''],
  ['registry.example:5000/app', 'registry.example:5000', 'app', '', ''],
  ['localhost/app', 'localhost', 'app', '', ''],
  ['localhost:5000/app', 'localhost:5000', 'app', '', ''],
  ['[::1]:5000/app:2', '[::1]:5000', 'app', '2', ''],
  [`registry.k8s.io/pause@${digest}`, 'registry.k8s.io', 'pause', '', digest],
  [`ghcr.io/a/b:v1@${digest}`, 'ghcr.io', 'a/b', 'v1', digest],
  ['quay.io/a/b/c/d:x_Y.z-1', 'quay.io', 'a/b/c/d', 'x_Y.z-1', ''],
])('%s', (text, registry, repository, tag, expectedDigest) => {
  expect(parseImageReference(text)).toEqual({ registry, repository, tag, digest: expectedDigest })
})

test.each([
  '',
  ' ',
  'Nginx',
  'a b',
  '/nginx',
  'nginx:',
  'nginx@sha256:xyz',
  'reg.example/UPPER',
  'a//b',
  `${'a'.repeat(600)}`,
])('is no reference: "%s"', (text) => {
  expect(parseImageReference(text)).toBeUndefined()
})

test('a reference that invites backtracking is answered at once', () => {
  const started = performance.now()
  parseImageReference(`${'a-'.repeat(250)}!`)
  parseImageReference(`${'a:'.repeat(250)}!`)
  expect(performance.now() - started).toBeLessThan(200)
})

test.each([
  [`registry.example/app@${digest}`, digest],
  [`docker-pullable://nginx@${digest}`, digest],
  [digest, ''],
  [`docker://${digest}`, ''],
  ['', ''],
  ['registry.example/app@sha256:short', ''],
])('imageID %s', (imageId, expected) => {
  expect(digestOfImageId(imageId)).toBe(expected)
})
