import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { answer, contextOf, scoped } from '../../test/api.ts'
import {
  addAnalysis,
  addCheckedObject,
  addCheckResult,
  addCheckTally,
  addCluster,
  addObject,
  addRisk,
  addRiskCount,
  addWaiver,
  NOON,
} from '../../test/rows.ts'
import { encodeId } from '../ids.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  for (const uid of ['a', 'b']) await addCluster(db, uid)
  await addAnalysis(db, 'a', { complete: false, reason: 'Secret could not be read.' })
  await addRisk(db, 'open', { cluster: 'a', namespace: 'shop' })
  await addRisk(db, 'waived', { cluster: 'a', namespace: 'shop', waiver: 'w' })
  await addWaiver(db, 'w', { cluster: 'a', namespace: 'shop', reason: 'It has to be.' })
  const binding = { judgedKind: 'ClusterRoleBinding', judgedNamespace: '', judgedName: 'wide' }
  const role = { kind: 'ClusterRole', namespace: '', name: 'admin' }
  const mending = { verb: 'DELETE', object: role, yaml: 'yaml', args: ['kubectl'], command: 'kubectl' } as const
  await addCheckResult(db, 'a', 'plain', { namespace: 'shop', risk: 'open', mending: { ...mending, object: OWN } })
  await addCheckResult(db, 'a', 'waived', { namespace: 'shop', risk: 'waived' })
  await addCheckResult(db, 'a', 'by others', {
    ...{
      ...binding,
      namespace: 'shop',
      text: 'By wide and admin.',
      path: 'subjects[0]',
      related: [role, OWN],
      mending,
    },
  })
  await addCheckResult(db, 'a', 'exempt', { namespace: 'shop', result: 'EXEMPT', reason: 'The node needs it.' })
  await addCheckedObject(db, 'a', 'Deployment/shop/web')
  await addCheckTally(db, 'a', 'shop', 'KC-001', { passed: 3, failed: 2, exempt: 2, notAssessable: 1 })
  await addCheckTally(db, 'a', 'other', 'KC-001', { passed: 10 })
  await addRiskCount(db, { cluster: 'a', namespace: 'shop', severity: 'CRITICAL', priority: 'HIGH', total: 2 })
  await addRiskCount(db, { cluster: 'a', namespace: 'shop', waived: true, total: 1 })
  await addRiskCount(db, { cluster: 'a', namespace: 'shop', kind: 'EXPOSURE', total: 7 })
})
afterAll(() => own.close())

const OWN = { kind: 'Deployment', namespace: 'shop', name: 'web' }
const whole = () => contextOf(own.database)
const partly = () => contextOf(own.database, scoped({ namespaces: ['shop'] }))
const resultOf = (key: string, select: string) =>
  `{ node(id: "${encodeId('CheckResult', `a/${key}`)}") { ... on CheckResult { ${select} } } }`

test('what a waiver accepts is exempt, for the reason of the waiver', async () => {
  const select = 'result reason waiver { reason } risk { waiver { id } } lastSeen'
  expect((await answer(partly(), resultOf('waived', select))).node).toEqual({
    ...{ result: 'EXEMPT', reason: 'It has to be.', waiver: { reason: 'It has to be.' } },
    ...{ risk: { waiver: { id: encodeId('Waiver', 'w') } }, lastSeen: NOON.toISOString() },
  })
  expect((await answer(partly(), resultOf('plain', 'result reason waiver { id } risk { id }'))).node).toEqual({
    ...{ result: 'FAIL', reason: '', waiver: null, risk: { id: encodeId('Risk', 'open') } },
  })
  expect((await answer(partly(), resultOf('exempt', 'result reason risk { id }'))).node).toEqual({
    ...{ result: 'EXEMPT', reason: 'The node needs it.', risk: null },
  })
})

const WORDS = 'text path judged { name } related { name } mending { verb object { name } command }'

test('who sees all of a cluster is told what something comes from', async () => {
  expect((await answer(whole(), resultOf('by others', WORDS))).node).toEqual({
    ...{ text: 'By wide and admin.', path: 'subjects[0]', judged: { name: 'wide' } },
    related: [{ name: 'admin' }, { name: 'web' }],
    mending: { verb: 'DELETE', object: { name: 'admin' }, command: 'kubectl' },
  })
})

test('who sees a namespace is not told of what is outside of it', async () => {
  expect((await answer(partly(), resultOf('by others', WORDS))).node).toEqual({
    ...{ text: 'by others.', path: '', judged: null, related: [{ name: 'web' }], mending: null },
  })
  expect((await answer(partly(), resultOf('plain', WORDS))).node).toMatchObject({
    ...{ path: 'spec.hostPID', judged: { name: 'web' }, mending: { command: 'kubectl' } },
  })
})

const SOURCE = 'source { yaml firstLine lastLine present complete }'
const AS_WRITTEN = { yaml: 'of wide', firstLine: 3, lastLine: 4, present: true, complete: true }
const source = ({ content }: { content: string }, path: string) => ({
  ...AS_WRITTEN,
  yaml: `${JSON.parse(content).name}, ${path}`,
})

test('the object in which something is wrong is told to who may see it, at the place that is wrong', async () => {
  const { db } = own.database
  await addObject(db, 'a', 'ClusterRoleBinding//wide', { content: { name: 'wide' } })
  await addObject(db, 'a', 'Deployment/shop/web', { content: { name: 'web' }, present: false })
  const services = { checks: { source } }
  const [all, part] = [contextOf(own.database, undefined, services), contextOf(own.database, partly().viewer, services)]
  const told = { ...AS_WRITTEN, yaml: 'wide, subjects[0]' }
  expect((await answer(all, resultOf('by others', SOURCE))).node.source).toEqual(told)
  expect((await answer(part, resultOf('by others', SOURCE))).node.source).toBeNull()
  // It is gone since.
  expect((await answer(part, resultOf('plain', SOURCE))).node.source).toBeNull()
  await db.update(kubernetesObject).set({ present: true })
  expect((await answer(contextOf(own.database, partly().viewer, services), resultOf('plain', SOURCE))).node).toEqual({
    source: { ...AS_WRITTEN, yaml: 'web, spec.hostPID' },
  })
})

test('an object has the results that say something of it', async () => {
  const { checkedObjects } = await answer(
    whole(),
    '{ checkedObjects(first: 9) { nodes { name results(first: 9, orderBy: { field: TITLE, direction: ASC }) { nodes { title } } } } }',
  )
  expect(checkedObjects.nodes).toEqual([
    { name: 'web', results: { nodes: ['exempt', 'plain', 'waived'].map((title) => ({ title })) } },
  ])
})

const SUMMARY = `checkSummary { analyzed notAnalyzedReason failed passed exempt notAssessable bySeverity { severity failed }
  byPriority { priority failed } }`
const summaryOf = (uid: string) => `{ node(id: "${encodeId('Cluster', uid)}") { ... on Cluster { ${SUMMARY} } } }`

test('a cluster sums up what is seen of it, and says what that does not cover', async () => {
  expect((await answer(whole(), summaryOf('a'))).node.checkSummary).toMatchObject({
    ...{ analyzed: NOON.toISOString(), notAnalyzedReason: 'Secret could not be read.' },
    ...{ failed: 2, passed: 13, exempt: 2, notAssessable: 1 },
    bySeverity: [{ severity: 'CRITICAL', failed: 2 }, { failed: 0 }, { failed: 0 }, { failed: 0 }, { failed: 0 }],
    byPriority: [{ priority: 'HIGH', failed: 2 }, { failed: 0 }, { failed: 0 }],
  })
  expect((await answer(partly(), summaryOf('a'))).node.checkSummary).toMatchObject({ failed: 2, passed: 3 })
})

test('before the first check there are no numbers, and a reason', async () => {
  expect((await answer(whole(), summaryOf('b'))).node.checkSummary).toMatchObject({
    ...{ analyzed: null, notAnalyzedReason: 'No check has run yet.' },
    ...{ failed: null, passed: null, exempt: null, notAssessable: null },
    byPriority: [{ failed: null }, { failed: null }, { failed: null }],
  })
})
