import type { Queries } from '@breakwater/drizzle/database.ts'
import { EXPOSURE_VERDICTS, exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { administrator, answer, contextOf, scoped } from '../../test/api.ts'
import { addCluster } from '../../test/rows.ts'
import { encodeId } from '../ids.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  await addCluster(db, 'a')
  await add(db, 'cart', 'ingress/edge', 'POSSIBLE', 0)
  await add(db, 'cart', 'ingress/edge', 'INTERNET', 2)
  await add(db, 'cart', 'service/cart', 'PRIVATE', -1)
  await add(db, 'pay', 'service/pay', 'RESTRICTED', 1)
  await add(db, 'old', 'service/old', 'INTERNET', 2, { state: 'RESOLVED' })
  await add(db, '', 'ingress/dangling', 'NONE', -1)
})
afterAll(() => own.close())

let added = 0

/** A way through `entryKey` to a workload in a namespace of the same name; to none when that is empty. */
async function add(
  db: Queries,
  name: string,
  entryKey: string,
  verdict: (typeof EXPOSURE_VERDICTS)[number],
  priorityRank: number,
  more: Partial<typeof exposure.$inferInsert> = {},
): Promise<void> {
  const workload = name === '' ? '' : `a/${name}/Deployment/${name}`
  await db.insert(exposure).values({
    ...{ id: `a/${added++}`, cluster: 'a', namespace: name, registry: '' },
    ...{
      verdict,
      verdictRank: EXPOSURE_VERDICTS.indexOf(verdict),
      confidence: 'HIGH',
      rule: '',
      reasons: [],
      sources: [],
    },
    ...{ entryKind: 'INGRESS', entryObjectKind: 'Ingress', entryNamespace: name, entryName: name, entryKey },
    ...{ addresses: [], address: '', port: 80, host: '', path: '', tls: 'NONE' },
    ...{ serviceNamespace: '', serviceName: '', servicePort: 0 },
    ...{
      workload,
      workloadKind: 'Deployment',
      workloadName: name,
      container: '',
      containerPort: 8080,
      protocol: 'TCP',
    },
    ...{ hops: [], sentence: '', priorityRank, severity: 'UNKNOWN', portClass: 'WEB', authentication: 'UNKNOWN' },
    ...{ priorityReasons: [], advice: [], title: '', titleLower: '', declared: true, risk: '', contentHash: '' },
    firstSeenAt: new Date(0),
    ...more,
  })
}

const names = async (args: string, viewer = administrator) => {
  const query = `{ exposedWorkloads(first: 9${args}) { totalCount nodes { name } } }`
  const { exposedWorkloads } = await answer(contextOf(own.database, viewer), query)
  expect(exposedWorkloads.totalCount).toBe(exposedWorkloads.nodes.length)
  return exposedWorkloads.nodes.map((node: { name: string }) => node.name)
}

test('a workload has the strongest verdict and the highest priority of its ways in, and how many they are', async () => {
  const query = `{ exposedWorkloads(first: 1) {
    nodes { workloadId kind name namespace verdict priority exposureCount entryPointCount } } }`
  const { exposedWorkloads } = await answer(contextOf(own.database), query)
  expect(exposedWorkloads.nodes).toEqual([
    {
      ...{
        workloadId: encodeId('Workload', 'a/cart/Deployment/cart'),
        kind: 'Deployment',
        name: 'cart',
        namespace: 'cart',
      },
      ...{ verdict: 'INTERNET', priority: 'HIGH', exposureCount: 3, entryPointCount: 2 },
    },
  ])
})

test('what is gone and what leads to no workload is left out', async () => {
  expect(await names('')).toEqual(['cart', 'pay'])
})

test.each([
  ['filter: { verdicts: [RESTRICTED] }', ['pay']],
  ['filter: { verdicts: [PRIVATE] }', []],
  ['filter: { exposures: { min: 2 } }', ['cart']],
  ['filter: { text: "AY" }', ['pay']],
  ['orderBy: { field: NAME, direction: DESC }', ['pay', 'cart']],
  ['orderBy: { field: VERDICT, direction: ASC }', ['pay', 'cart']],
])('with %s they are %j', async (args, expected) => {
  expect(await names(`, ${args}`)).toEqual(expected)
})

test('who sees one namespace only sees what is reached there', async () => {
  expect(await names('', scoped({ namespaces: ['pay'] }))).toEqual(['pay'])
})
