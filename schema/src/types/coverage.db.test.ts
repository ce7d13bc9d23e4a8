import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { answer, contextOf } from '../../test/api.ts'
import { addCluster, addCoverage } from '../../test/rows.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  await addCluster(db, 'c1')
  const versions = { apiVersion: 'autoscaling/v2', servedVersions: ['autoscaling/v2', 'autoscaling/v1'] }
  await addCoverage(db, 'c1', 'HorizontalPodAutoscaler', { ...versions, writtenVersions: ['autoscaling/v1'] })
  await addCoverage(db, 'c1', 'HTTPRoute', { optional: true, reason: 'NOT_SERVED' })
})
afterAll(() => own.close())

const ask = (query: string) => answer(contextOf(own.database), query)

test('that a cluster does not serve what only some have is no gap', async () => {
  const { clusters } = await ask('{ clusters(first: 1) { nodes { coverage { kinds complete gaps { kind } } } } }')
  expect(clusters.nodes[0].coverage).toEqual({ kinds: 1, complete: 1, gaps: [] })
})

test('nor does it keep a cluster from being fully covered', async () => {
  const { clusters } = await ask('{ clusters(first: 1, filter: { fullyCovered: true }) { totalCount } }')
  expect(clusters.totalCount).toBe(1)
})

test('it has its row all the same, and a kind tells its versions', async () => {
  const { coverage } = await ask(
    '{ coverage(first: 9) { nodes { kind optional apiVersion servedVersions writtenVersions } } }',
  )
  expect(coverage.nodes).toEqual([
    { kind: 'HTTPRoute', optional: true, apiVersion: '', servedVersions: [], writtenVersions: [] },
    {
      kind: 'HorizontalPodAutoscaler',
      optional: false,
      apiVersion: 'autoscaling/v2',
      servedVersions: ['autoscaling/v2', 'autoscaling/v1'],
      writtenVersions: ['autoscaling/v1'],
    },
  ])
})
