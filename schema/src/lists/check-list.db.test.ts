import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { answer, contextOf, scoped } from '../../test/api.ts'
import { addFleet } from '../../test/fleet.ts'
import { encodeId } from '../ids.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  await addFleet(own.database.db)
})
afterAll(() => own.close())

const NUMBERS = 'rule status failed passed exempt notAssessable'
const SCOPES = [
  '{}',
  `{ clusters: ["${encodeId('Cluster', 'c1')}"] }`,
  '{ namespaces: ["shop"] }',
  '{ regions: ["us"] }',
]
const VIEWERS = [
  ['everything', undefined],
  ['one cluster', { clusters: ['c1'] }],
  ['one namespace', { namespaces: ['shop'] }],
  ['one namespace of a cluster', { clusters: ['c1'], namespaces: ['kube-system'] }],
] as const

interface Numbers {
  readonly rule: string
  readonly status: string | null
  readonly failed: number | null
  readonly passed: number | null
  readonly exempt: number | null
  readonly notAssessable: number | null
}

test.each(VIEWERS)(
  'to who sees %s each number of a rule is the total of a list, in any scope',
  async (_name, sight) => {
    const context = sight ? contextOf(own.database, scoped(sight)) : contextOf(own.database)
    for (const scope of SCOPES) {
      const { checks } = await answer(
        context,
        `{ checks(first: 100, filter: { scope: ${scope} }) { nodes { ${NUMBERS} } } }`,
      )
      expect(checks.nodes).toHaveLength(10)
      for (const told of checks.nodes as Numbers[]) {
        const results = (result: string) =>
          `checkResults(first: 1, filter: { scope: ${scope}, rules: ["${told.rule}"], results: [${result}] }) { totalCount }`
        const totals = await answer(
          context,
          `{ failed: ${results('FAIL')} exempt: ${results('EXEMPT')} notAssessable: ${results('NOT_ASSESSABLE')}
          passed: checkedObjects(first: 1, filter: { scope: ${scope}, passed: ["${told.rule}"] }) { totalCount } }`,
        )
        const { failed, exempt, notAssessable, passed } = totals
        const numbers = [failed, passed, exempt, notAssessable].map(({ totalCount }) => totalCount)
        const judged = numbers.some((number) => number > 0)
        expect([scope, told.rule, told.failed, told.passed, told.exempt, told.notAssessable]).toEqual([
          ...[scope, told.rule],
          ...numbers.map((number) => (judged ? number : null)),
        ])
      }
    }
  },
)

test('the status is the worst that a rule says, and null when it has judged nothing', async () => {
  const { checks } = await answer(contextOf(own.database), '{ checks(first: 100) { nodes { rule status } } }')
  const told = Object.fromEntries(checks.nodes.map(({ rule, status }: Numbers) => [rule, status]))
  expect([told['KC-000'], told['KC-004'], told['KC-005'], told['KC-007'], told['KC-008'], told['CU-001']]).toEqual([
    ...['FAIL', 'NOT_ASSESSABLE', 'EXEMPT', 'PASS', null, null],
  ])
})

test('a rule by its id has the numbers of all that the viewer sees, also when it is no longer asked', async () => {
  const context = contextOf(own.database, scoped({ clusters: ['c1'] }))
  const ids = ['KC-000', 'KC-900'].map((rule) => encodeId('Check', rule))
  const { nodes, checks } = await answer(
    context,
    `{ nodes(ids: ${JSON.stringify(ids)}) { ... on Check { ${NUMBERS} present } }
       checks(first: 1, filter: { rules: ["KC-000", "KC-900"] }) { totalCount nodes { ${NUMBERS} present } } }`,
  )
  expect(nodes).toEqual([checks.nodes[0], expect.objectContaining({ rule: 'KC-900', failed: null, present: false })])
  expect(checks.totalCount).toBe(1)
})
