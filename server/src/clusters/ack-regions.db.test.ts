import { regionGroup } from '@breakwater/drizzle/tables/access.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { offerAckRegions } from './ack-regions.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const row = { sourceKind: 'KUBECONFIG' as const, connectedAt: new Date() }
  await own.database.transaction((tx) =>
    tx.insert(cluster).values([
      { ...row, uid: 'k3s', name: 'a', nameLower: 'a', distribution: 'k3s' },
      { ...row, uid: 'ack', name: 'b', nameLower: 'b', distribution: 'ACK' },
    ]),
  )
})
afterAll(() => own.close())

const names = async () => (await own.database.db.select().from(regionGroup).limit(10)).map((group) => group.name).sort()

test('the groups come with the first cluster of ACK, once, and with no other', async () => {
  await offerAckRegions(own.database, 'k3s')
  expect(await names()).toEqual([])
  await offerAckRegions(own.database, 'ack')
  await offerAckRegions(own.database, 'ack')
  expect(await names()).toEqual(['Chinese Mainland', 'Outside Chinese Mainland'])
})

test('groups that somebody keeps are not added to', async () => {
  await own.database.transaction(async (tx) => {
    await tx.delete(regionGroup)
    await tx.insert(regionGroup).values({ id: 'g', name: 'Europe', regions: ['eu-west-1'] })
  })
  await offerAckRegions(own.database, 'ack')
  expect(await names()).toEqual(['Europe'])
})
