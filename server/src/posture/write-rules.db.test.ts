import { checkRule } from '@breakwater/drizzle/tables/posture.ts'
import { asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { privilegedContainer } from './rules/kc-001-privileged-container.ts'
import { writeRules } from './write-rules.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
})
afterAll(() => own.close())

const rows = () => own.database.db.select().from(checkRule).orderBy(asc(checkRule.id))
const other = { ...privilegedContainer, id: 'KC-002', title: 'Another', severity: 'low', frameworks: [] } as const

async function versions(): Promise<unknown> {
  return (await own.database.pool.query('select id, xmin::text from check_rule order by id')).rows
}

test('rules are rows, with what is sorted by', async () => {
  await writeRules(own.database, [privilegedContainer, other])
  expect(await rows()).toMatchObject([
    { id: 'KC-001', severity: 'CRITICAL', severityRank: 4, custom: false, present: true },
    { id: 'KC-002', title: 'Another', titleLower: 'another', severity: 'LOW', severityRank: 1, frameworks: [] },
  ])
  expect((await rows())[0]?.frameworks).toContainEqual({ framework: 'CIS', version: '1.10', section: '5.2.2' })
})

test('what is as before is not written', async () => {
  const before = await versions()
  await writeRules(own.database, [privilegedContainer, other])
  expect(await versions()).toEqual(before)
})

test('a rule that is gone is marked so, and back when it is there again; those of users stay', async () => {
  await own.database.db
    .insert(checkRule)
    .values({ ...((await rows())[0] as typeof checkRule.$inferSelect), id: 'CU-001', custom: true })
  await writeRules(own.database, [{ ...other, title: 'Changed' }])
  const told = async () => (await rows()).map(({ id, title, present }) => `${id} ${title} ${present}`)
  expect(await told()).toEqual([
    'CU-001 Privileged container true',
    'KC-001 Privileged container false',
    'KC-002 Changed true',
  ])
  await writeRules(own.database, [privilegedContainer, other])
  expect(await told()).toContain('KC-001 Privileged container true')
  await own.database.db.delete(checkRule).where(eq(checkRule.custom, sql`true`))
})
