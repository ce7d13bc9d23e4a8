import { expect, test } from 'vitest'
import { node, pod, service } from '../../test/exposure-objects.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { DEFAULT_SETTINGS } from './model.ts'
import { createExposureSession, type ExposureSession } from './session.ts'

const BALANCER = service('LoadBalancer', { published: [{ ip: '8.8.4.4' }] })
const OWNED = { kind: 'ReplicaSet', apiVersion: 'apps/v1', name: 'web-1', uid: '1', controller: true }

test('a pod that gets other labels is judged by other policies, though its service still leads to it', () => {
  const session = sessionOf([pod(), BALANCER, closing({ layer: 'inner' })])
  expect(told(session)).toEqual(['Pod web internet'])
  session.change([pod('web', { labels: { app: 'web', layer: 'inner' } })], [])
  expect(told(session)).toEqual(['Pod web blocked'])
})

test('pods move to the workload that their owner turns out to belong to, and back', () => {
  const session = sessionOf([withOwner(pod(), OWNED), BALANCER, replicaSet()])
  expect(told(session)).toEqual(['ReplicaSet web-1 internet'])
  session.change(
    [replicaSet({ kind: 'Deployment', apiVersion: 'apps/v1', name: 'web', uid: '2', controller: true })],
    [],
  )
  expect(told(session)).toEqual(['Deployment web internet'])
  session.change([replicaSet()], [])
  expect(told(session)).toEqual(['ReplicaSet web-1 internet'])
})

test('what is gone is gone, with an empty namespace for default', () => {
  const inDefault = { ...BALANCER, metadata: { name: 'web' } }
  const session = sessionOf([{ ...pod(), metadata: { name: 'web', labels: { app: 'web' } } }, inDefault])
  expect(told(session)).toEqual(['Pod web internet'])
  session.change([], [{ kind: 'Service', namespace: '', name: 'web' }])
  expect(told(session)).toEqual([])
})

test('a kind that is unread makes an answer less sure, until it is read', () => {
  const session = sessionOf([pod(), BALANCER])
  session.setUnread(new Map([['NetworkPolicy', 'FORBIDDEN']]))
  expect(told(session)).toEqual(['Pod web possible'])
  expect(codesOf(session)).toEqual(['nodePortUnallocated', 'policyKindUnread'])
  expect(session.answer().gaps).toMatchObject([{ kind: 'NetworkPolicy', code: 'FORBIDDEN' }])
  session.setUnread(new Map())
  expect(told(session)).toEqual(['Pod web internet'])
})

test('it hands out the objects as they are now; kinds that are not known are none of them', () => {
  const session = sessionOf([pod(), BALANCER])
  session.change(
    [node('n1', {}), { apiVersion: 'example.invalid/v1', kind: 'Service', metadata: { name: 'other' } }],
    [],
  )
  session.change([], [{ kind: 'Pod', namespace: 'app', name: 'web' }])
  const { objects } = session.objects()
  expect(
    [...objects].map(([kind, listed]) => `${kind} ${listed.map(({ metadata }) => metadata?.name)}`).sort(),
  ).toEqual(['Node n1', 'Service web'])
})

test('objects that are nested beyond measure do not make it throw', () => {
  const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown
  const session = sessionOf([
    { ...pod(), deep },
    { ...BALANCER, deep },
  ])
  session.change(
    [
      { ...pod(), deep },
      { ...closing({ app: 'web' }), deep },
    ],
    [],
  )
  session.change([{ ...closing({ app: 'web' }), deep }], [])
  expect(told(session)).toEqual(['Pod web blocked'])
})

function sessionOf(objects: readonly KubernetesObject[]): ExposureSession {
  const session = createExposureSession(DEFAULT_SETTINGS)
  session.change(objects, [])
  return session
}

function told(session: ExposureSession): string[] {
  return session
    .answer()
    .exposures.filter(({ entry }) => entry.kind === 'LoadBalancer')
    .map(({ workload, verdict }) => `${workload?.kind} ${workload?.name} ${verdict}`)
}

function codesOf(session: ExposureSession): string[] {
  const balancer = session.answer().exposures.find(({ entry }) => entry.kind === 'LoadBalancer')
  return (balancer?.reasons ?? []).map(({ code }) => code)
}

/** Lets nobody reach the pods. */
function closing(matchLabels: Record<string, string>) {
  const metadata = { name: 'closed', namespace: 'app' }
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: { matchLabels } } }
}

function withOwner(object: ReturnType<typeof pod>, owner: object) {
  return { ...object, metadata: { ...object.metadata, ownerReferences: [owner] } }
}

function replicaSet(owner?: object) {
  const metadata = { name: 'web-1', namespace: 'app', ...(owner ? { ownerReferences: [owner] } : {}) }
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec: {} }
}
