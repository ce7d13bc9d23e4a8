import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { parse } from 'yaml'
import type { Database } from '../drizzle/src/database.ts'
import { openEmbedded } from '../drizzle/src/embedded/open.ts'
import { migrate } from '../drizzle/src/migrate.ts'
import { openPostgres } from '../drizzle/src/postgres.ts'
import { cluster } from '../drizzle/src/tables/cluster.ts'
import { binariesFolder, privatePostgres } from '../drizzle/test/private-postgres.ts'
import { kubeconfigSource } from '../server/src/clusters/source-kubeconfig.ts'
import { syncCluster } from '../server/src/clusters/sync/sync-cluster.ts'
import { KINDS } from '../server/src/kubernetes/kinds.ts'
import { createLog } from '../server/src/log.ts'
import { createMasker } from '../server/src/secrets/mask.ts'
import { flagsOfStart } from '../test/browser/start-flags.ts'

/**
 * A sync, from its start to committed rows, against fetching and parsing the same lists with nothing else done: what any reader of
 * the cluster has to pay. Each side runs in a process of its own, and so does the API server.
 * `npm run bench -- sync [PODS]`
 */
const PAGE_SIZE = 250

interface Double {
  readonly url: string
  readonly kubeconfig: string
  readonly token: string
  readonly uid: string
}

interface Measured {
  readonly firstMs: number
  readonly unchangedMs: number
  /** With one pod in a hundred changed. */
  readonly changedMs: number
  readonly peakMb: number
  readonly rows: number
  readonly longestTransactionMs: number
}

const [first = '10000', side, doubleAsJson = ''] = process.argv.slice(2)
if (side === undefined) await compare(Number(first))
else {
  console.log(JSON.stringify(await measure(side, JSON.parse(doubleAsJson) as Double)))
  process.stdin.unref()
}

async function compare(pods: number): Promise<void> {
  const double = spawn(
    process.execPath,
    [fileURLToPath(new URL('./support/double.ts', import.meta.url)), String(pods)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines = linesOf(double)
  try {
    const api = await lines()
    const change = async () => {
      double.stdin?.write(`change ${Math.ceil(pods / 100)}\n`)
      await lines()
    }
    const sides = ['raw', 'embedded', ...(binariesFolder() ? ['postgres'] : [])]
    // The first to ask pays for what the double then remembers.
    await run(pods, 'raw', api, change)
    const results = new Map<string, Measured>()
    for (const one of sides) results.set(one, await run(pods, one, api, change))
    print(pods, results)
  } finally {
    double.kill()
  }
}

async function run(pods: number, side: string, api: string, change: () => Promise<void>): Promise<Measured> {
  const file = fileURLToPath(import.meta.url)
  const flags = side === 'raw' ? [] : flagsOfStart()
  const child = spawn(process.execPath, [...flags, file, String(pods), side, api], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = linesOf(child)
  for (;;) {
    const line = await lines()
    if (line !== 'change') return JSON.parse(line) as Measured
    await change()
    child.stdin?.write('\n')
  }
}

/** The lines that a process prints, one at each call. */
function linesOf(child: ChildProcess): () => Promise<string> {
  if (!child.stdout) throw new Error('The process has no output.')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return async () => {
    const { done, value } = await lines.next()
    if (done) throw new Error('The process ended without an answer.')
    return value
  }
}

/** Has the cluster changed. */
async function changeCluster(): Promise<void> {
  console.log('change')
  await once(process.stdin, 'data')
}

function print(pods: number, results: ReadonlyMap<string, Measured>): void {
  const raw = results.get('raw')
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
  console.log(`${pods} pods, about ${Math.ceil(pods / 3)} workloads, pages of ${PAGE_SIZE}`)
  for (const [side, { firstMs, unchangedMs, changedMs, peakMb, rows, longestTransactionMs }] of results) {
    const name = side === 'raw' ? 'fetch + parse' : `sync, ${side}`
    const more = rows ? `   ${rows} rows   longest transaction ${longestTransactionMs.toFixed(0)} ms` : ''
    console.log(
      `${name.padEnd(15)} first ${seconds(firstMs)}   unchanged ${seconds(unchangedMs)}   1 % changed ${seconds(changedMs)}   peak ${peakMb} MB${more}`,
    )
  }
  for (const [side, { firstMs, unchangedMs, changedMs }] of results) {
    if (!raw || side === 'raw') continue
    const ratios = `first ${(firstMs / raw.firstMs).toFixed(2)} (aim 2.0)   unchanged ${(unchangedMs / raw.unchangedMs).toFixed(2)} (aim 1.3)   1 % changed ${(changedMs / raw.changedMs).toFixed(2)} (aim 1.3)`
    console.log(`ratio, ${side}: ${ratios}`)
  }
}

async function measure(side: string, double: Double): Promise<Measured> {
  if (side === 'raw') {
    const firstMs = await timed(() => fetchAndParse(double))
    const unchangedMs = await timed(() => fetchAndParse(double))
    await changeCluster()
    const changedMs = await timed(() => fetchAndParse(double))
    return { firstMs, unchangedMs, changedMs, peakMb: peakMb(), rows: 0, longestTransactionMs: 0 }
  }
  const { database, close } = await openDatabase(side)
  try {
    return await measureSync(database, double)
  } finally {
    await close()
  }
}

async function openDatabase(side: string): Promise<{ database: Database; close: () => Promise<void> }> {
  if (side === 'embedded') {
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-bench-'))
    const database = await openEmbedded(folder)
    await migrate(database)
    return { database, close: () => database.close().then(() => rmSync(folder, { recursive: true })) }
  }
  const server = await privatePostgres()
  const database = openPostgres(server.url)
  await migrate(database)
  return { database, close: () => database.close().then(server.stop) }
}

async function measureSync(opened: Database, double: Double): Promise<Measured> {
  const kubeconfig = readFileSync(double.kubeconfig, 'utf8')
  // A process loads it once, when it first tests or reads a cluster; a third of a second that is no part of a sync.
  await import('@kubernetes/client-node')
  await opened.transaction((tx) =>
    tx.insert(cluster).values({
      uid: double.uid,
      name: 'bench',
      nameLower: 'bench',
      sourceKind: 'KUBECONFIG',
      connectedAt: new Date(),
    }),
  )
  let longestTransactionMs = 0
  const database: Database = {
    ...opened,
    transaction: async (fn, options) => {
      const started = performance.now()
      try {
        return await opened.transaction(fn, options)
      } finally {
        longestTransactionMs = Math.max(longestTransactionMs, performance.now() - started)
      }
    },
  }
  let rows = 0
  const sync = async () => {
    const source = await kubeconfigSource({
      kubeconfig,
      origin: 'machine',
      allowPrivateAddresses: true,
      pageSize: PAGE_SIZE,
    })
    const result = await syncCluster({
      database,
      cluster: double.uid,
      source,
      masker: createMasker(Buffer.alloc(32, 1)),
      progress: { stage: (_name, fn) => fn(), report: () => {}, found: () => {} },
      signal: new AbortController().signal,
      log: createLog('error'),
    })
    rows += result.rows
    await source.close()
  }
  forgetPeak()
  const firstMs = await timed(sync)
  const unchangedMs = await timed(sync)
  await changeCluster()
  const changedMs = await timed(sync)
  return { firstMs, unchangedMs, changedMs, peakMb: peakMb(), rows, longestTransactionMs }
}

async function timed(fn: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await fn()
  return performance.now() - started
}

/** Of resident memory, since the last `forgetPeak` where the system can forget. */
function peakMb(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  const peakKb = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
  return Math.round(Number(peakKb ?? process.resourceUsage().maxRSS) / 1024)
}

/** What making a new database takes is no part of a sync. Source: Linux, proc(5), clear_refs. */
function forgetPeak(): void {
  if (existsSync('/proc/self/clear_refs')) writeFileSync('/proc/self/clear_refs', '5')
}

async function fetchAndParse(double: Double): Promise<void> {
  const config = parse(readFileSync(double.kubeconfig, 'utf8')) as { clusters: { cluster: Record<string, string> }[] }
  const ca = Buffer.from(config.clusters[0]?.cluster['certificate-authority-data'] ?? '', 'base64')
  const agent = new Agent({ keepAlive: true, ca })
  for (const { group, versions, plural } of KINDS) {
    const path = group ? `/apis/${group}/${versions[0]}/${plural}` : `/api/${versions[0]}/${plural}`
    for (let token = ''; ; ) {
      const query = `limit=${PAGE_SIZE}${token && `&continue=${encodeURIComponent(token)}`}`
      const page = await fetchJson(`${double.url}${path}?${query}`, agent, double.token)
      token = page.metadata?.continue ?? ''
      if (!token) break
    }
  }
  agent.destroy()
}

function fetchJson(url: string, agent: Agent, token: string): Promise<{ metadata?: { continue?: string } }> {
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' }
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, async (response) => {
      const body = Buffer.concat(await Array.fromAsync(response as AsyncIterable<Buffer>))
      const text = response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
      // A kind that this server does not have is answered in plain text.
      resolve(response.statusCode === 404 ? {} : JSON.parse(text.toString()))
    }).on('error', reject)
  })
}
