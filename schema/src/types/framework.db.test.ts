import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { answer, contextOf, scoped } from '../../test/api.ts'
import { addCheckRule, addCheckTally, addCluster } from '../../test/rows.ts'
import type { CatalogRequirement } from '../check-service.ts'
import { encodeId } from '../ids.ts'
import type { Viewer } from '../viewer.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  for (const uid of ['a', 'b']) await addCluster(db, uid)
  const cis = (section: string) => ({ framework: 'CIS', version: '1.12', section }) as const
  await addCheckRule(db, 'KC-001', {
    frameworks: [cis('5.2.2'), cis('5.2.10'), { framework: 'CIS', version: '1.10', section: '5.2.2' }],
  })
  await addCheckRule(db, 'KC-002', { frameworks: [cis('5.2.10'), cis('5.2.9')] })
  await addCheckRule(db, 'KC-003', { frameworks: [{ framework: 'PSS', version: 'v1.34', section: 'baseline' }] })
  await addCheckRule(db, 'KC-004', { frameworks: [{ framework: 'PSS', version: '', section: 'baseline' }] })
  await addCheckRule(db, 'KC-005', { frameworks: [cis('5.9')], present: false })
  await addCheckTally(db, 'a', 'shop', 'KC-001', { passed: 6, failed: 1, exempt: 1 })
  await addCheckTally(db, 'b', '', 'KC-001', { failed: 1, notAssessable: 1 })
  await addCheckTally(db, 'a', 'shop', 'KC-002', { passed: 2 })
})
afterAll(() => own.close())

const CATALOG: readonly CatalogRequirement[] = [
  { framework: 'CIS', version: '1.12', section: '5.2.2', title: 'No privileged containers' },
  { framework: 'CIS', version: '1.12', section: '1.1.1', title: 'Modes of files' },
]

async function frameworks(args: string, select: string, viewer?: Viewer) {
  const context = contextOf(own.database, viewer, { checks: { catalog: () => CATALOG } })
  return (await answer(context, `{ frameworks${args} { ${select} } }`)).frameworks
}

test('frameworks are told by name and version, their requirements in the order of their numbers', async () => {
  const told = await frameworks(
    '',
    'title requirements { section title checks { rule } } requirementCount coveredCount',
  )
  expect(told).toMatchObject([
    { title: 'Pod Security Standards', requirements: [{ section: 'baseline', title: null }] },
    { title: 'CIS Kubernetes Benchmark 1.10', requirements: [{ section: '5.2.2', title: null }] },
    {
      title: 'CIS Kubernetes Benchmark 1.12',
      requirements: [
        { section: '1.1.1', title: 'Modes of files', checks: [] },
        { section: '5.2.2', title: 'No privileged containers', checks: [{ rule: 'KC-001' }] },
        { section: '5.2.9', title: null, checks: [{ rule: 'KC-002' }] },
        { section: '5.2.10', title: null, checks: [{ rule: 'KC-001' }, { rule: 'KC-002' }] },
      ],
      ...{ requirementCount: 4, coveredCount: 3 },
    },
  ])
})

const NUMBERS = 'status failed passed exempt notAssessable'

test('each rule counts once in a framework, and what was not judged is null', async () => {
  const [pss, , cis] = await frameworks('', `${NUMBERS} score requirements { section ${NUMBERS} }`)
  expect(pss).toMatchObject({ status: null, failed: null, passed: null, score: null })
  expect(cis).toMatchObject({
    ...{ status: 'FAIL', failed: 2, passed: 8, exempt: 1, notAssessable: 1, score: 0.8 },
    requirements: [
      { section: '1.1.1', status: null, failed: null },
      { section: '5.2.2', status: 'FAIL', failed: 2, passed: 6 },
      { section: '5.2.9', status: 'PASS', failed: 0, passed: 2 },
      { section: '5.2.10', failed: 2, passed: 8 },
    ],
  })
})

test('numbers are those of the scope, and of what the viewer sees', async () => {
  const scope = `(scope: { clusters: ["${encodeId('Cluster', 'b')}"] })`
  expect((await frameworks(scope, NUMBERS))[2]).toMatchObject({ failed: 1, passed: 0, notAssessable: 1 })
  const partly = scoped({ namespaces: ['shop'] })
  expect((await frameworks('', `${NUMBERS} score`, partly))[2]).toMatchObject({
    failed: 1,
    passed: 8,
    notAssessable: 0,
  })
  expect((await frameworks(scope, `${NUMBERS} score`, partly))[2]).toMatchObject({ failed: null, score: null })
})
