import { setTimeout as sleep } from 'node:timers/promises'
import { cluster, clusterSource, clusterWatch, coverage, kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LoggedRequest } from '../../../test/api-server/http-server.ts'
import { FaultWorld, pictureOf } from '../../../test/faults/fault-world.ts'
import { pagesIn } from '../../../test/faults/pages.ts'
import { ProcessWorld } from '../../../test/faults/process-world.ts'
import { eventually } from '../../../test/tasks.ts'
import { ASSET_TABLES } from '../asset-tables.ts'

/** The cluster, and what a process that is left alone comes to. */
let faults: FaultWorld
/** Another database with the same cluster, where processes are killed. */
let processes: ProcessWorld
beforeAll(async () => {
  faults = await FaultWorld.open()
  processes = await ProcessWorld.open(faults.uid, await faults.api.kubeconfigFile())
  await processes.add('CONTAINER_ASSET_SYNC')
  expect(await processes.start('tasks').ended).toBe(0)
})
afterAll(async () => {
  await processes.close()
  await faults.close()
})

const PROCESSES_MS = 240_000
const urlOf = ({ path, query }: LoggedRequest) => `${path}?${query}`
const picture = () => processes.look((database) => pictureOf({ database }, faults.uid))

/** Lets the double hold its answer to a request. Resolves once it was asked. */
function hold(url: string): { readonly asked: Promise<void>; release(): void } {
  const asked = Promise.withResolvers<void>()
  const released = Promise.withResolvers<undefined>()
  faults.api.meet((request) => {
    if (urlOf(request) !== url) return undefined
    asked.resolve()
    return released.promise
  })
  const release = () => {
    faults.api.meet(undefined)
    released.resolve(undefined)
  }
  return { asked: asked.promise, release }
}

/** What a sync that is left alone records, and what it asks for. */
async function leftAlone(): Promise<{ readonly changes: string[]; readonly asked: readonly LoggedRequest[] }> {
  await faults.world.forgetChanges()
  faults.api.forget()
  await faults.sync()
  const rows = (await faults.world.changes(faults.row)).filter(({ type }) => type !== 'Cluster')
  const changes = rows.map(({ type, node, operation, old, new: fresh }) =>
    JSON.stringify([type, `${faults.uid}/${node}`, operation, old, fresh]),
  )
  return { changes, asked: [...faults.api.requests] }
}

/** Requests at which a process is killed: who it is, what is served, and pages from the first kind to the last. */
function deaths(asked: readonly LoggedRequest[]): string[] {
  const pages = asked.filter((request) => pagesIn([request]).length > 0)
  const spread = pages.filter((_page, i) => i % 12 === 0)
  const questions = asked.filter(({ path }) => path === '/version' || path === '/apis')
  return [...questions, ...spread].map(urlOf)
}

test(
  'processes that are killed at each stage of a sync: the last one makes all right, and tells each change once',
  async () => {
    await processes.forgetChanges()
    faults.turn()
    const { changes, asked } = await leftAlone()
    const { id } = await processes.add('CONTAINER_ASSET_SYNC')
    const urls = deaths(asked)
    expect(urls.length).toBeGreaterThan(5)
    for (const url of urls) {
      const held = hold(url)
      const worker = processes.start('tasks')
      await held.asked
      await worker.kill()
      held.release()
    }
    expect(await processes.start('tasks').ended).toBe(0)
    expect(await processes.task(id)).toMatchObject({ state: 'SUCCEEDED', attempt: urls.length + 1, itemsSucceeded: 1 })
    expect(await picture()).toEqual(faults.wanted)
    expect((await processes.changes()).sort()).toEqual(changes.sort())
  },
  PROCESSES_MS,
)

test(
  'processes that are killed while they write: the last one makes all right, and tells each change once',
  async () => {
    await processes.forgetChanges()
    faults.turn()
    const { changes, asked } = await leftAlone()
    const { id } = await processes.add('CONTAINER_ASSET_SYNC')
    const pages = asked.filter((request) => pagesIn([request]).some(({ page }) => page > 0))
    for (const [i, page] of [pages[2], pages.at(-1)].entries()) {
      if (!page) continue
      const held = hold(urlOf(page))
      const worker = processes.start('tasks')
      await held.asked
      held.release()
      await sleep(5 + 20 * i)
      await worker.kill()
    }
    expect(await processes.start('tasks').ended).toBe(0)
    expect(await processes.task(id)).toMatchObject({ state: 'SUCCEEDED' })
    expect(await picture()).toEqual(faults.wanted)
    expect((await processes.changes()).sort()).toEqual(changes.sort())
  },
  PROCESSES_MS,
)

test(
  'a process that is killed while it watches: another goes on, and all is right',
  async () => {
    await processes.forgetChanges()
    const watching = () => eventually(() => faults.api.openWatches().length >= faults.wanted.size - 1, 60_000)
    const first = processes.start('watch')
    await watching()
    faults.turn()
    // Changes are gathered for 150 ms: some are written, and some are not.
    await sleep(220)
    await first.kill()
    await eventually(() => faults.api.openWatches().length === 0)
    const second = processes.start('watch')
    await watching()
    faults.turn()
    await sleep(1_500)
    await second.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    expect(await picture()).toEqual(faults.wanted)
    const told = (await processes.changes())
      .map((change) => JSON.parse(change))
      .filter(([, , what]) => what !== 'MODIFIED')
    const comings = told.map(([type, node, what]) => `${type} ${node} ${what}`)
    expect(comings.length).toBeGreaterThan(100)
    expect(comings.filter((one, i) => comings.indexOf(one) !== i)).toEqual([])
  },
  PROCESSES_MS,
)

test(
  'processes that are killed while they remove a cluster: the last one leaves nothing of it',
  async () => {
    const { id } = await processes.add('CLUSTER_REMOVAL')
    for (const afterMs of [0, 15, 40]) {
      const worker = processes.start('tasks')
      await worker.claimed
      await sleep(afterMs)
      await worker.kill()
    }
    expect(await processes.start('tasks').ended).toBe(0)
    const task = await processes.task(id)
    expect(task).toMatchObject({ state: 'SUCCEEDED' })
    expect(task.attempt).toBeGreaterThan(1)
    const left = await processes.look(async ({ db }) => {
      const assets = Object.values(ASSET_TABLES).map(({ table }) => table)
      const tables = [...assets, kubernetesObject, coverage, clusterWatch, clusterSource, cluster]
      return Promise.all(tables.map((table) => db.$count(table)))
    })
    expect(left).toEqual(left.map(() => 0))
  },
  PROCESSES_MS,
)
