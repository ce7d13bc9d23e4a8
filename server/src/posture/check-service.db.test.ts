import { audit } from '@breakwater/drizzle/tables/access.ts'
import { coverage } from '@breakwater/drizzle/tables/cluster.ts'
import { checkRule } from '@breakwater/drizzle/tables/posture.ts'
import { encodeId } from '@breakwater/schema/ids.ts'
import { RequestError } from '@breakwater/schema/services.ts'
import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, answer, contextOf, errorCodes, scoped } from '../../../schema/test/api.ts'
import { addCheckRule, addCheckTally } from '../../../schema/test/rows.ts'
import { namespaceObject } from '../../test/cluster-objects.ts'
import { pod, service } from '../../test/exposure-objects.ts'
import { SyncWorld } from '../../test/sync-world.ts'
import { createAskedOnce } from './asked-once.ts'
import { createCheckService } from './check-service.ts'
import { rulesOfUsers } from './stored-rules.ts'

/** Rules that users write, asked for and tried as a program does. */

let world: SyncWorld
let uid: string
beforeAll(async () => {
  world = await SyncWorld.open()
  const source = await world.cluster(OBJECTS)
  await world.sync(source)
  uid = source.identity.uid
})
afterAll(() => world.close())

const OBJECTS = [
  namespaceObject('kube-system'),
  namespaceObject('app'),
  ...Array.from({ length: 25 }, (_, at) => pod(`pod-${at}`)),
  service('LoadBalancer', { spec: { ports: [{ port: 80 }] } }),
]

let judgedAnew = 0
const judgeAnew = async () => {
  judgedAnew += 1
}

function context(viewer = administrator) {
  const { database } = world
  return contextOf(database, viewer, { checks: createCheckService(createAskedOnce({ database }), judgeAnew) })
}

const PREVIEW = `query ($input: PreviewCheckInput!) { previewCheck(input: $input) {
  judged matches notAssessable objects { object { kind namespace name asset { id } } path } errors unread } }`
const inputOf = (kinds: string[], expression: string, each = 'OBJECT') => ({
  input: { cluster: encodeId('Cluster', uid), kinds, expression, each },
})
const preview = async (...input: Parameters<typeof inputOf>) =>
  (await answer(context(), PREVIEW, inputOf(...input))).previewCheck

test('a rule is tried on what is stored, and the first places that it finds are named', async () => {
  const found = await preview(['Service'], 'spec.type == "LoadBalancer"')
  expect(found).toMatchObject({ judged: 1, matches: 1, notAssessable: 0, errors: [], unread: [] })
  const asset = { id: encodeId('Service', `${uid}/app/web`) }
  expect(found.objects).toEqual([{ object: { kind: 'Service', namespace: 'app', name: 'web', asset }, path: '' }])
})

test('of many places twenty are named, with their paths', async () => {
  const found = await preview(['Workload'], 'true', 'CONTAINER')
  expect([found.judged, found.matches, found.objects.length]).toEqual([25, 25, 20])
  expect(found.objects[0].path).toBe('spec.containers[0]')
})

test('what an expression has no answer for is told, each reason once', async () => {
  const found = await preview(['Pod'], 'spec.nothing == 1')
  expect([found.judged, found.matches, found.notAssessable, found.errors.length]).toEqual([25, 0, 25, 1])
})

test.each([
  ['what is no expression', ['Pod'], 'spec.'],
  ['a name that stands for nothing', ['Pod'], 'nobody == 1'],
  ['a kind that is not read', ['Secret'], 'true'],
  ['a kind without containers', ['Pod', 'Service'], 'true', 'CONTAINER'],
])('%s is told as an error of the rule', async (_name, kinds, expression, each = 'OBJECT') => {
  expect(await preview(kinds, expression, each)).toMatchObject({ judged: 0, matches: 0, errors: [expect.any(String)] })
})

test('what could not be read is named', async () => {
  await world.database.db.update(coverage).set({ reason: 'FORBIDDEN' }).where(eq(coverage.kind, 'Ingress'))
  expect(await preview(['Ingress'], 'true')).toMatchObject({ judged: 0, unread: ['Ingress'] })
})

test('only an administrator tries rules', async () => {
  expect(await errorCodes(context(scoped({}, 'OPERATOR')), PREVIEW, inputOf(['Pod'], 'true'))).toEqual(['FORBIDDEN'])
})

test('what takes too long is ended', async () => {
  const service = createCheckService(createAskedOnce({ database: world.database, deadlineMs: 1 }), judgeAnew)
  const source = { kinds: ['Workload'], each: 'OBJECT', expression: 'true' } as const
  const slow = service.preview({ cluster: uid, source: { ...source, kinds: [...source.kinds] } }, context().signal)
  await expect(slow).rejects.toThrow(RequestError)
})

test('at most two are tried at once', async () => {
  const service = createCheckService(createAskedOnce({ database: world.database }), judgeAnew)
  const source = { kinds: ['Service'], each: 'OBJECT' as const, expression: 'true' }
  const all = await Promise.allSettled([1, 2, 3].map(() => service.preview({ cluster: uid, source }, context().signal)))
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
})

const RULE = {
  title: ' No load balancers ',
  severity: 'HIGH',
  kinds: ['Service'],
  expression: 'spec.type == "LoadBalancer"',
}

async function change(
  field: string,
  input: object,
  select = 'check { id rule title severity status kinds each custom noPatch }',
) {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`
  const document = `mutation ($input: ${type}!) { ${field}(input: $input) { ${select} userErrors { field code } } }`
  return (await answer(context(), document, { input }))[field]
}

test('a rule of users is made, changed and deleted, and clusters are judged anew', async () => {
  const { check } = await change('createCheck', RULE)
  expect(check).toEqual({
    ...{ id: encodeId('Check', 'CU-001'), rule: 'CU-001', title: 'No load balancers', severity: 'HIGH', status: null },
    ...{ kinds: ['Service'], each: 'OBJECT', custom: true, noPatch: expect.any(String) },
  })
  expect(judgedAnew).toBe(1)
  expect(await rulesOfUsers(world.database)).toEqual([
    {
      ...{ id: 'CU-001', title: 'No load balancers', severity: 'high', kinds: ['Service'], each: 'object' },
      ...{ expression: RULE.expression, why: '', remedy: '' },
    },
  ])
  await addCheckTally(world.database.db, uid, 'app', 'CU-001', { failed: 1 })
  const changed = await change('updateCheck', { check: check.id, severity: 'LOW', each: 'CONTAINER', kinds: ['Pod'] })
  expect(changed.check).toMatchObject({
    title: 'No load balancers',
    severity: 'LOW',
    each: 'CONTAINER',
    status: 'FAIL',
  })
  expect(await rulesOfUsers(world.database)).toMatchObject([{ severity: 'low', each: 'container', kinds: ['Pod'] }])
  expect(await change('deleteCheck', { check: check.id }, 'deletedCheckId')).toEqual({
    ...{ deletedCheckId: check.id, userErrors: [] },
  })
  expect(await rulesOfUsers(world.database)).toEqual([])
  expect(judgedAnew).toBe(3)
  expect((await change('createCheck', RULE)).check.rule).toBe('CU-002')
  const [row] = await world.database.db
    .select()
    .from(audit)
    .where(eq(audit.action, 'createCheck'))
    .orderBy(desc(audit.seq))
  expect(row).toMatchObject({ target: 'CU-002', details: { title: 'No load balancers' } })
})

test.each([
  ['expression', { expression: 'spec.' }],
  ['expression', { expression: '' }],
  ['kinds', { kinds: ['Secret'] }],
  ['kinds', { kinds: [] }],
  ['title', { title: ' ' }],
  ['title', { title: 'x'.repeat(121) }],
  ['severity', { severity: 'UNKNOWN' }],
  ['why', { why: 'x'.repeat(1_001) }],
])('a wrong %s is told as such', async (field, over) => {
  const { check, userErrors } = await change('createCheck', { ...RULE, ...over })
  expect([check, userErrors]).toEqual([null, [expect.objectContaining({ field: [field] })]])
})

test("the product's own rules stay as they are", async () => {
  await addCheckRule(world.database.db, 'KC-001')
  const check = encodeId('Check', 'KC-001')
  expect((await change('updateCheck', { check, title: 'x' })).userErrors).toMatchObject([{ code: 'NOT_YOURS' }])
  expect((await change('deleteCheck', { check }, 'deletedCheckId')).userErrors).toMatchObject([{ code: 'NOT_YOURS' }])
  const gone = encodeId('Check', 'CU-001')
  expect((await change('updateCheck', { check: gone, title: 'x' })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }])
  expect(await world.database.db.select().from(checkRule).where(eq(checkRule.id, 'KC-001'))).toMatchObject([
    { title: 'KC-001', present: true },
  ])
})
