import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../drizzle/test/database.ts'
import { administrator, answer, contextOf, scoped } from '../test/api.ts'
import { addAnalysis, addCluster, NOON } from '../test/rows.ts'
import type { Viewer } from './viewer.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  for (const uid of ['a', 'b']) await addCluster(db, uid)
  await addCluster(db, 'leaving', { state: 'DELETED' })
  await addAnalysis(db, 'a', { kind: 'ALERT' })
  await addAnalysis(db, 'b', { kind: 'ALERT', complete: false, reason: 'No audit log.' })
  await addAnalysis(db, 'leaving', { kind: 'MALWARE' })
})
afterAll(() => own.close())

async function analysis(kind: string, viewer: Viewer = administrator) {
  const context = contextOf(own.database, viewer, { tasks: { kinds: ['CONTAINER_ASSET_SYNC', 'CONFIG_CHECK'] } })
  const data = await answer(context, '{ analyses { kind available analyzed incomplete clusters last } }')
  return data.analyses.find((each: { kind: string }) => each.kind === kind)
}

test('one that has run tells where, where not in full, and when', async () => {
  expect(await analysis('ALERT')).toEqual({
    kind: 'ALERT',
    available: true,
    analyzed: 2,
    incomplete: 1,
    clusters: 2,
    last: NOON.toISOString(),
  })
})

test('one that the server can run is available before it has', async () => {
  expect(await analysis('CONFIGURATION')).toMatchObject({ available: true, analyzed: 0, last: null })
})

test('one that nothing can run is not available, nor does a cluster that is being removed count', async () => {
  expect(await analysis('MALWARE')).toMatchObject({ available: false, analyzed: 0 })
})

test('only clusters that the viewer sees count', async () => {
  expect(await analysis('ALERT', scoped({ clusters: ['a'] }))).toMatchObject({
    analyzed: 1,
    incomplete: 0,
    clusters: 1,
  })
})
