import { expect, test } from 'vitest'
import { pod, service } from '../../test/exposure-objects.ts'
import { clusterObjects } from '../kubernetes/cluster-objects.ts'
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import { DEFAULT_SETTINGS } from './model.ts'
import { type ReachabilityAnswer, ReachabilityError, reachability } from './reachability.ts'

const SETTINGS = { ...DEFAULT_SETTINGS, enforcement: 'enforced' } as const
const WEB = { kind: 'Pod', namespace: 'app', name: 'web' }
const CLIENT = { kind: 'Pod', namespace: 'jobs', name: 'client' }
const POLICY = { kind: 'NetworkPolicy', namespace: 'app', name: 'p' }
const client = pod('client', { namespace: 'jobs', status: { podIP: '10.1.0.7' } })

interface Asked {
  readonly from?: ObjectRef | 'outside'
  readonly to?: ObjectRef
  readonly port?: number | string
}

function ask(objects: readonly unknown[], { from = CLIENT, to = WEB, port = 8080 }: Asked = {}): ReachabilityAnswer {
  return reachability(clusterObjects(objects as KubernetesObject[]), SETTINGS, { from, to, protocol: 'TCP', port })
}

function policy(spec: object, namespace = 'app', name = 'p') {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec }
}

function from(namespace: string, ports?: readonly object[]) {
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } }
  return { podSelector: {}, ingress: [{ from: [{ namespaceSelector }], ...(ports ? { ports } : {}) }] }
}

test('without policies everything is reached', () => {
  expect(ask([pod(), client])).toEqual({
    allowed: 'yes',
    text: 'Pod jobs/client can reach Pod app/web at port 8080/TCP.',
    sources: [],
    ingress: 'notIsolated',
    egress: 'notIsolated',
    policies: [],
    doubts: [],
  })
})

test('a policy of ingress allows whom it means and shuts out others', () => {
  expect(ask([pod(), client, policy(from('jobs'))])).toMatchObject({
    ...{ allowed: 'yes', ingress: 'allowed', egress: 'notIsolated' },
    policies: [{ policy: POLICY, direction: 'ingress', effect: 'allows' }],
  })
  expect(ask([pod(), client, policy(from('other'))])).toMatchObject({
    allowed: 'no',
    ingress: 'denied',
    egress: 'notIsolated',
    policies: [{ policy: POLICY, direction: 'ingress', effect: 'isolates' }],
    text: 'Pod jobs/client cannot reach Pod app/web at port 8080/TCP: ingress policy NetworkPolicy app/p stands in the way.',
  })
})

test('a policy of egress alone is told as one of egress', () => {
  const closed = policy({ podSelector: {}, policyTypes: ['Egress'] }, 'jobs')
  expect(ask([pod(), client, closed])).toMatchObject({
    ...{ allowed: 'no', ingress: 'notIsolated', egress: 'denied' },
    policies: [{ policy: { ...POLICY, namespace: 'jobs' }, direction: 'egress', effect: 'isolates' }],
  })
})

test('a named port is one of the pods', () => {
  const byName = policy(from('jobs', [{ port: 'http' }]))
  expect(ask([pod(), client, byName], { port: 'http' }).allowed).toBe('yes')
  expect(ask([pod(), client, byName], { port: 9090 }).allowed).toBe('no')
})

test('a port of a service is asked for at the target port of its pods', () => {
  const to = { kind: 'Service', namespace: 'app', name: 'web' }
  const targets = [pod(), client, service('ClusterIP'), policy(from('jobs', [{ port: 8080 }]))]
  expect(ask(targets, { to, port: 80 }).allowed).toBe('yes')
  expect(ask(targets, { to, port: 'http' }).allowed).toBe('yes')
  const wrong = [pod(), client, service('ClusterIP'), policy(from('jobs', [{ port: 80 }]))]
  expect(ask(wrong, { to, port: 80 }).allowed).toBe('no')
})

test('of a headless service it is told that pods are reached at their own port', () => {
  const to = { kind: 'Service', namespace: 'app', name: 'web' }
  const doubts = (clusterIP: string) =>
    ask([pod(), client, service('ClusterIP', { spec: { clusterIP } })], { to, port: 80 }).doubts
  expect(doubts('10.96.0.1')).toEqual([])
  expect(doubts('None')).toEqual(['The service is headless: its clients reach the pods at their own port.'])
})

test('replicas with other labels are reached partly', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'set', controller: true }
  const replica = (name: string, role: string) => {
    const made = pod(name, { labels: { app: 'web', role } })
    return { ...made, metadata: { ...made.metadata, ownerReferences: [owner] } }
  }
  const to = { kind: 'StatefulSet', namespace: 'app', name: 'set' }
  const objects = [replica('set-0', 'main'), replica('set-1', 'spare'), client]
  const closed = policy({ podSelector: { matchLabels: { role: 'spare' } } })
  expect(ask(objects, { to }).allowed).toBe('yes')
  expect(ask([...objects, closed], { to })).toMatchObject({ allowed: 'partly', ingress: 'denied' })
  expect(ask([...objects, closed].toReversed(), { to })).toEqual(ask([...objects, closed], { to }))
  expect(ask([...objects, closed], { from: 'outside', to })).toMatchObject({ allowed: 'partly' })
})

test('from outside the ranges that are let in are told', () => {
  const block = policy({ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '8.9.0.0/16' } }] }] })
  expect(ask([pod(), block], { from: 'outside' })).toMatchObject({ allowed: 'partly', sources: ['8.9.0.0/16'] })
  expect(ask([pod()], { from: 'outside' })).toMatchObject({ allowed: 'yes', sources: ['0.0.0.0/0', '::/0'] })
  expect(ask([pod(), policy(from('jobs'))], { from: 'outside' })).toMatchObject({
    ...{ allowed: 'no', sources: [], ingress: 'denied' },
    text: 'No source outside of the cluster can reach Pod app/web at port 8080/TCP: ingress policy NetworkPolicy app/p stands in the way.',
  })
})

test('an AdminNetworkPolicy is asked before a NetworkPolicy', () => {
  const admin = (action: string) => ({
    ...{ apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name: 'a' } },
    spec: {
      priority: 10,
      subject: { namespaces: { matchLabels: { 'kubernetes.io/metadata.name': 'app' } } },
      ingress: [{ action, from: [{ namespaces: { matchLabels: { 'kubernetes.io/metadata.name': 'jobs' } } }] }],
    },
  })
  const ref = { kind: 'AdminNetworkPolicy', namespace: '', name: 'a' }
  expect(ask([pod(), client, admin('Deny'), policy(from('jobs'))])).toMatchObject({
    ...{ allowed: 'no', ingress: 'denied' },
    policies: [{ policy: ref, direction: 'ingress', effect: 'denies' }],
    text: expect.stringContaining('ingress policy AdminNetworkPolicy a stands in the way'),
  })
  expect(ask([pod(), client, admin('Allow'), policy(from('other'))])).toMatchObject({
    allowed: 'yes',
    ingress: 'allowed',
  })
  expect(ask([pod(), client, admin('Pass'), policy(from('other'))]).allowed).toBe('no')
})

test('a pod reaches itself whatever policies say', () => {
  const closed = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
  expect(ask([pod(), closed], { from: WEB })).toMatchObject({ allowed: 'yes', ingress: 'notIsolated' })
})

test('what makes an answer less sure is told', () => {
  const objects = clusterObjects([pod(), client] as KubernetesObject[], new Map([['NetworkPolicy', 'FORBIDDEN']]))
  const question = { from: CLIENT, to: WEB, protocol: 'TCP', port: 8080 } as const
  expect(reachability(objects, SETTINGS, question).doubts.join()).toContain('NetworkPolicy could not be read')
  const idle = { ...DEFAULT_SETTINGS, enforcement: 'notEnforced' } as const
  expect(reachability(objects, idle, question).doubts.join()).toContain('Nothing in the cluster enforces policies')
})

test.each<[Asked, string, string]>([
  [{ to: { ...WEB, name: 'x' } }, 'UNKNOWN_OBJECT', 'There is no Pod app/x.'],
  [{ from: { kind: 'Deployment', namespace: 'app', name: 'x' } }, 'UNKNOWN_OBJECT', 'There is no Deployment app/x.'],
  [{ to: { kind: 'Service', namespace: 'app', name: 'x' } }, 'UNKNOWN_OBJECT', 'There is no Service app/x.'],
  [
    { to: { kind: 'Service', namespace: 'app', name: 'web' }, port: 81 },
    'UNKNOWN_PORT',
    'Service app/web has no port 81/TCP.',
  ],
  [{ port: 'nothing' }, 'UNKNOWN_PORT', 'Pod app/web has no port nothing/TCP.'],
  [
    { to: { kind: 'Service', namespace: 'app', name: 'empty' }, port: 80 },
    'NO_PODS',
    'Service app/empty leads to no pods at port 80.',
  ],
  [
    { from: { kind: 'Service', namespace: 'app', name: 'web' } },
    'UNSUPPORTED_KIND',
    'Service app/web connects to nothing by itself.',
  ],
])('%j is an error: %s', (asked, code, message) => {
  const empty = service('ClusterIP', { name: 'empty', spec: { selector: { app: 'none' } } })
  const attempt = () => ask([pod(), client, service('ClusterIP'), empty], asked)
  expect(attempt).toThrow(ReachabilityError)
  expect(attempt).toThrow(expect.objectContaining({ code, message }))
})
