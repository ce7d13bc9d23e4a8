import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../drizzle/test/database.ts'
import { answer, contextOf } from '../test/api.ts'
import { addCheckResult, addCluster, addExposure, addRisk, NOON } from '../test/rows.ts'
import { encodeId } from './ids.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  await addCluster(db, 'a')
  await addExposure(db, 'a', 'way')
  const binding = { key: 'a/way', rank: 5, sources: ['0.0.0.0/0'] }
  await addRisk(db, 'r1', { cluster: 'a', kind: 'EXPOSURE', binding })
  await addCheckResult(db, 'a', 'before', { risk: 'r2', state: 'RESOLVED', resolvedAt: NOON })
  await addCheckResult(db, 'a', 'now', { risk: 'r2' })
  await addRisk(db, 'r2', { cluster: 'a', kind: 'CONFIGURATION' })
  await addRisk(db, 'r3', { cluster: 'a', kind: 'BASELINE' })
})
afterAll(() => own.close())

test('the risks of a domain show what only it knows, in lists and by id; those of others what all risks have', async () => {
  const data = await answer(
    contextOf(own.database),
    `{ risks(first: 5, orderBy: { field: TITLE, direction: ASC }) { nodes { __typename title ... on ExposureRisk { exposure { title } }
         ... on ConfigurationRisk { checkResult { title } } } }
       node(id: "${encodeId('Risk', 'r1')}") { __typename ... on ExposureRisk { exposure { title } } } }`,
  )
  expect(data.risks.nodes).toEqual([
    { __typename: 'ExposureRisk', title: 'r1', exposure: { title: 'way' } },
    { __typename: 'ConfigurationRisk', title: 'r2', checkResult: { title: 'now' } },
    { __typename: 'GeneralRisk', title: 'r3' },
  ])
  expect(data.node).toEqual({ __typename: 'ExposureRisk', exposure: { title: 'way' } })
})
