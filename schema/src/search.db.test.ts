import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../drizzle/test/database.ts'
import { administrator, answer, contextOf, errorCodes, scoped, sqlOf } from '../test/api.ts'
import {
  addCluster,
  addContainer,
  addImage,
  addNamespace,
  addNode,
  addPod,
  addService,
  addTask,
  addWorkload,
} from '../test/rows.ts'
import type { Viewer } from './viewer.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  for (const uid of ['a', 'b']) {
    await addCluster(db, uid, { name: uid === 'a' ? 'Pay west' : 'shop' })
    await addNode(db, uid, `${uid}-pay-node`)
    for (const name of ['pay', 'web']) {
      await addNamespace(db, uid, name)
      await addWorkload(db, uid, name, 'pay-api')
      await addService(db, uid, name, 'pay')
      await addPod(db, uid, name, 'pay-api-1')
      await addPod(db, uid, name, 'pay-api-gone', { present: false })
      await addContainer(db, uid, name, 'pay_%')
      await addImage(db, uid, name, 'registry.example/pay:1')
    }
    await addWorkload(db, uid, 'web', 'new-pay')
    await addPod(db, uid, 'web', 'new-pay-1')
    await addTask(db, `t-${uid}`, { target: `Pay ${uid}`, cluster: uid })
  }
})
afterAll(() => own.close())

async function found(
  text: string,
  viewer: Viewer = administrator,
  args = 'first: 10',
): Promise<Record<string, string[]>> {
  const data = await answer(
    contextOf(own.database, viewer),
    `query ($text: String!) { search(text: $text, ${args}) { type more results { name namespace cluster { uid } } } }`,
    { text },
  )
  return Object.fromEntries(
    data.search.map((group: { type: string; results: { name: string; cluster: { uid: string } | null }[] }) => [
      group.type,
      group.results.map(({ name, cluster }) => (cluster ? `${cluster.uid}: ${name}` : name)),
    ]),
  )
}

test('everything that has the text in its name is found, in whatever case; what begins with it comes first', async () => {
  expect(await found('PAY')).toEqual({
    CLUSTER: ['a: Pay west'],
    NAMESPACE: ['a: pay', 'b: pay'],
    WORKLOAD: [...['a', 'a', 'b', 'b'].map((uid) => `${uid}: pay-api`), 'a: new-pay', 'b: new-pay'],
    SERVICE: ['a', 'a', 'b', 'b'].map((uid) => `${uid}: pay`),
    POD: ['a', 'a', 'b', 'b'].map((uid) => `${uid}: pay-api-1`),
    CONTAINER: ['a', 'a', 'b', 'b'].map((uid) => `${uid}: pay_%`),
    CLUSTER_NODE: ['a: a-pay-node', 'b: b-pay-node'],
    IMAGE: ['registry.example/pay:1'],
    TASK: ['Pay b', 'Pay a'],
  })
})

test('what is special in patterns means itself', async () => {
  expect(await found('y_%')).toEqual({})
  expect(Object.keys(await found('pay_%'))).toEqual(['CONTAINER'])
})

test('only what the viewer sees is found', async () => {
  const seen = await found('pay', scoped({ clusters: ['b'], namespaces: ['pay'] }))
  expect(seen).toEqual({
    NAMESPACE: ['b: pay'],
    WORKLOAD: ['b: pay-api'],
    SERVICE: ['b: pay'],
    POD: ['b: pay-api-1'],
    CONTAINER: ['b: pay_%'],
    IMAGE: ['registry.example/pay:1'],
  })
})

test('of more than were asked for it is told that there are more', async () => {
  const context = contextOf(own.database)
  const data = await answer(context, '{ search(text: "pay", first: 2, types: [POD]) { type more results { name } } }')
  expect(data.search).toEqual([{ type: 'POD', more: true, results: [{ name: 'pay-api-1' }, { name: 'pay-api-1' }] }])
})

test('one character finds nothing, and more than ten of a type are refused', async () => {
  expect(await found(' p ')).toEqual({})
  expect(await errorCodes(contextOf(own.database), '{ search(text: "pay", first: 11) { more } }')).toEqual([
    'PAGE_SIZE',
  ])
})

test('pods, containers and services are found by the index on names, and every statement has a limit', async () => {
  const { db } = own.database
  await db.execute(sql`
    insert into pod (id, cluster, namespace, name, content_hash, first_seen_at)
    select 'a/many/p-' || n, 'a', 'many', 'p-' || n, 'x', now() from generate_series(1, 20000) n`)
  await db.execute(sql`analyze pod`)
  const sent = await sqlOf(own.database, () => found('pay-api', administrator))
  expect(sent.length).toBeGreaterThan(8)
  expect(sent.filter((statement) => !/limit/.test(statement))).toEqual([])
  const plan = await db.execute(sql`
    explain select id from pod where present and name >= 'pay-api' and name < ${'pay-api\u{10ffff}'}
    order by name, id limit 11`)
  expect(JSON.stringify(plan)).toContain('pod_by_name')
})
