import { audit } from '@breakwater/drizzle/tables/access.ts'
import { cluster, clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { seal, secretKey } from '../secrets/seal.ts'
import { forgetCredentials, sealedWith } from './sealed-credentials.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
})
afterAll(() => own.close())

const keys = [secretKey(Buffer.alloc(32, 1)), secretKey(Buffer.alloc(32, 2))]

test('it is told which keys something is sealed with, until it is forgotten', async () => {
  expect(await sealedWith(own.database)).toEqual([])
  const connectedAt = new Date()
  const clusters = ['a', 'b', 'c', 'd'].map((uid) => ({ uid, name: uid, nameLower: uid, connectedAt }))
  await own.database.transaction(async (tx) => {
    await tx.insert(cluster).values(clusters.map((one) => ({ ...one, sourceKind: 'KUBECONFIG' as const })))
    await tx.insert(clusterSource).values(
      clusters.map(({ uid }, i) => ({
        cluster: uid,
        origin: i === 3 ? ('MACHINE' as const) : ('UPLOADED' as const),
        kind: 'KUBECONFIG' as const,
        reference: '',
        sealed: i === 3 ? null : Buffer.from(seal(keys[i % 2] as (typeof keys)[0], `cluster-source ${uid}`, 'secret')),
        updatedAt: connectedAt,
      })),
    )
  })
  expect((await sealedWith(own.database)).sort()).toEqual(keys.map(({ id }) => id).sort())

  expect(await forgetCredentials(own.database)).toBe(3)
  expect(await sealedWith(own.database)).toEqual([])
  expect(await own.database.db.select().from(clusterSource)).toHaveLength(4)
  expect(await own.database.db.select().from(audit)).toMatchObject([
    { action: 'forgetCredentials', details: { clusters: 3 } },
  ])
})
