import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@breakwater/drizzle/database.ts'
import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { asc, eq } from 'drizzle-orm'
import type { ItemResult, NewTaskItem, TaskDefinition, TaskItemRow, TaskRow } from '../src/tasks/definition.ts'
import type { TaskLog } from '../src/tasks/log.ts'
import { addTask, type NewTask } from '../src/tasks/queue.ts'
import { TIMING } from '../src/tasks/timing.ts'

export const administrator: Viewer = {
  name: 'session',
  kind: 'SESSION',
  role: 'ADMINISTRATOR',
  scope: undefined,
  expiresAt: undefined,
  actor: 'session:test',
  id: 'session-test',
  address: '192.0.2.1',
}

export const silent: TaskLog = { info() {}, warn() {}, error() {} }

/** A runner's clockwork for tests: everything that waits for minutes waits for fractions of a second. */
export const FAST = {
  ...TIMING,
  leaseMs: 1_000,
  watchMs: 50,
  pollMs: 50,
  graceMs: 200,
  busyMs: 30,
  backOffMs: () => 20,
}

export const NOTHING: ItemResult = { added: 0, modified: 0, removed: 0, assetsFound: 0 }

export function targets(...names: readonly string[]): NewTaskItem[] {
  return names.map((name) => ({ targetType: 'Cluster', targetId: name, targetName: name }))
}

/** A definition of a kind that no domain of the tests uses; an item succeeds at once unless the test says otherwise. */
export function definition(given: Partial<TaskDefinition> & { readonly names?: readonly string[] }): TaskDefinition {
  return {
    kind: 'CONFIG_CHECK',
    itemTimeoutMs: 10_000,
    concurrency: 2,
    items: async () => targets(...(given.names ?? ['one'])),
    run: async () => NOTHING,
    ...given,
  }
}

export async function add(database: Database, given: Partial<NewTask> = {}): Promise<TaskRow> {
  const request: NewTask = {
    kind: 'CONFIG_CHECK',
    source: 'API',
    target: 'all',
    targetKey: '*',
    startedBy: 'test',
    ...given,
  }
  return (await database.transaction((tx) => addTask(tx, request))).task
}

export async function readTask(database: Database, id: string): Promise<TaskRow> {
  const [row] = await database.db.select().from(task).where(eq(task.id, id))
  if (!row) throw new Error(`There is no task ${id}.`)
  return row
}

export function readItems(database: Database, id: string): Promise<TaskItemRow[]> {
  return Promise.resolve(database.db.select().from(taskItem).where(eq(taskItem.task, id)).orderBy(asc(taskItem.id)))
}

/** Resolves once `check` does to something; looks every 20 ms. */
export async function eventually<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
  forMs = 20_000,
) {
  for (const endMs = Date.now() + forMs; ; await sleep(20)) {
    const result = await check()
    if (result !== undefined && result !== false) return result
    if (Date.now() > endMs) throw new Error(`Nothing came within ${forMs} ms.`)
  }
}

export function ended(database: Database, id: string): Promise<TaskRow> {
  return eventually(async () => {
    const row = await readTask(database, id)
    return row.finishedAt ? row : undefined
  })
}
