import { randomUUID } from 'node:crypto'
import { audit } from '@breakwater/drizzle/tables/access.ts'
import { encodeId } from '@breakwater/schema/ids.ts'
import { schema } from '@breakwater/schema/schema.ts'
import { asc, gt } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { administrator, answer, ask, contextOf, scoped } from '../../../schema/test/api.ts'
import { addNodeReport, addSavedView, addSession, addTask, addWaiver } from '../../../schema/test/rows.ts'
import { INPUTS } from '../../test/mutation-inputs.ts'
import { type TestServices, testServices } from '../../test/services.ts'

/** Whatever is done, or refused, leaves its row: who, from where, what, to what, and how it ended. */

let own: TestDatabase
let real: TestServices
let cluster: string
let before = 0
const SECRET = 'hunter2-hunter2-hunter2'

beforeAll(async () => {
  own = await testDatabase()
  real = await testServices(own.database)
  await real.writeKubeconfig(KUBECONFIG)
  const { connectCluster } = await answer(
    contextOf(own.database, administrator, real.services),
    'mutation ($input: ConnectClusterInput!) { connectCluster(input: $input) { cluster { id } userErrors { message } } }',
    { input: { connection: snapshot('audited') } },
  )
  cluster = connectCluster.cluster.id
})
afterAll(async () => {
  await real.close()
  await own.close()
})
beforeEach(async () => {
  const rows = await own.database.db.select({ seq: audit.seq }).from(audit)
  before = Math.max(0, ...rows.map((row) => row.seq))
})

const snapshot = (name: string) => ({
  snapshot: { name, files: [{ name: 'a.yaml', text: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n' }] },
})
const KUBECONFIG = JSON.stringify({
  'current-context': 'robot',
  contexts: [{ name: 'robot', context: { cluster: 'c', user: 'u' } }],
  clusters: [{ name: 'c', cluster: { server: 'https://192.0.2.9:6443' } }],
  users: [
    {
      name: 'u',
      user: {
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: 'true',
          args: [`--token=${SECRET}`],
          interactiveMode: 'Never',
        },
      },
    },
  ],
})

const rowsSince = () => own.database.db.select().from(audit).where(gt(audit.seq, before)).orderBy(asc(audit.seq))

/** What an administrator asks for so that it is done. A mutation that does not stand here fails the run. */
const DONE: Readonly<Record<string, () => Promise<object> | object>> = {
  testClusterConnection: () => ({ connection: snapshot('tested') }),
  connectCluster: () => ({ connection: snapshot('another') }),
  replaceClusterCredential: () => ({ cluster, connection: snapshot('audited') }),
  renameCluster: () => ({ cluster, name: 'renamed' }),
  setClusterRegion: () => ({ cluster, region: 'elsewhere' }),
  removeCluster: () => ({ cluster }),
  loadSampleCluster: () => ({}),
  playNextDay: async () => {
    await done('loadSampleCluster', {})
    return {}
  },
  allowExecCommand: async () => {
    const { kubeconfigContexts } = await answer(admin(), '{ kubeconfigContexts { exec { hash } } }')
    return { context: 'robot', hash: kubeconfigContexts[0].exec.hash }
  },
  withdrawExecCommand: () => ({ context: 'robot' }),
  createRegionGroup: () => ({ name: randomUUID(), regions: ['eu'] }),
  updateRegionGroup: async () => ({ regionGroup: await newGroup(), regions: ['us'] }),
  deleteRegionGroup: async () => ({ regionGroup: await newGroup() }),
  updateSetting: () => ({ name: 'retention.days', value: '7' }),
  updateSchedule: () => ({ kind: 'CONTAINER_ASSET_SYNC', enabled: false }),
  logOut: () => ({}),
  synchronizeAssets: () => ({}),
  analyzeExposure: () => ({}),
  checkConfiguration: () => ({}),
  createCheck: () => OWN_RULE,
  updateCheck: async () => ({ check: await newRule(), title: 'Changed' }),
  deleteCheck: async () => ({ check: await newRule() }),
  importNodeReport: () => ({ cluster, report: JSON.stringify({ format: 'breakwater.node/v1', node: 'node-1' }) }),
  deleteNodeReport: async () => {
    const node = randomUUID()
    await addNodeReport(own.database.db, 'c', node)
    return { nodeReport: encodeId('NodeReport', `JOB/c/${node}`) }
  },
  cancelTask: async () => {
    const id = randomUUID()
    await addTask(own.database.db, id)
    return { task: encodeId('Task', id) }
  },
  retryTask: async () => {
    const id = randomUUID()
    await addTask(own.database.db, id, { state: 'FAILED', finishedAt: new Date() })
    return { task: encodeId('Task', id) }
  },
  createWaiver: () => ({ target: { rule: 'X' }, reason: 'known', owner: 'team', until: '2099-01-01T00:00:00Z' }),
  endWaiver: async () => {
    const id = randomUUID()
    await addWaiver(own.database.db, id)
    return { waiver: encodeId('Waiver', id) }
  },
  createToken: () => ({ name: 'made', role: 'VIEWER' }),
  revokeToken: async () => {
    const { id } = await real.access.addToken(
      { name: randomUUID(), rights: { role: 'VIEWER' }, expiresAt: undefined },
      administrator,
    )
    return { token: encodeId('Token', id) }
  },
  createLoginLink: () => ({ name: 'somebody', role: 'OPERATOR' }),
  createDownload: () => ({ list: 'workloads', format: 'CSV' }),
  saveView: () => ({ list: 'workloads', name: 'saved', query: 'text=web' }),
  updateView: async () => {
    const id = randomUUID()
    await addSavedView(own.database.db, id, { shared: true })
    return { view: encodeId('SavedView', id), name: 'changed' }
  },
  deleteView: async () => {
    const id = randomUUID()
    await addSavedView(own.database.db, id, { shared: true })
    return { view: encodeId('SavedView', id) }
  },
  revokeSession: async () => {
    const id = randomUUID()
    await addSession(own.database.db, id)
    return { session: encodeId('Session', id) }
  },
}
const OWN_RULE = { title: 'Ours', severity: 'LOW', kinds: ['Service'], expression: 'true' }

/** What starts a task is told as that, whichever mutation asked for it. */
const ACTIONS: Readonly<Record<string, string>> = {
  synchronizeAssets: 'startTask',
  analyzeExposure: 'startTask',
  checkConfiguration: 'startTask',
}

/** What everybody may do, with what is their own, and what comes of it where it is somebody else's. */
const OPEN_TO_ALL: Readonly<Record<string, string>> = {
  logOut: 'OK',
  createDownload: 'OK',
  saveView: 'OK',
  updateView: 'NOT_FOUND',
  deleteView: 'NOT_FOUND',
}

const admin = () => contextOf(own.database, administrator, real.services)

async function done(field: string, input: object): Promise<unknown> {
  return (await answer(admin(), documentOf(field), { input }))[field].userErrors
}

function documentOf(field: string): string {
  const type = field.charAt(0).toUpperCase() + field.slice(1)
  return `mutation ($input: ${type}Input!) { ${field}(input: $input) { userErrors { code message } } }`
}

/** The transactions that wrote the rows that are there, and how many of each: any write changes it. */
async function written() {
  const { rows: tables } = await own.database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const each = tables.map(
    ({ name }) => `select '${name}' as "table", xmin::text as transaction, count(*)::int from "${name}" group by 1, 2`,
  )
  const { rows } = await own.database.pool.query<{ table: string; transaction: string; count: number }>(
    `${each.join(' union all ')} order by 1, 2`,
  )
  return rows
}

/** The audit row is refused at the commit, after all else of its transaction. */
async function whileAuditFails<T>(fn: () => Promise<T>): Promise<T> {
  const { pool } = own.database
  await pool.query(
    `create or replace function refuse() returns trigger language plpgsql as $$ begin raise 'full'; end $$`,
  )
  await pool.query(
    'create constraint trigger refuse after insert on audit deferrable initially deferred for each row execute function refuse()',
  )
  return fn().finally(() => pool.query('drop trigger refuse on audit'))
}

async function newRule(): Promise<string> {
  const { createCheck } = await answer(
    admin(),
    'mutation ($input: CreateCheckInput!) { createCheck(input: $input) { check { id } } }',
    { input: OWN_RULE },
  )
  return createCheck.check.id
}

async function newGroup(): Promise<string> {
  const { createRegionGroup } = await answer(
    admin(),
    `mutation { createRegionGroup(input: { name: "${randomUUID()}", regions: ["eu"] }) { regionGroup { id } } }`,
  )
  return createRegionGroup.regionGroup.id
}

/** What a mutation decides with its row and marks as pending, and then finishes in pages: by itself or, cut off, by the schedule. */
const FINISHED_AFTER: Readonly<Record<string, readonly string[]>> = { createWaiver: ['waiver'], endWaiver: ['waiver'] }

const MUTATIONS = Object.keys(schema.getMutationType()?.getFields() ?? {})
// The cluster is removed after all else was done to it.
const inOrder = [...MUTATIONS.filter((field) => field !== 'removeCluster'), 'removeCluster']

test.each(MUTATIONS)('%s does nothing when its row cannot be written', async (field) => {
  const input = await DONE[field]?.()
  if (!input) throw new Error(`Give ${field} an input in the test's table.`)
  const earlier = await written()
  const { errors } = await whileAuditFails(() => ask(admin(), documentOf(field), { input }))
  expect(errors).toHaveLength(1)
  expect(await written()).toEqual(earlier)
})

test.each(inOrder)('%s leaves its row', async (field) => {
  const input = await DONE[field]?.()
  if (!input) throw new Error(`Give ${field} an input in the test's table.`)
  const earlier = new Set((await written()).map(({ transaction }) => transaction))
  expect(await done(field, input)).toEqual([])
  const rows = await rowsSince()
  const told = rows.filter(({ action }) => action === (ACTIONS[field] ?? field))
  expect(told.at(-1)).toMatchObject({ actor: administrator.actor, address: administrator.address, result: 'OK' })
  expect(JSON.stringify(rows)).not.toContain(SECRET)
  const made = (await written()).filter(({ transaction }) => !earlier.has(transaction))
  const audited = new Set(made.filter(({ table }) => table === 'audit').map(({ transaction }) => transaction))
  const apart = made.filter(({ transaction }) => !audited.has(transaction))
  expect(apart.map(({ table }) => table)).toEqual(FINISHED_AFTER[field] ?? [])
})

test.each(MUTATIONS)('%s leaves a row when it is refused, and does nothing', async (field) => {
  const input = INPUTS[field]?.({ uid: 'zqclustera', places: 'a' })
  if (!input) throw new Error(`Give ${field} an input in the test's table.`)
  const viewer = scoped({ clusters: ['elsewhere'] }, 'VIEWER')
  const { errors } = await ask(contextOf(own.database, viewer, real.services), documentOf(field), { input })
  const result = OPEN_TO_ALL[field] ?? 'FORBIDDEN'
  expect(errors?.[0]?.extensions['code']).toBe(result === 'FORBIDDEN' ? 'FORBIDDEN' : undefined)
  expect(await rowsSince()).toMatchObject([{ actor: viewer.actor, address: viewer.address, action: field, result }])
})

test('what cannot be done leaves a row with the reason', async () => {
  expect(await done('renameCluster', { cluster: encodeId('Cluster', 'nowhere'), name: 'x' })).toMatchObject([
    { code: 'NOT_FOUND' },
  ])
  expect(await rowsSince()).toMatchObject([{ action: 'renameCluster', result: 'NOT_FOUND' }])
})

test('no secret of a token or link stands in a row', async () => {
  const { createToken, createLoginLink } = await answer(
    admin(),
    `mutation {
      createToken(input: { name: "shown", role: VIEWER }) { secret }
      createLoginLink(input: { name: "shown", role: VIEWER }) { url }
    }`,
  )
  const rows = JSON.stringify(await rowsSince())
  expect(rows).not.toContain(createToken.secret)
  expect(rows).not.toContain(createLoginLink.url.split('code=')[1])
})
