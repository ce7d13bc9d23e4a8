import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Database } from '@breakwater/drizzle/database.ts'
import { openPostgres } from '@breakwater/drizzle/postgres.ts'
import { task } from '@breakwater/drizzle/tables/task.ts'
import { eq } from 'drizzle-orm'
import { privatePostgres } from '../drizzle/test/private-postgres.ts'
import type { TaskRow } from '../server/src/tasks/definition.ts'
import { recordTaskChanges } from '../server/src/tasks/task-change.ts'
import { type Product, startProduct } from '../test/browser/product.ts'
import type { ClientsOrder, ClientsReport, ClientsResult, Window } from './live/clients.ts'

/**
 * How long a change of a task takes to reach everyone who looks. Three processes over the loopback: the product on a
 * PostgreSQL of its own, this one, which changes tasks as a worker does, and one that holds the subscribers. The time runs
 * from before the transaction begins until the message is read. `--subscribers 200,1000`, `--seconds 10`.
 */
const { values: options } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '200,1000' },
    seconds: { type: 'string', default: '10' },
  },
})

const LIMIT_MS = 75
const EVENTS_PER_SECOND = 50
/** Each is changed once a second: no two changes of one task are told as one. */
const TASKS = 50
const WARM_UP_MS = 2_000
const MEASURED_MS = Number(options.seconds) * 1_000
/** After the last change, for what is still under way. */
const DRAIN_MS = 2_000
const CONNECT_TIMEOUT_MS = 60_000

const postgres = await privatePostgres()
try {
  const product = await startProduct({ DATABASE_URL: postgres.url })
  try {
    await measureAll(product)
  } finally {
    await product.close()
  }
} finally {
  await postgres.stop()
}

async function measureAll(product: Product): Promise<void> {
  const created = await product.run('token', 'create', '--name', 'bench')
  if (created.status !== 0) throw new Error(`No token was made: ${created.output}`)
  const token = created.output.trim()
  const database = openPostgres(postgres.url)
  try {
    const tasks = await addTasks(database)
    console.log(
      `Task event to subscriber, ${EVENTS_PER_SECOND} events/s for ${MEASURED_MS / 1_000} s; product, event source and subscribers are three processes on ${availableParallelism()} cores.`,
    )
    console.log('On PostgreSQL. The embedded database takes no writer beside its own process, so it has no row here.')
    console.log('subscribers  p50 ms  p95 ms  p99 ms  max ms  messages/s  of all  load')
    let worst = 0
    for (const subscribers of options.subscribers.split(',').map(Number)) {
      const { result, events } = await measure(database, tasks, { url: socketUrl(product), token, subscribers })
      if (result.messages === 0) throw new Error('No message arrived.')
      worst = Math.max(worst, result.p95Ms)
      print(subscribers, events, result)
    }
    console.log(`ratio p95/limit ${(worst / LIMIT_MS).toFixed(2)} (limit ${LIMIT_MS} ms)`)
    if (!(worst <= LIMIT_MS)) {
      console.log('Over the limit. On a machine that does other work (load over its cores) this says little.')
      process.exitCode = 1
    }
  } finally {
    await database.close()
  }
}

function print(subscribers: number, events: number, result: ClientsResult): void {
  const times = [result.p50Ms, result.p95Ms, result.p99Ms, result.maxMs].map((ms) => ms.toFixed(1).padStart(6))
  const rate = Math.round(result.messages / (MEASURED_MS / 1_000))
  const arrived = `${((100 * result.messages) / (events * subscribers)).toFixed(1)}%`
  console.log(
    [
      String(subscribers).padStart(11),
      ...times,
      String(rate).padStart(10),
      arrived.padStart(6),
      (loadavg()[0] ?? 0).toFixed(1),
    ].join('  '),
  )
  if (result.lostConnections > 0) console.log(`${result.lostConnections} connections were lost.`)
}

/** Running tasks whose lease no worker takes over. */
async function addTasks(database: Database): Promise<TaskRow[]> {
  const now = new Date()
  const rows = Array.from({ length: TASKS }, (_, index) => ({
    id: `bench-${index}`,
    kind: 'CONTAINER_ASSET_SYNC' as const,
    state: 'RUNNING' as const,
    source: 'API' as const,
    target: `cluster ${index}`,
    targetKey: `bench-${index}`,
    runAt: now,
    leaseUntil: new Date(now.getTime() + 86_400_000),
    leaseOwner: 'bench',
    createdAt: now,
    startedAt: now,
  }))
  return database.transaction((tx) => tx.insert(task).values(rows).returning())
}

async function measure(
  database: Database,
  tasks: TaskRow[],
  order: ClientsOrder,
): Promise<{ result: ClientsResult; events: number }> {
  const clients = fork(fileURLToPath(new URL('live/clients.ts', import.meta.url)))
  try {
    clients.send(order)
    const ready = await nextReport(clients, CONNECT_TIMEOUT_MS)
    if (ready.kind !== 'READY') throw new Error('The subscribers ended early.')
    await changeTasks(database, tasks, WARM_UP_MS)
    const fromNs = process.hrtime.bigint()
    const events = await changeTasks(database, tasks, MEASURED_MS)
    const window: Window = { fromNs: String(fromNs), toNs: String(process.hrtime.bigint()) }
    await sleep(DRAIN_MS)
    clients.send(window)
    const result = await nextReport(clients, CONNECT_TIMEOUT_MS)
    if (result.kind !== 'RESULT') throw new Error('The subscribers gave no result.')
    return { result, events }
  } finally {
    clients.kill('SIGKILL')
  }
}

/** Changes a task every 20 ms, whatever became of the change before. Resolves to how many, when all are committed. */
async function changeTasks(database: Database, tasks: TaskRow[], durationMs: number): Promise<number> {
  const started = performance.now()
  const running: Promise<void>[] = []
  for (let number = 0; ; number++) {
    const dueMs = (number * 1_000) / EVENTS_PER_SECOND
    if (dueMs >= durationMs) break
    await sleep(Math.max(0, started + dueMs - performance.now()))
    running.push(changeTask(database, tasks, number % tasks.length))
  }
  await Promise.all(running)
  return running.length
}

/** As a worker writes progress: the row and its change in one transaction. The stage carries the time. */
async function changeTask(database: Database, tasks: TaskRow[], index: number): Promise<void> {
  const before = tasks[index]
  if (!before) throw new Error(`There is no task ${index}.`)
  const stage = `at ${process.hrtime.bigint()}`
  await database.transaction(async (tx) => {
    const [after] = await tx
      .update(task)
      .set({ stage, progress: (before.progress + 1) % 100 })
      .where(eq(task.id, before.id))
      .returning()
    await recordTaskChanges(tx, [before, after])
    if (after) tasks[index] = after
  })
}

async function nextReport(clients: ChildProcess, timeoutMs: number): Promise<ClientsReport> {
  const [report] = await once(clients, 'message', { signal: AbortSignal.timeout(timeoutMs) })
  return report as ClientsReport
}

function socketUrl(product: Product): string {
  return `${product.url.replace('http:', 'ws:')}/graphql`
}
