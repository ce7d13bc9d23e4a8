import { request as httpRequest, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Database } from '@breakwater/drizzle/database.ts'
import { audit, downloadLink, token } from '@breakwater/drizzle/tables/access.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { exportableLists } from '@breakwater/schema/export/lists.ts'
import { encodeId } from '@breakwater/schema/ids.ts'
import { schema } from '@breakwater/schema/schema.ts'
import type { Services } from '@breakwater/schema/services.ts'
import { desc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../drizzle/test/database.ts'
import { administrator, answer, contextOf } from '../../../../schema/test/api.ts'
import { addFleet, NODE_WITH_HISTORY, TASK_WITH_ITEMS } from '../../../../schema/test/fleet.ts'
import { TEST_KEY } from '../../../test/test-key.ts'
import { createListCursors } from '../../events/cursor.ts'
import { createLog } from '../../log.ts'
import { type Access, createAccess } from '../access.ts'
import { type App, startApp } from '../app.ts'
import { createGraphql } from '../graphql.ts'
import { loadStaticFiles } from '../static-files.ts'
import { createExporter } from './export.ts'
import { createDownloadLinks } from './links.ts'

let own: TestDatabase
let access: Access
let app: App
let secret: string
let cookie: string

beforeAll(async () => {
  own = await testDatabase()
  await addFleet(own.database.db)
  access = createAccess(own.database)
  secret = await access.createToken('test', undefined)
  app = await appOn(own.database)
  cookie = await logIn()
})
afterAll(async () => {
  await app.close()
  await own.close()
})

/** The server's HTTP part; what exports read goes through `database`. */
async function appOn(database: Database): Promise<App> {
  const log = createLog('error', { write: () => {} })
  const links = createDownloadLinks(own.database, schema, access)
  const services = {
    cursors: createListCursors(TEST_KEY),
    downloads: links,
    clusters: { sampleDay: async () => 1 },
    endSession: access.endSession,
  } as unknown as Services
  return startApp({
    host: '127.0.0.1',
    port: 0,
    access,
    log,
    exporter: createExporter({ schema, database, services, links, log }),
    yoga: createGraphql({ schema, database: own.database, services, log }),
    pages: await loadStaticFiles('no-such-folder'),
    notReady: async () => [],
  })
}

async function logIn(): Promise<string> {
  const response = await fetch(`${app.url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: app.url },
    body: JSON.stringify({ code: await access.createLoginCode() }),
  })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

const bearer = () => ({ authorization: `Bearer ${secret}` })
const get = (path: string, headers: Record<string, string> = bearer(), to = app) => fetch(to.url + path, { headers })

async function rowsOf(path: string): Promise<Record<string, unknown>[]> {
  const response = await get(path)
  const body = await response.text()
  if (response.status !== 200) throw new Error(body)
  return body.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]))
}

async function graphql<Data>(query: string, variables: Record<string, unknown>, headers: Record<string, string>) {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  return ((await response.json()) as { data: Data }).data
}

const CREATE = `mutation ($input: CreateDownloadInput!) {
  createDownload(input: $input) { download { url expiresAt } userErrors { code message field } } }`

interface Created {
  readonly createDownload: {
    readonly download: { readonly url: string; readonly expiresAt: string } | null
    readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: string[] | null }[]
  }
}

async function linkTo(input: Record<string, unknown>, headers: Record<string, string> = bearer()): Promise<string> {
  const { createDownload } = await graphql<Created>(CREATE, { input }, headers)
  if (!createDownload.download) throw new Error(JSON.stringify(createDownload.userErrors))
  return createDownload.download.url
}

const owners: Readonly<Record<string, string>> = {
  taskItems: encodeId('Task', TASK_WITH_ITEMS),
  history: encodeId('ClusterNode', NODE_WITH_HISTORY),
}

test('every list of the API can be exported', () => {
  const connections = Object.keys(schema.getTypeMap()).filter((name) => /[a-z]Connection$/.test(name))
  const exported = [...exportableLists(schema).values()].map(({ row }) => `${row.name}Connection`)
  expect([...new Set(exported)].toSorted()).toEqual(connections.toSorted())
})

test.each([...exportableLists(schema).keys()])(
  '%s as a file has all its rows, as CSV and as JSON Lines',
  async (name) => {
    const of = owners[name] ? `of=${owners[name]}` : ''
    const list = exportableLists(schema).get(name)
    const total = `${list?.field}(first: 1) { totalCount }`
    const data = await answer(
      contextOf(own.database, { ...administrator, kind: 'TOKEN', name: 'test' }),
      list?.of ? `{ node(id: "${owners[name]}") { ... on ${list.of} { list: ${total} } } }` : `{ list: ${total} }`,
    )
    const { totalCount } = data.list ?? data.node.list
    const rows = await rowsOf(`/export/${name}.jsonl?${of}`)
    expect(rows).not.toHaveLength(0)
    // Totals of assets stand in a roll-up, which this fleet has invented.
    if (!list?.row.getFields()['present']) expect(rows).toHaveLength(totalCount)
    const csv = await get(`/export/${name}.csv?${of}`)
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect(csv.headers.get('content-disposition')).toMatch(new RegExp(`^attachment; filename="${name}-[\\d-]+\\.csv"$`))
    expect((await csv.text()).split('\r\n')[0]?.split(',').length).toBeGreaterThan(1)
  },
)

test('filter, order and columns are those that were asked for', async () => {
  const filter = encodeURIComponent('{"scope":{"namespaces":["shop"]},"restarts":{"min":1}}')
  const orderBy = encodeURIComponent('{"field":"RESTARTS","direction":"DESC"}')
  const rows = await rowsOf(`/export/pods.jsonl?filter=${filter}&orderBy=${orderBy}&columns=name,restarts,cluster.name`)
  const { pods } = await answer(
    contextOf(own.database),
    `{ pods(first: 100, filter: { scope: { namespaces: ["shop"] }, restarts: { min: 1 } }, orderBy: { field: RESTARTS, direction: DESC }) {
      nodes { name restarts cluster { name } } } }`,
  )
  expect(rows).toEqual(pods.nodes)
  expect(rows.length).toBeGreaterThan(3)
})

test('a column may choose one member of a list, and CSV has the titles that were asked for', async () => {
  const url = await linkTo({
    list: 'clusters',
    format: 'CSV',
    orderBy: '{"field":"CONTAINERS","direction":"DESC"}',
    columns: [
      { field: 'name', label: 'Cluster' },
      { field: 'assetCounts[kind=CONTAINER].total', label: 'Containers' },
      { field: 'assetCounts' },
    ],
  })
  const [head, first] = (await (await get(url, {})).text()).split('\r\n')
  expect(head).toBe('Cluster,Containers,Asset counts')
  expect(first).toMatch(/^\w+,\d+,"\[\{""kind""/)
})

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@sum', "'@sum"],
  ['\tx', "'\tx"],
  ['\rx', `"'\rx"`],
  ['a\r=1', '"a\r=1"'],
  ['a,"b"', '"a,""b"""'],
])('a cell that is %j in CSV is %j', async (name, cell) => {
  await own.database.db.update(cluster).set({ name }).where(eq(cluster.uid, 'c1'))
  const filter = encodeURIComponent(JSON.stringify({ ids: [encodeId('Cluster', 'c1')] }))
  const csv = await (await get(`/export/clusters.csv?filter=${filter}&columns=name`)).text()
  await own.database.db.update(cluster).set({ name: 'beta' }).where(eq(cluster.uid, 'c1'))
  expect(csv).toBe(`Name\r\n${cell}\r\n`)
})

test('what configuration rules found can be written in the format of static analysis', async () => {
  const response = await get('/export/checkResults.sarif?columns=rule')
  expect(response.headers.get('content-type')).toBe('application/sarif+json')
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="checkResults-[\d-]+\.sarif"$/)
  const { version, runs } = (await response.json()) as Sarif
  expect([version, runs.length]).toEqual(['2.1.0', 1])
  const { results, tool } = runs[0] as Sarif['runs'][number]
  const { checkResults } = await answer(
    contextOf(own.database),
    '{ checkResults(first: 100) { nodes { id rule result text reason path object { kind } cluster { name } } } }',
  )
  const wanted = checkResults.nodes.filter(({ result }: { result: string }) => result !== 'NOT_ASSESSABLE')
  expect(results.map(({ partialFingerprints }) => partialFingerprints['checkResult/v1'])).toEqual(
    wanted.map(({ id }: { id: string }) => id),
  )
  for (const [index, one] of results.entries()) {
    const { rule, result, text, reason, cluster } = wanted[index]
    expect(tool.driver.rules[one.ruleIndex]?.id).toBe(rule)
    expect([one.ruleId, one.message.text]).toEqual([rule, text])
    expect(one.suppressions?.[0]?.justification).toBe(result === 'EXEMPT' ? reason : undefined)
    expect(one.locations[0]?.physicalLocation.artifactLocation.uri.split('/')[0]).toBe(cluster.name)
  }
})

test('a list of which nothing is found is a whole file, too', async () => {
  const filter = encodeURIComponent('{"rules":["KC-777"]}')
  const { runs } = (await (await get(`/export/checkResults.sarif?filter=${filter}`)).json()) as Sarif
  expect(runs).toEqual([{ results: [], tool: { driver: { name: 'Breakwater', rules: [] } } }])
})

interface Sarif {
  readonly version: string
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly message: { readonly text: string }
      readonly partialFingerprints: Readonly<Record<string, string>>
      readonly suppressions?: readonly { readonly justification: string }[]
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } }
      }[]
    }[]
  }[]
}

test.each([
  ['/export/pods.sarif', 'FORMAT_INVALID'],
  ['/export/nothing.csv', 'LIST_UNKNOWN'],
  ['/export/pods.csv?columns=name,password', 'COLUMN_INVALID'],
  ['/export/pods.csv?columns=cluster.pods', 'COLUMN_INVALID'],
  ['/export/pods.csv?columns=name.x', 'COLUMN_INVALID'],
  ['/export/pods.csv?filter={', 'INVALID'],
  ['/export/pods.csv?filter={"nothing":1}', 'INVALID'],
  ['/export/pods.csv?orderBy={"field":"NOTHING","direction":"ASC"}', 'INVALID'],
  ['/export/pods.csv?filter={"workloadIds":["x"]}', 'ID_INVALID'],
  ['/export/taskItems.csv', 'OF_REQUIRED'],
  [`/export/taskItems.csv?of=${encodeId('Task', 'none')}`, 'NOT_FOUND'],
])('%s is refused with %s', async (path, code) => {
  const response = await get(encodeURI(path))
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, code])
})

test('without a session, a token or a link there is nothing', async () => {
  expect((await get('/export/pods.csv', {})).status).toBe(401)
  expect((await get('/export/pods.csv?link=x', {})).status).toBe(401)
})

test('a session is taken from our own pages and from the person, not from a page of another origin', async () => {
  const status = async (headers: Record<string, string>) =>
    (await get('/export/pods.csv', { cookie, ...headers })).status
  expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(200)
  expect(await status({ 'sec-fetch-site': 'none' })).toBe(200)
  expect(await status({ 'sec-fetch-site': 'same-site' })).toBe(403)
  expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403)
})

test('only GET exports', async () => {
  expect((await fetch(`${app.url}/export/pods.csv`, { method: 'POST', headers: bearer() })).status).toBe(405)
})

test('a link is good once and for five minutes, and only its hash is kept', async () => {
  const url = await linkTo({ list: 'pods', format: 'JSON_LINES' })
  const [kept] = await own.database.db.select().from(downloadLink)
  expect(kept?.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(url).not.toContain(kept?.hash)
  const lives = (kept?.expiresAt.getTime() ?? 0) - Date.now()
  expect(lives).toBeGreaterThan(4 * 60_000)
  expect(lives).toBeLessThanOrEqual(5 * 60_000)
  expect((await get(url, {})).status).toBe(200)
  expect((await get(url, {})).status).toBe(401)
})

test('a link that is too old is dead', async () => {
  const url = await linkTo({ list: 'pods', format: 'CSV' })
  await own.database.db.update(downloadLink).set({ expiresAt: new Date(Date.now() - 1) })
  expect((await get(url, {})).status).toBe(401)
})

test('a link ends with the session that made it', async () => {
  const headers = { cookie: await logIn(), origin: app.url }
  const url = await linkTo({ list: 'pods', format: 'CSV' }, headers)
  await graphql('mutation { logOut(input: {}) { loggedOut } }', {}, headers)
  expect((await get(url, {})).status).toBe(401)
})

test('a link ends with the token that made it, also when another takes its name', async () => {
  const made = { authorization: `Bearer ${await access.createToken('brief', undefined)}` }
  const url = await linkTo({ list: 'pods', format: 'CSV' }, made)
  await own.database.db.delete(token).where(eq(token.name, 'brief'))
  await sleep(5)
  await access.createToken('brief', undefined)
  expect((await get(url, {})).status).toBe(401)
})

test('a link gives what its maker may see when it is used', async () => {
  const headers = { authorization: `Bearer ${await access.createToken('narrow', undefined)}` }
  const urls = [await linkTo({ list: 'clusters', format: 'JSON_LINES' }, headers)]
  urls.push(await linkTo({ list: 'clusters', format: 'JSON_LINES' }, headers))
  const names = async () => (await (await get(urls.pop() ?? '', {})).text()).trim().split('\n').length
  expect(await names()).toBe(5)
  await own.database.db
    .update(token)
    .set({ role: 'VIEWER', clusters: ['c3'] })
    .where(eq(token.name, 'narrow'))
  expect(await names()).toBe(1)
})

test('what cannot be exported gets no link', async () => {
  const input = { list: 'pods', format: 'CSV', columns: [{ field: 'secret' }] }
  const { createDownload } = await graphql<Created>(CREATE, { input }, bearer())
  expect(createDownload.download).toBeNull()
  expect(createDownload.userErrors).toMatchObject([{ code: 'COLUMN_INVALID', field: ['columns'] }])
})

test('links and downloads leave audit rows, without the secret', async () => {
  const url = await linkTo({ list: 'services', format: 'CSV' })
  await (await get(url, {})).text()
  const rows = await own.database.db.select().from(audit).orderBy(desc(audit.seq)).limit(2)
  expect(rows.map(({ actor, action, target, details }) => ({ actor, action, target, details }))).toEqual([
    { actor: 'token:test', action: 'download', target: 'services', details: { format: 'CSV' } },
    { actor: 'token:test', action: 'createDownload', target: 'services', details: { format: 'CSV' } },
  ])
  expect(JSON.stringify(rows)).not.toContain(url.split('=')[1])
})

const MANY = 50_000
const MANY_PAGES = MANY / 100

/** Reads of the database by pages of an export, counted by what a page takes. */
function counting(fails = Number.POSITIVE_INFINITY) {
  const counted = { pages: 0 }
  const database = new Proxy(own.database, {
    get(target, name) {
      if (name === 'db' && ++counted.pages > fails) throw new Error('the database has gone')
      return Reflect.get(target, name) as unknown
    },
  })
  return { counted, database }
}

/** 50,000 pods in a namespace of their own. */
async function addMany(): Promise<void> {
  for (let from = 0; from < MANY; from += 10_000) {
    await own.database.db.execute(sql`
      insert into pod (id, cluster, namespace, name, status, content_hash, first_seen_at)
      select 'c1/many/p' || n, 'c1', 'many', 'p' || lpad(n::text, 6, '0'), repeat('x', 1500), 'x', now()
      from generate_series(${from + 1}::int, ${from + 10_000}::int) n`)
  }
  await own.database.db.execute(sql`vacuum analyze pod`)
}

const MANY_PATH = `/export/pods.jsonl?columns=name,status&filter=${encodeURIComponent('{"scope":{"namespaces":["many"]}}')}`

function open(path: string, to: App): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(to.url + path, { headers: bearer() }, resolve)
    request.on('error', reject)
    request.end()
  })
}

/** What a count stays at: nothing is added to it for a second. */
async function standsStill(count: () => number): Promise<number> {
  for (;;) {
    const before = count()
    await sleep(1_000)
    if (count() === before) return before
  }
}

/** What is in use after all that can be collected is. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}

const LARGE_IS_TRIED = process.env['BREAKWATER_TEST_DATABASE'] === 'postgres' || process.env['BREAKWATER_TEST_THOROUGH']

test.runIf(LARGE_IS_TRIED)(
  '50,000 rows are exported with the heap flat, no faster than the client takes them, and none when it has left',
  async () => {
    await addMany()
    const { counted, database } = counting()
    const many = await appOn(database)
    try {
      const slow = await open(MANY_PATH, many)
      expect(await standsStill(() => counted.pages)).toBeLessThan(MANY_PAGES / 2)
      slow.destroy()
      expect(await standsStill(() => counted.pages)).toBeLessThan(MANY_PAGES / 2)

      const response = await open(MANY_PATH, many)
      let bytes = 0
      let lines = 0
      const heaps: number[] = []
      for await (const chunk of response as AsyncIterable<Buffer>) {
        bytes += chunk.length
        for (const byte of chunk) if (byte === 10) lines += 1
        if (lines > (heaps.length + 1) * 10_000) heaps.push(heapBytes())
      }
      expect(lines).toBe(MANY)
      expect(bytes).toBeGreaterThan(MANY * 1_500)
      expect(Math.max(...heaps) - Math.min(...heaps)).toBeLessThan(8 * 1024 * 1024)
    } finally {
      await many.close()
    }
  },
  120_000,
)

test('an error in the middle breaks the download, so that nobody takes it for complete', async () => {
  const { database } = counting(40)
  const failing = await appOn(database)
  try {
    const response = await get(MANY_PATH, bearer(), failing)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
  } finally {
    await failing.close()
  }
})
