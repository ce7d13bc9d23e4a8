import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Database } from '../drizzle/src/database.ts'
import { openEmbedded } from '../drizzle/src/embedded/open.ts'
import { migrate } from '../drizzle/src/migrate.ts'
import { openPostgres } from '../drizzle/src/postgres.ts'
import { binariesFolder, privatePostgres } from '../drizzle/test/private-postgres.ts'
import { encodeId } from '../schema/src/ids.ts'
import { administrator, answer, contextOf, scoped } from '../schema/test/api.ts'
import { addLargeFleet } from '../schema/test/large-fleet.ts'
import { type Product, startProduct } from '../test/browser/product.ts'
import { openLoop, saturate } from './support/load.ts'
import { quantile } from './support/quantile.ts'
import { recordSql, replay, type Waves } from './support/recorded-sql.ts'

/**
 * GraphQL over HTTP at 100,000 containers, each question beside the SQL that it sends, through the driver alone. The product is a
 * process of its own. `npm run bench -- graphql [--seconds 10] [--only postgres]`
 */
const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '10' }, only: { type: 'string', default: 'embedded,postgres' } },
})

const PER_SECOND = 40
const CONNECTIONS = 20
const P99_LIMIT_MS = 100
const RATIO_LIMIT = 3
const SCOPE_LIMIT = 1.1
const seconds = Number(options.seconds)
/** Rows before the deep page. */
const DEEP = 50_000
const CLUSTER = encodeId('Cluster', 'c3')
const COLUMNS =
  'id name namespace podName state restarts imageReference cluster { name } riskSummary { high medium low }'

interface Question {
  readonly name: string
  readonly query: string
  readonly waves: Waves
}

const missed: string[] = []
for (const side of options.only.split(',')) {
  if (side === 'postgres' && !binariesFolder()) console.log('postgres: no binaries on this machine, not measured')
  else await (side === 'postgres' ? onPostgres() : onEmbedded())
}
for (const line of missed) console.log(`missed: ${line}`)
process.exitCode = missed.length > 0 ? 1 : 0

async function onPostgres(): Promise<void> {
  const server = await privatePostgres()
  try {
    const database = openPostgres(server.url)
    await prepare(database)
    const questions = await record(database)
    const alone = await measureAlone(database, questions)
    await compareScopes('postgres', database)
    await database.close()
    await measureProduct('postgres', { DATABASE_URL: server.url }, questions, alone)
  } finally {
    await server.stop()
  }
}

/** Only one process may open the embedded database: the driver is measured before the product starts. */
async function onEmbedded(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'breakwater-bench-'))
  try {
    const database = await openEmbedded(data)
    await prepare(database)
    const questions = await record(database)
    const alone = await measureAlone(database, questions)
    await compareScopes('embedded', database)
    await database.close()
    await measureProduct('embedded', { BREAKWATER_DATA: data }, questions, alone)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function prepare(database: Database): Promise<void> {
  await migrate(database)
  await addLargeFleet(database.pool)
}

/** The questions, each with the SQL that it sends. */
async function record(database: Database): Promise<Question[]> {
  const page = (args: string) => `{ containers(${args}) { nodes { ${COLUMNS} } pageInfo { hasNextPage endCursor } } }`
  const queries: Readonly<Record<string, string>> = {
    page: page('first: 50'),
    'filtered page': page(`first: 50, filter: { scope: { clusters: ["${CLUSTER}"] }, states: [WAITING] }`),
    'deep page': page(`first: 50, after: "${await deepCursor(database)}"`),
    counts: '{ assetCounts { kind total atRisk } containers(first: 1) { totalCount } }',
    nested:
      '{ clusters(first: 10) { nodes { name workloads(first: 5) { nodes { name pods(first: 5) { nodes { name containers(first: 2) { nodes { name } } } } } } } } }',
  }
  const questions: Question[] = []
  for (const [name, query] of Object.entries(queries)) {
    const waves = await recordSql(database, () => answer(contextOf(database), query))
    questions.push({ name, query, waves })
  }
  return questions
}

/** Of a row in the middle, as a page that ends there gives it. */
async function deepCursor(database: Database): Promise<string> {
  const { pool } = database
  const query = pool.query
  const send = query.bind(pool) as (...args: readonly unknown[]) => unknown
  pool.query = ((config: { readonly text: string }, values: readonly unknown[]) =>
    send({ ...config, text: `${config.text} offset ${DEEP}` }, values)) as unknown as typeof pool.query
  try {
    const { containers } = await answer(contextOf(database), '{ containers(first: 1) { pageInfo { endCursor } } }')
    return containers.pageInfo.endCursor
  } finally {
    pool.query = query
  }
}

interface Measured {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly perSecond: number
}

async function measure(send: () => Promise<unknown>): Promise<Measured> {
  await openLoop(PER_SECOND, 1, send)
  const tookMs = await openLoop(PER_SECOND, seconds, send)
  const perSecond = await saturate(CONNECTIONS, Math.ceil(seconds / 2), send)
  return { p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99), perSecond }
}

async function measureAlone(database: Database, questions: readonly Question[]): Promise<Map<string, Measured>> {
  const found = new Map<string, Measured>()
  for (const { name, waves } of questions) found.set(name, await measure(() => replay(database, waves)))
  return found
}

async function measureProduct(
  side: string,
  environment: Record<string, string>,
  questions: readonly Question[],
  alone: ReadonlyMap<string, Measured>,
): Promise<void> {
  const product = await startProduct(environment)
  try {
    const ask = await asker(product)
    console.log(
      `${side}: 100,000 containers, ${PER_SECOND} questions/s for ${seconds} s, then ${CONNECTIONS} connections at once`,
    )
    console.log(
      '                  GraphQL p50    p99      SQL p50    p99   ratio p50    p99   at most GraphQL/s    SQL/s',
    )
    for (const { name, query } of questions) report(side, name, await measure(() => ask(query)), alone.get(name))
  } finally {
    await product.close()
  }
}

function report(side: string, name: string, api: Measured, sql: Measured | undefined): void {
  if (!sql) throw new Error(`The SQL of ${name} was not measured.`)
  const ratio = api.p50Ms / sql.p50Ms
  const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(9)
  const times = (value: number) => value.toFixed(2).padStart(6)
  console.log(
    `  ${name.padEnd(14)} ${ms(api.p50Ms)} ${ms(api.p99Ms)}  ${ms(sql.p50Ms)} ${ms(sql.p99Ms)}    ${times(ratio)} ${times(api.p99Ms / sql.p99Ms)}    ${api.perSecond.toFixed(0).padStart(12)} ${sql.perSecond.toFixed(0).padStart(10)}`,
  )
  if (ratio > RATIO_LIMIT) missed.push(`${side} ${name}: ${ratio.toFixed(2)} times the SQL (aim ${RATIO_LIMIT})`)
  if (side === 'postgres' && api.p99Ms > P99_LIMIT_MS) {
    missed.push(`${side} ${name}: p99 ${api.p99Ms.toFixed(0)} ms (aim ${P99_LIMIT_MS})`)
  }
}

/** The same page for who sees everything and for who sees all clusters by name: in turns, in this process, without HTTP. */
async function compareScopes(side: string, database: Database): Promise<void> {
  const query = `{ containers(first: 50) { nodes { ${COLUMNS} } } }`
  const clusters = Array.from({ length: 20 }, (_, n) => `c${n}`)
  const viewers = { whole: administrator, scoped: scoped({ clusters }) }
  const tookMs: Record<keyof typeof viewers, number[]> = { whole: [], scoped: [] }
  for (let round = 0; round < 300; round++) {
    for (const who of ['whole', 'scoped'] as const) {
      const startMs = performance.now()
      await answer(contextOf(database, viewers[who]), query)
      if (round >= 50) tookMs[who].push(performance.now() - startMs)
    }
  }
  const [whole, narrow] = [quantile(tookMs.whole, 0.5), quantile(tookMs.scoped, 0.5)]
  const ratio = narrow / whole
  console.log(
    `${side}: page without a scope ${whole.toFixed(2)} ms, with one ${narrow.toFixed(2)} ms   ratio ${ratio.toFixed(2)} (aim ${SCOPE_LIMIT})`,
  )
  if (ratio > SCOPE_LIMIT) missed.push(`${side}: a scope costs ${((ratio - 1) * 100).toFixed(0)} %`)
}

async function asker(product: Product): Promise<(query: string) => Promise<void>> {
  const created = await product.run('token', 'create', '--name', 'bench')
  if (created.status !== 0) throw new Error(`No token was made: ${created.output}`)
  const headers = { authorization: `Bearer ${created.output.trim()}`, 'content-type': 'application/json' }
  // Node's own client: fetch takes more of the machine than what is measured.
  const agent = new Agent({ keepAlive: true, maxSockets: 100 })
  return (query) =>
    new Promise((resolve, reject) => {
      const request = httpRequest(`${product.url}/graphql`, { method: 'POST', headers, agent }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => (text.includes('"errors"') ? reject(new Error(text.slice(0, 300))) : resolve()))
      })
      request.on('error', reject)
      request.end(JSON.stringify({ query }))
    })
}
