import { coverage } from '@breakwater/drizzle/tables/cluster.ts'
import { encodeId } from '@breakwater/schema/ids.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, answer, contextOf, errorCodes, scoped } from '../../../schema/test/api.ts'
import { namespaceObject } from '../../test/cluster-objects.ts'
import { SyncWorld } from '../../test/sync-world.ts'
import { createAskedOnce } from './asked-once.ts'
import { createRightsService } from './rights-service.ts'

/** Who can do what, asked as a program does. */

let world: SyncWorld
let uid: string
beforeAll(async () => {
  world = await SyncWorld.open()
  const source = await world.cluster(OBJECTS)
  await world.sync(source)
  uid = source.identity.uid
})
afterAll(() => world.close())

const RBAC = 'rbac.authorization.k8s.io/v1'
const robot = { kind: 'ServiceAccount', namespace: 'app', name: 'robot' }
const OBJECTS = [
  namespaceObject('kube-system'),
  namespaceObject('app'),
  {
    ...{ apiVersion: RBAC, kind: 'Role', metadata: { name: 'reader', namespace: 'app' } },
    rules: [{ apiGroups: [''], resources: ['secrets', 'pods/exec'], verbs: ['get', 'create'], resourceNames: [] }],
  },
  {
    ...{ apiVersion: RBAC, kind: 'RoleBinding', metadata: { name: 'reads', namespace: 'app' } },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [robot],
  },
]

function context(viewer = administrator) {
  const { database } = world
  return contextOf(database, viewer, { rights: createRightsService(createAskedOnce({ database })) })
}

const WHO = `query ($input: WhoCanInput!) { whoCan(input: $input) { total unread { kind reason } grants {
  subject { kind namespace name } namespace binding { kind name } role { kind name } } } }`
const WHAT = `query ($input: WhatCanInput!) { whatCan(input: $input) { total unread { kind } rights {
  verbs apiGroups resources resourceNames nonResourceUrls grant { binding { name } } } } }`
const who = (input: object) => ({ input: { cluster: encodeId('Cluster', uid), verb: 'get', ...input } })
const what = (subject: object) => ({ input: { cluster: encodeId('Cluster', uid), subject } })

test('who may do something is told with the binding that gives it', async () => {
  const { whoCan } = await answer(context(), WHO, who({ resource: { resource: 'secrets' } }))
  expect(whoCan).toEqual({
    total: 1,
    unread: [],
    grants: [
      {
        subject: { kind: 'SERVICE_ACCOUNT', namespace: 'app', name: 'robot' },
        namespace: 'app',
        binding: { kind: 'RoleBinding', name: 'reads' },
        role: { kind: 'Role', name: 'reader' },
      },
    ],
  })
})

test.each([
  ['in its namespace', { resource: { resource: 'secrets' }, namespace: 'app' }, 1],
  ['not in another one', { resource: { resource: 'secrets' }, namespace: 'other' }, 0],
  ['not in all of the cluster', { resource: { resource: 'secrets' }, namespace: '' }, 0],
  ['with a part of a resource', { resource: { resource: 'pods', subresource: 'exec' } }, 1],
  ['not with the resource itself', { resource: { resource: 'pods' } }, 0],
  ['not in another group', { resource: { group: 'apps', resource: 'secrets' } }, 0],
])('a right holds %s', async (_name, input, total) => {
  expect((await answer(context(), WHO, who(input))).whoCan.total).toBe(total)
})

test('what somebody may do is told by the rules that say so', async () => {
  const subject = { kind: 'SERVICE_ACCOUNT', namespace: 'app', name: 'robot' }
  expect((await answer(context(), WHAT, what(subject))).whatCan).toEqual({
    total: 1,
    unread: [],
    rights: [
      {
        ...{ verbs: ['get', 'create'], apiGroups: [''], resources: ['secrets', 'pods/exec'], resourceNames: [] },
        ...{ nonResourceUrls: [], grant: { binding: { name: 'reads' } } },
      },
    ],
  })
  expect((await answer(context(), WHAT, what({ kind: 'USER', name: 'robot' }))).whatCan.total).toBe(0)
})

test('a service account is in a namespace', async () => {
  expect(await errorCodes(context(), WHAT, what({ kind: 'SERVICE_ACCOUNT', name: 'robot' }))).toEqual(['VALUE_INVALID'])
})

test('who sees a part of the cluster may not ask', async () => {
  const partly = context(scoped({ namespaces: ['app'] }))
  expect(await errorCodes(partly, WHO, who({ resource: { resource: 'secrets' } }))).toEqual(['FORBIDDEN'])
  expect(await errorCodes(partly, WHAT, what({ kind: 'USER', name: 'jane' }))).toEqual(['FORBIDDEN'])
  const elsewhere = context(scoped({ clusters: ['another'] }))
  expect(await errorCodes(elsewhere, WHO, who({ resource: { resource: 'secrets' } }))).toEqual(['NOT_FOUND'])
})

test('what could not be read is named', async () => {
  await world.database.db.update(coverage).set({ reason: 'FORBIDDEN' }).where(eq(coverage.kind, 'ClusterRoleBinding'))
  const { whoCan } = await answer(context(), WHO, who({ resource: { resource: 'secrets' } }))
  expect(whoCan.unread).toEqual([{ kind: 'ClusterRoleBinding', reason: 'FORBIDDEN' }])
})
