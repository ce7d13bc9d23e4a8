import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, asc, eq, sql } from 'drizzle-orm'
import { recordChanges } from '../drizzle/src/changes.ts'
import type { Database } from '../drizzle/src/database.ts'
import { openEmbedded } from '../drizzle/src/embedded/open.ts'
import { migrate } from '../drizzle/src/migrate.ts'
import { setting } from '../drizzle/src/tables/access.ts'
import { pod } from '../drizzle/src/tables/asset.ts'
import { risks } from '../drizzle/src/tables/columns.ts'
import { bulk } from '../server/src/clusters/bulk.ts'
import { createEventBus } from '../server/src/events/bus.ts'
import { ensureStream } from '../server/src/events/stream-epoch.ts'
import { TEST_KEY } from '../server/test/test-key.ts'
import { quantile } from './support/quantile.ts'

/**
 * How long a page of a list takes on the embedded database while a sync writes and 8 writers change rows: all of them share
 * its one session. `npm run bench -- contention [ROWS]`
 */
const LIMIT_MS = 250
const WRITERS = 8
const PAGE = 50
/** Rows of one transaction of the sync, each with its row in the outbox. */
const BATCH = 500
const rows = Number(process.argv[2] ?? 50_000)
type NewPod = Omit<typeof pod.$inferSelect, keyof ReturnType<typeof risks>>
const pods = bulk<NewPod>(pod, { unwritten: Object.keys(risks()) })

const data = mkdtempSync(join(tmpdir(), 'breakwater-bench-'))
const database = await openEmbedded(data)
try {
  await migrate(database)
  await ensureStream(database)
  const bus = createEventBus({ database, key: TEST_KEY, log: { warn: (_fields, message) => console.error(message) } })
  await bus.start()
  await synchronize(database, 'before', 5_000)
  await database.pool.query('vacuum analyze')
  const quietMs = await readPages(database, AbortSignal.timeout(1_000))

  const loaded = new AbortController()
  const reading = readPages(database, loaded.signal)
  const writing = Promise.all(Array.from({ length: WRITERS }, (_, n) => writeOn(database, n, loaded.signal)))
  const startMs = performance.now()
  await synchronize(database, 'during', rows)
  const syncMs = performance.now() - startMs
  loaded.abort()
  const [loadedMs, written] = await Promise.all([reading, writing])
  await bus.stop()

  const total = written.reduce((sum, count) => sum + count, 0)
  console.log(`sync of ${rows} rows ${(syncMs / 1000).toFixed(1)} s   ${WRITERS} writers ${total} transactions`)
  console.log(`page of ${PAGE}, quiet   ${summary(quietMs)}`)
  console.log(`page of ${PAGE}, loaded  ${summary(loadedMs)}`)
  const ratio = (value: number) => (value / LIMIT_MS).toFixed(2)
  console.log(
    `ratio p95 ${ratio(quantile(loadedMs, 0.95))}   max ${ratio(quantile(loadedMs, 1))} (limit ${LIMIT_MS} ms = 1)`,
  )
  process.exitCode = quantile(loadedMs, 0.95) > LIMIT_MS ? 1 : 0
} finally {
  await database.close()
  rmSync(data, { recursive: true, force: true })
}

/** Writes pods of a cluster as a sync does: pages, each in a transaction of its own with its changes. */
async function synchronize(to: Database, cluster: string, count: number): Promise<void> {
  for (let start = 0; start < count; start += BATCH) {
    const page = Array.from({ length: Math.min(BATCH, count - start) }, (_, n) => newPod(cluster, start + n))
    await to.transaction(async (tx) => {
      await pods.upsert(tx, page)
      await recordChanges(
        tx,
        page.map(({ id, namespace, name }) => ({
          type: 'Pod',
          node: id,
          operation: 'ADDED' as const,
          cluster,
          namespace,
          new: { name },
        })),
      )
    })
  }
}

function newPod(cluster: string, n: number): NewPod {
  const namespace = `namespace-${n % 20}`
  const name = `service-${n % 997}-${n}`
  return {
    id: `${cluster}/${namespace}/${name}`,
    cluster,
    namespace,
    name,
    contentHash: String(n),
    labels: { app: `service-${n % 997}`, 'pod-template-hash': String(n % 97) },
    registry: '',
    uid: null,
    createdAt: null,
    firstSeenAt: new Date(),
    lastSeenAt: null,
    present: true,
    workload: '',
    workloadKind: 'Deployment',
    workloadName: `service-${n % 997}`,
    node: `node-${n % 100}`,
    phase: 'Running',
    status: 'Running',
    ready: true,
    restarts: 0,
    ip: '',
    hostIp: '',
    hostNetwork: false,
    serviceAccount: 'default',
    containers: 2,
  }
}

/** What tasks, sessions and settings write meanwhile: a row and its change, with a pause as of people and timers. */
async function writeOn(to: Database, writer: number, signal: AbortSignal): Promise<number> {
  let count = 0
  for (; !signal.aborted; count++) {
    await to.transaction(async (tx) => {
      const row = { name: `writer ${writer}`, value: count, updatedAt: new Date(), updatedBy: 'bench' }
      await tx.insert(setting).values(row).onConflictDoUpdate({ target: setting.name, set: row })
      await recordChanges(tx, [{ type: 'Setting', node: row.name, operation: 'MODIFIED', new: { value: count } }])
    })
    await sleep(20)
  }
  return count
}

/** Reads page after page of a list, as the dashboard does; resolves to how long each took, in milliseconds. */
async function readPages(from: Database, signal: AbortSignal): Promise<number[]> {
  const tookMs: number[] = []
  let after = { name: '', id: '' }
  while (!signal.aborted) {
    const startMs = performance.now()
    const page = await from.db
      .select()
      .from(pod)
      .where(and(eq(pod.present, true), sql`(${pod.name}, ${pod.id}) > (${after.name}, ${after.id})`))
      .orderBy(asc(pod.name), asc(pod.id))
      .limit(PAGE)
    tookMs.push(performance.now() - startMs)
    after = page.at(-1) ?? { name: '', id: '' }
    await sleep(10)
  }
  return tookMs
}

function summary(valuesMs: readonly number[]): string {
  const at = (part: number) => `${quantile(valuesMs, part).toFixed(0)} ms`
  return `${valuesMs.length} reads   p50 ${at(0.5)}   p95 ${at(0.95)}   max ${at(1)}`
}
