import { Writable } from 'node:stream'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answer, contextOf } from '../../../schema/test/api.ts'
import type { MemorySource } from '../../test/memory-source.ts'
import { plant, SECRETS } from '../../test/planted-secrets.ts'
import { SyncWorld } from '../../test/sync-world.ts'
import { KINDS } from '../kubernetes/kinds.ts'
import { createLog } from '../log.ts'
import { createMasker } from '../secrets/mask.ts'
import { writeSnapshot } from './snapshot-file.ts'
import { SourceError } from './source.ts'
import { snapshotSourceFromText } from './source-snapshot.ts'
import { syncCluster } from './sync/sync-cluster.ts'

/** What the product keeps, writes and says of a cluster that is full of secrets. */
let world: SyncWorld
let source: MemorySource
let texts: Readonly<Record<string, string>>
const masker = createMasker(Buffer.alloc(32, 1))
const signal = new AbortController().signal

beforeAll(async () => {
  world = await SyncWorld.open()
  source = await world.cluster(plant())
  const lines: string[] = []
  await syncInto(source.identity.uid, lines)
  const snapshot = await written()
  texts = { database: await wholeDatabase(), log: lines.join('\n'), snapshot, api: await apiAnswers() }
})
afterAll(() => world.close())

test('there are at least 50, all different', () => {
  expect(new Set(SECRETS.map(({ needle }) => needle)).size).toBeGreaterThanOrEqual(50)
  expect(SECRETS.every(({ needle }) => needle.length >= 8)).toBe(true)
})

test('each of them is in the cluster, and what is searched is not empty', () => {
  const cluster = JSON.stringify(source.objects)
  expect(SECRETS.filter(({ needle }) => !cluster.includes(JSON.stringify(needle).slice(1, -1)))).toEqual([])
  expect(texts['database']).toContain('«masked ')
  expect(texts['snapshot']).toContain('«masked ')
  expect(texts['api']).toContain('planted')
  expect(texts['log']).toContain('could not be read')
})

for (const where of ['database', 'log', 'snapshot', 'api']) {
  test.each(SECRETS)(`$name, planted as $place, is not in the ${where}`, ({ needle }) => {
    expect(texts[where]).not.toContain(needle)
    expect(texts[where]).not.toContain(JSON.stringify(needle).slice(1, -1))
    expect(texts[where]).not.toContain(Buffer.from(needle).toString('base64').slice(0, -4))
  })
}

test('of a ConfigMap the keys are kept, and which patterns match', async () => {
  expect(keysOf(await contentOf(source.identity.uid, 'planted-config'))).toContainEqual({
    name: 'github',
    patterns: ['github-token'],
  })
})

test('a snapshot tells the same patterns', async () => {
  const read = await snapshotSourceFromText('a', [{ name: 'a.json', text: texts['snapshot'] ?? '' }], signal)
  const kind = KINDS.find((one) => one.kind === 'ConfigMap')
  const [page] = kind ? await Array.fromAsync(read.pages(kind, signal)) : []
  const data = page?.objects.find(({ metadata }) => metadata?.name === 'planted-config')?.['data']
  const entries = Object.entries(data as Record<string, string>)
  const patterns = entries.map(([name, value]) => ({ name, patterns: masker.patterns(name, value) }))
  expect(patterns.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
    keysOf(await contentOf(source.identity.uid, 'planted-config')),
  )
})

/** A kind that fails makes the log speak. */
async function syncInto(cluster: string, lines: string[]): Promise<void> {
  const error = new SourceError('SERVER_ERROR', 'Reading failed.', 'Look at the log.')
  source.failures.set('EndpointSlice', { afterPages: 0, error })
  const log = createLog(
    'trace',
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk))
        done()
      },
    }),
  )
  const progress = { stage: <T>(_name: string, fn: () => Promise<T>) => fn(), report: () => {}, found: () => {} }
  await syncCluster({ database: world.database, cluster, source, masker, progress, signal, log })
}

async function written(): Promise<string> {
  const chunks: string[] = []
  const out = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  await writeSnapshot(source, out, { kinds: KINDS, signal, takenAt: new Date(), masker })
  return chunks.join('')
}

/** Every column of every row of every table. */
async function wholeDatabase(): Promise<string> {
  const { db } = world.database
  const tables = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  const rows: string[] = []
  for (const { name } of tables.rows) {
    const result = await db.execute<{ row: string }>(sql`select t::text as row from ${sql.identifier(name)} t`)
    rows.push(...result.rows.map(({ row }) => row.replaceAll('""', '"')))
  }
  return rows.join('\n')
}

async function apiAnswers(): Promise<string> {
  const asset = 'id name labels { key value } history(first: 100) { nodes { operation at } }'
  const context = contextOf(world.database)
  const answers = await answer(
    context,
    `{
      workloads(first: 100) { nodes { ${asset} application owner images serviceAccount } }
      pods(first: 100) { nodes { ${asset} status node ip } }
      containers(first: 100) { nodes { ${asset} imageReference stateReason } }
      namespaces(first: 100) { nodes { ${asset} } }
      services(first: 100) { nodes { ${asset} externalAddresses selector { key value } } }
      coverage(first: 100) { nodes { kind message advice writtenVersions } }
    }`,
  )
  return JSON.stringify(answers)
}

async function contentOf(cluster: string, name: string): Promise<unknown> {
  const result = await world.database.db.execute<{ content: string }>(
    sql`select content from kubernetes_object where cluster = ${cluster} and name = ${name}`,
  )
  return JSON.parse(result.rows[0]?.content ?? '{}')
}

function keysOf(content: unknown): unknown {
  return (content as { keys: unknown }).keys
}
