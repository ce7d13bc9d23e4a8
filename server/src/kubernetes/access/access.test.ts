import { expect, test } from 'vitest'
import { clusterObjects } from '../cluster-objects.ts'
import type { KubernetesObject } from '../object.ts'
import { createAccess } from './access.ts'
import type { AccessSubject } from './access-subject.ts'

const RBAC = 'rbac.authorization.k8s.io/v1'
const ROBOT: AccessSubject = { kind: 'ServiceAccount', namespace: 'app', name: 'robot' }
const JANE: AccessSubject = { kind: 'User', namespace: '', name: 'jane' }
const GET_PODS = { apiGroups: [''], resources: ['pods'], verbs: ['get'] }

function role(name: string, rules: unknown, namespace = ''): KubernetesObject {
  const metadata = namespace === '' ? { name } : { name, namespace }
  return { apiVersion: RBAC, kind: namespace === '' ? 'ClusterRole' : 'Role', metadata, rules }
}

function binding(name: string, roleRef: object, subjects: unknown, namespace = ''): KubernetesObject {
  const metadata = namespace === '' ? { name } : { name, namespace }
  const kind = namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding'
  return { apiVersion: RBAC, kind, metadata, roleRef, subjects }
}

const accessOf = (...objects: KubernetesObject[]) => createAccess(clusterObjects(objects))
const cluster = (name: string) => ({ kind: 'ClusterRole', name })
const local = (name: string) => ({ kind: 'Role', name })
const PODS = { group: '', resource: 'pods' }

test('a cluster role that is bound in a namespace holds there only', () => {
  const access = accessOf(role('reader', [GET_PODS]), binding('b', cluster('reader'), [JANE], 'app'))
  expect(access.whoCan('get', { ...PODS, namespace: 'app' }).holders).toEqual([
    {
      subject: JANE,
      at: 0,
      namespace: 'app',
      binding: { kind: 'RoleBinding', namespace: 'app', name: 'b' },
      role: { kind: 'ClusterRole', namespace: '', name: 'reader' },
    },
  ])
  expect(access.whoCan('get', { ...PODS, namespace: 'other' }).holders).toEqual([])
  expect(access.whoCan('get', { ...PODS, namespace: '' }).holders).toEqual([])
  expect(access.whoCan('get', PODS).holders).toHaveLength(1)
})

test('a role is found in the namespace of its binding only, and never from a binding of the cluster', () => {
  const access = accessOf(
    role('reader', [GET_PODS], 'app'),
    binding('far', local('reader'), [JANE], 'other'),
    binding('wide', local('reader'), [JANE]),
  )
  expect(access.whoCan('get', PODS).holders).toEqual([])
})

test.each([
  ['system:serviceaccount:app:robot', 'User'],
  ['system:serviceaccounts:app', 'Group'],
  ['system:serviceaccounts', 'Group'],
  ['system:authenticated', 'Group'],
])('a service account has what %s has', (name, kind) => {
  const access = accessOf(role('reader', [GET_PODS]), binding('b', cluster('reader'), [{ kind, name }]))
  expect(access.whatCan(ROBOT).rules.map(({ rule }) => rule.verbs)).toEqual([['get']])
})

test('a user has what is given to all authenticated ones, an anonymous one has not', () => {
  const access = accessOf(
    role('reader', [GET_PODS]),
    binding('b', cluster('reader'), [{ kind: 'Group', name: 'system:authenticated' }]),
  )
  expect(access.whatCan(JANE).rules).toHaveLength(1)
  expect(access.whatCan({ ...JANE, name: 'system:anonymous' }).rules).toHaveLength(0)
})

test('cluster-admin is known although it is not among the objects', () => {
  const access = accessOf(binding('b', cluster('cluster-admin'), [JANE]))
  expect(access.whoCan('delete', { group: 'apps', resource: 'deployments' }).holders).toHaveLength(1)
  expect(access.whoCan('get', { url: '/metrics' }).holders).toHaveLength(1)
})

test.each([
  [{ resources: ['pods'] }, false],
  [{ resources: ['pods/exec'] }, true],
  [{ resources: ['*/exec'] }, true],
  [{ resources: ['*'] }, true],
  // The authorizer knows no such pattern.
  [{ resources: ['pods/*'] }, false],
  [{ resources: ['pods/exec'], apiGroups: ['apps'] }, false],
  [{ resources: ['pods/exec'], apiGroups: ['*'] }, true],
  [{ resources: ['pods/exec'], verbs: ['*'] }, true],
  [{ resources: ['pods/exec'], verbs: ['get'] }, false],
  [{ resources: ['pods/exec'], resourceNames: ['one'] }, false],
])('%j opens pods/exec: %s', (rule, expected) => {
  const access = accessOf(
    role('r', [{ apiGroups: [''], verbs: ['create'], ...rule }]),
    binding('b', cluster('r'), [JANE]),
  )
  expect(access.whoCan('create', { ...PODS, subresource: 'exec' }).holders.length > 0).toBe(expected)
})

test('names narrow a right, and open nothing where the object has no name yet', () => {
  const access = accessOf(
    role('r', [{ apiGroups: [''], resources: ['secrets', 'pods/exec'], verbs: ['*'], resourceNames: ['one'] }]),
    binding('b', cluster('r'), [JANE]),
  )
  const holds = (verb: string, resource: string, name?: string, subresource?: string) =>
    access.whoCan(verb, { group: '', resource, name, subresource }).holders.length > 0
  expect([holds('get', 'secrets', 'one'), holds('get', 'secrets', 'two'), holds('get', 'secrets')]).toEqual([
    true,
    false,
    false,
  ])
  expect([holds('create', 'secrets', 'one'), holds('deletecollection', 'secrets', 'one')]).toEqual([false, false])
  expect(holds('create', 'pods', 'one', 'exec')).toBe(true)
})

test('paths are opened by bindings of the cluster only', () => {
  const access = accessOf(
    role('r', [{ nonResourceURLs: ['/healthz', '/logs/*'], verbs: ['get'] }]),
    binding('here', cluster('r'), [JANE], 'app'),
    binding('wide', cluster('r'), [ROBOT]),
  )
  const holders = (url: string) => access.whoCan('get', { url }).holders.map(({ subject }) => subject.name)
  expect([holders('/healthz'), holders('/logs/a'), holders('/healthz/etcd')]).toEqual([['robot'], ['robot'], []])
})

test('an aggregated role without rules has those of the roles that it selects, also of aggregated ones', () => {
  const labelled = (name: string, to: string, object: KubernetesObject) => ({
    ...object,
    metadata: { name, labels: { [`to-${to}`]: 'true' } },
  })
  const made = (name: string, from: string, rules: unknown = []) => ({
    ...role(name, rules),
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [`to-${from}`]: 'true' } }] },
  })
  const objects = [
    made('outer', 'outer'),
    labelled('inner', 'outer', made('inner', 'inner')),
    labelled('leaf', 'inner', role('leaf', [GET_PODS])),
    made('written', 'outer', [{ ...GET_PODS, verbs: ['list'] }]),
  ]
  const access = accessOf(...objects)
  const verbsOf = (name: string) =>
    access.role({ kind: 'ClusterRole', namespace: '', name })?.rules.flatMap(({ verbs }) => verbs)
  expect([verbsOf('outer'), verbsOf('written')]).toEqual([['get'], ['list']])
  expect(access.role({ kind: 'ClusterRole', namespace: '', name: 'outer' })?.isAggregated).toBe(true)
})

test('both answers say what could not be read', () => {
  const access = createAccess(clusterObjects([], new Map([['ClusterRoleBinding', 'FORBIDDEN']])))
  const unread = [{ kind: 'ClusterRoleBinding', reason: 'FORBIDDEN' }]
  expect(access.whatCan(JANE)).toEqual({ unread, rules: [] })
  expect(access.whoCan('get', PODS)).toEqual({ unread, holders: [] })
})

test('objects of any shape are read without failing', () => {
  const odd = [role('r', 'all'), role('s', [null, 1, { verbs: 'get', resources: { 0: 'pods' } }], 'app')]
  const bindings = [null, 'jane', { kind: 'User', name: 'jane' }, [null, 7, { kind: 'User' }, { name: 'x' }]].map(
    (subjects, at) => binding(`b${at}`, at === 0 ? (null as never) : cluster('r'), subjects),
  )
  const access = accessOf(...odd, ...bindings)
  expect([access.whatCan(JANE).rules, access.whoCan('get', PODS).holders]).toEqual([[], []])
})

test('5,000 bindings are answered from what is asked of them', () => {
  const roles = Array.from({ length: 500 }, (_, at) => role(`r${at}`, [{ ...GET_PODS, resources: [`kind${at}`] }]))
  const bindings = Array.from({ length: 5_000 }, (_, at) =>
    binding(`b${at}`, cluster(`r${at % 500}`), [{ kind: 'User', name: `user-${at}` }], `ns-${at % 100}`),
  )
  const access = accessOf(...roles, ...bindings)
  for (let at = 0; at < 500; at++)
    expect(access.whoCan('get', { group: '', resource: `kind${at}` }).holders).toHaveLength(10)
  for (let at = 0; at < 5_000; at++)
    expect(access.whatCan({ kind: 'User', namespace: '', name: `user-${at}` }).rules).toHaveLength(1)
})
