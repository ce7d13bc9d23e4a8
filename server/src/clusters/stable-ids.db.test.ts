import { task } from '@breakwater/drizzle/tables/task.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answer, contextOf } from '../../../schema/test/api.ts'
import { type ApiServer, apiServer } from '../../test/api-server/api-server.ts'
import { ClusterWorld, runItems } from '../../test/cluster-world.ts'
import { administrator } from '../../test/tasks.ts'

let world: ClusterWorld
let api: ApiServer
beforeAll(async () => {
  world = await ClusterWorld.open()
  api = await apiServer({ pods: 12, services: 4 })
})
afterAll(async () => {
  await api.close()
  await world.close()
})

const LISTS = ['clusters', 'namespaces', 'clusterNodes', 'workloads', 'pods', 'containers', 'services']

/** The ids of everything, list by list. */
async function ids(): Promise<Record<string, string[]>> {
  const fields = LISTS.map((list) => `${list}(first: 100) { nodes { id } }`)
  const data = await answer(contextOf(world.database), `{ ${fields.join(' ')} }`)
  return Object.fromEntries(
    LISTS.map((list) => [list, data[list].nodes.map(({ id }: { id: string }) => id).toSorted()]),
  )
}

async function connectAndSync(): Promise<void> {
  const connection = { kubeconfig: { text: api.kubeconfig() } }
  const { task: first } = await world.service.connect({ connection }, administrator)
  await runItems(world.sync, first)
  // Ended, so that the next one is another.
  await world.database.transaction((tx) => tx.update(task).set({ state: 'SUCCEEDED', finishedAt: new Date() }))
}

test('ids are the same after a resync, another connection, and a removal with a new connection', async () => {
  await connectAndSync()
  const first = await ids()
  expect(Object.entries(first).filter(([, found]) => found.length === 0)).toEqual([])

  await connectAndSync()
  expect(await ids()).toEqual(first)

  await runItems(world.removal, await world.service.remove(api.uid, administrator))
  expect(Object.values(await ids()).flat()).toEqual([])
  await connectAndSync()
  expect(await ids()).toEqual(first)
})

test('an id that was kept finds its row after the cluster was connected anew', async () => {
  const { pods } = await ids()
  await runItems(world.removal, await world.service.remove(api.uid, administrator))
  await connectAndSync()
  const data = await answer(contextOf(world.database), 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
    ids: pods,
  })
  expect(data.nodes).toEqual(pods?.map((id) => ({ id })))
})
