import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Database } from '../drizzle/src/database.ts'
import { openEmbedded } from '../drizzle/src/embedded/open.ts'
import { migrate } from '../drizzle/src/migrate.ts'
import { openPostgres } from '../drizzle/src/postgres.ts'
import { binariesFolder, privatePostgres } from '../drizzle/test/private-postgres.ts'
import { encodeId } from '../schema/src/ids.ts'
import { answer, contextOf } from '../schema/test/api.ts'
import { addLargeFleet } from '../schema/test/large-fleet.ts'
import { quantile } from './support/quantile.ts'

/**
 * What happened, at 1,000,000 changes of 100,000 containers and pods: the summary of a week, the first page of what differs, and the
 * search. `npm run bench -- changes [--only postgres]`
 */
const { values: options } = parseArgs({ options: { only: { type: 'string', default: 'postgres,embedded' } } })

const CHANGES = 1_000_000
/** At once, on the embedded database. */
const BATCH = 100_000
const TIMES = 7
const LIMIT_MS = { postgres: 300, embedded: 1_000 }

const SINCE = new Date(Date.now() - 7 * 86_400_000).toISOString()
const CLUSTER = encodeId('Cluster', 'c3')
const SUMMARY = 'countedSince keptSince newRisks counts { type added gone changed }'
const PAGE = `nodes { type nodeId name namespace kind changes at cluster { id name } fields { name old new } introducedBy asset { id } }
  pageInfo { hasNextPage endCursor }`

const QUESTIONS: Readonly<Record<string, string>> = {
  summary: `{ changeSummary(since: "${SINCE}") { ${SUMMARY} } }`,
  'summary of a cluster': `{ changeSummary(since: "${SINCE}", scope: { clusters: ["${CLUSTER}"] }) { ${SUMMARY} } }`,
  'first page': `{ differences(first: 50, filter: { period: { from: "${SINCE}" } }) { ${PAGE} } }`,
  total: `{ differences(first: 1, filter: { period: { from: "${SINCE}" } }) { totalCount } }`,
  'first page of a cluster': `{ differences(first: 50, filter: { scope: { clusters: ["${CLUSTER}"] }, period: { from: "${SINCE}" } }) { ${PAGE} } }`,
  'first page of a kind': `{ differences(first: 50, filter: { types: ["Pod"], kinds: [NEW], period: { from: "${SINCE}" } }) { ${PAGE} } }`,
  search:
    '{ search(text: "service-42", first: 5) { type more results { nodeId name namespace note cluster { name } } } }',
  'search for nothing':
    '{ search(text: "zzqx", first: 5) { type more results { nodeId name namespace note cluster { name } } } }',
}

for (const side of options.only.split(',')) {
  if (side === 'embedded') await onEmbedded()
  else if (binariesFolder()) await onPostgres()
  else console.log('postgres: no binaries on this machine, not measured')
}

async function onPostgres(): Promise<void> {
  const server = await privatePostgres()
  try {
    const database = openPostgres(server.url)
    await measure('postgres', database)
    await database.close()
  } finally {
    await server.stop()
  }
}

async function onEmbedded(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'breakwater-bench-'))
  try {
    const database = await openEmbedded(data)
    await measure('embedded', database)
    await database.close()
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function measure(side: keyof typeof LIMIT_MS, database: Database): Promise<void> {
  await migrate(database)
  await addLargeFleet(database.pool)
  await addChanges(database)
  for (const [name, query] of Object.entries(QUESTIONS)) {
    const times: number[] = []
    await answer(contextOf(database), query)
    for (let time = 0; time < TIMES; time++) {
      const startMs = performance.now()
      await answer(contextOf(database), query)
      times.push(performance.now() - startMs)
    }
    const median = quantile(times, 0.5)
    console.log(
      `${side.padEnd(8)}  ${name.padEnd(24)}  median ${median.toFixed(0).padStart(5)} ms  ratio to the limit ${(median / LIMIT_MS[side]).toFixed(2)} (limit ${LIMIT_MS[side]})`,
    )
    if (median > LIMIT_MS[side]) process.exitCode = 1
  }
}

/** Over a week, a change each 0.6 s: most are changes of what is there, some things come and go. Many change again and again. */
async function addChanges({ pool }: Database): Promise<void> {
  await pool.query('truncate change')
  for (let from = 0; from < CHANGES; from += BATCH) {
    await pool.query(`insert into change (type, node, operation, cluster, namespace, at, old, new)
      select type, cluster || '/' || namespace || '/service-' || thing % 997 || '-' || thing || case type when 'Pod' then '' else '/main' end,
        operation, cluster, namespace, now() - (${CHANGES} - n) * interval '600 ms',
        case operation when 'ADDED' then null when 'REMOVED' then whole else jsonb_build_object('restarts', n % 5, 'ready', n % 2 = 0) end,
        case operation when 'REMOVED' then null when 'ADDED' then whole else jsonb_build_object('restarts', (n + 1) % 5, 'ready', n % 2 = 1) end
      from generate_series(${from + 1}, ${from + BATCH}) n
      cross join lateral (select case when n % 3 = 0 then n % 5000 else n::bigint * 7919 % 100003 end as thing) as chosen
      cross join lateral (
        select (array['Pod', 'Container', 'Container'])[1 + thing % 3] as type, 'c' || thing % 19 as cluster, 'n' || thing % 200 as namespace,
          case n % 10 when 4 then 'ADDED' when 8 then 'REMOVED' else 'MODIFIED' end as operation,
          jsonb_build_object('status', 'Running', 'restarts', n % 7, 'node', 'node-' || n % 500, 'ip', '10.0.' || n % 250 || '.1') as whole
      ) as made`)
  }
  await pool.query('vacuum analyze')
}
