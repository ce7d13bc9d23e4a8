import { expect, test } from 'vitest'
import { createMasker } from '../../secrets/mask.ts'
import { introducedBy } from './introduced-by.ts'

const masker = createMasker(Buffer.alloc(32, 1))
const of = (metadata: Record<string, unknown>) => introducedBy({ kind: 'Deployment', metadata }, masker)

test('an object that says nothing was brought by nobody known', () => {
  expect(of({ name: 'web' })).toBe('')
})

test('Argo CD tells the application in its tracking id, or in its label', () => {
  const annotations = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' }
  expect(of({ annotations })).toBe('Argo CD application shop')
  expect(of({ labels: { 'argocd.argoproj.io/instance': 'shop' } })).toBe('Argo CD application shop')
})

test('Flux tells the kustomization or the Helm release', () => {
  const flux = (kind: string) => ({
    [`${kind}.toolkit.fluxcd.io/name`]: 'apps',
    [`${kind}.toolkit.fluxcd.io/namespace`]: 'flux',
  })
  expect(of({ labels: flux('kustomize') })).toBe('Flux kustomization flux/apps')
  expect(of({ labels: flux('helm') })).toBe('Flux Helm release flux/apps')
})

test('Helm tells the release', () => {
  expect(of({ annotations: { 'meta.helm.sh/release-name': 'shop' } })).toBe('Helm release shop')
  const labels = { 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/instance': 'shop' }
  expect(of({ labels })).toBe('Helm release shop')
})

test('the manager of the oldest fields made it; those of a subresource did not', () => {
  const managedFields = [
    { manager: 'kube-controller-manager', time: '2026-01-01T00:00:00Z', subresource: 'status' },
    { manager: 'operator', time: '2026-01-03T00:00:00Z' },
    { manager: 'kubectl-client-side-apply', time: '2026-01-02T00:00:00Z' },
  ]
  expect(of({ managedFields })).toBe('kubectl')
})

test('a noted cause follows who made it', () => {
  const annotations = { 'kubernetes.io/change-cause': 'release 42', 'meta.helm.sh/release-name': 'shop' }
  expect(of({ annotations })).toBe('Helm release shop: release 42')
})

test('it stands on one line, is bounded, and holds no credential', () => {
  const cause = (text: string) => of({ annotations: { 'kubernetes.io/change-cause': text } })
  expect(cause('a\n\u001b[31mb\u202e')).toBe('a [31mb')
  expect(cause('long '.repeat(500)).length).toBeLessThanOrEqual(200)
  expect(cause('curl -H token ghp_0123456789abcdefghijklmnopqrstuvwxyz')).not.toContain('ghp_0123456789')
})

test('what is not of the expected type is as if it were not there', () => {
  expect(of({ labels: [1], annotations: 'x', managedFields: [null, 7, { manager: 5 }] })).toBe('')
})
