import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../drizzle/test/database.ts'
import { addCluster, addRisk } from '../test/rows.ts'
import { builder } from './builder.ts'
import { encodeId } from './ids.ts'
import { Node, Risk, type RiskRow } from './refs.ts'
import { registerRiskType } from './risk-types.ts'

// A domain as it would come: its type, registered, before the schema is built. Nothing of the shell knows it.
const TestRisk = builder.objectRef<RiskRow>('TestRisk').implement({
  description: 'A risk of a domain that exists in this test only.',
  interfaces: [Node, Risk],
  fields: (t) => ({
    hops: t.int({ description: 'Known to this domain only.', resolve: (risk) => risk.reasons.length }),
  }),
})
registerRiskType('MALWARE', TestRisk)

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  await addCluster(own.database.db, 'a')
  await addRisk(own.database.db, 'r1', { cluster: 'a', kind: 'MALWARE', reasons: ['one', 'two'] })
  await addRisk(own.database.db, 'r2', { cluster: 'a', kind: 'CONFIGURATION' })
})
afterAll(() => own.close())

test('the risks of a domain show what only it knows, in lists and by id, without a change to the shell', async () => {
  const { answer, contextOf } = await import('../test/api.ts')
  const data = await answer(
    contextOf(own.database),
    `{ risks(first: 5, orderBy: { field: TITLE, direction: ASC }) { nodes { __typename title ... on TestRisk { hops } } }
       node(id: "${encodeId('Risk', 'r1')}") { __typename ... on TestRisk { hops } } }`,
  )
  expect(data.risks.nodes).toEqual([
    { __typename: 'TestRisk', title: 'r1', hops: 2 },
    { __typename: 'GeneralRisk', title: 'r2' },
  ])
  expect(data.node).toEqual({ __typename: 'TestRisk', hops: 2 })
})
