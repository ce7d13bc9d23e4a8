import { randomUUID } from 'node:crypto'
import { audit, token } from '@breakwater/drizzle/tables/access.ts'
import { encodeId } from '@breakwater/schema/ids.ts'
import { schema } from '@breakwater/schema/schema.ts'
import { asc, gt } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { administrator, answer, ask, contextOf, scoped } from '../../../schema/test/api.ts'
import { addSavedView, addSession, addTask, addWaiver } from '../../../schema/test/rows.ts'
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
  cancelTask: async () => {
    await addTask(own.database.db, 'queued')
    return { task: encodeId('Task', 'queued') }
  },
  retryTask: async () => {
    await addTask(own.database.db, 'failed', { state: 'FAILED', finishedAt: new Date() })
    return { task: encodeId('Task', 'failed') }
  },
  createWaiver: () => ({ target: { rule: 'X' }, reason: 'known', owner: 'team', until: '2099-01-01T00:00:00Z' }),
  endWaiver: async () => {
    await addWaiver(own.database.db, 'ending')
    return { waiver: encodeId('Waiver', 'ending') }
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
    await addSavedView(own.database.db, 'changing', { shared: true })
    return { view: encodeId('SavedView', 'changing'), name: 'changed' }
  },
  deleteView: async () => {
    await addSavedView(own.database.db, 'going', { shared: true })
    return { view: encodeId('SavedView', 'going') }
  },
  revokeSession: async () => {
    await addSession(own.database.db, 'other')
    return { session: encodeId('Session', 'other') }
  },
}
/** What starts a task is told as that, whichever mutation asked for it. */
const ACTIONS: Readonly<Record<string, string>> = { synchronizeAssets: 'startTask' }

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
  const type = field.charAt(0).toUpperCase() + field.slice(1)
  const document = `mutation ($input: ${type}Input!) { ${field}(input: $input) { userErrors { code message } } }`
  return (await answer(admin(), document, { input }))[field].userErrors
}

async function newGroup(): Promise<string> {
  const { createRegionGroup } = await answer(
    admin(),
    `mutation { createRegionGroup(input: { name: "${randomUUID()}", regions: ["eu"] }) { regionGroup { id } } }`,
  )
  return createRegionGroup.regionGroup.id
}

const MUTATIONS = Object.keys(schema.getMutationType()?.getFields() ?? {})
// The cluster is removed after all else was done to it.
const inOrder = [...MUTATIONS.filter((field) => field !== 'removeCluster'), 'removeCluster']

test.each(inOrder)('%s leaves its row', async (field) => {
  const input = await DONE[field]?.()
  if (!input) throw new Error(`Give ${field} an input in the test's table.`)
  expect(await done(field, input)).toEqual([])
  const rows = await rowsSince()
  const row = rows.find(({ action }) => action === (ACTIONS[field] ?? field))
  expect(row).toMatchObject({ actor: administrator.actor, address: administrator.address, result: 'OK' })
  expect(JSON.stringify(rows)).not.toContain(SECRET)
})

test.each(MUTATIONS)('%s leaves a row when it is refused, and does nothing', async (field) => {
  const input = INPUTS[field]?.({ uid: 'zqclustera', places: 'a' })
  if (!input) throw new Error(`Give ${field} an input in the test's table.`)
  const viewer = scoped({ clusters: ['elsewhere'] }, 'VIEWER')
  const type = field.charAt(0).toUpperCase() + field.slice(1)
  const document = `mutation ($input: ${type}Input!) { ${field}(input: $input) { userErrors { code } } }`
  const { errors } = await ask(contextOf(own.database, viewer, real.services), document, { input })
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

test('a row is written with what it is about, or neither is', async () => {
  await own.database.pool.query(
    `create function refuse() returns trigger language plpgsql as $$ begin raise 'full'; end $$`,
  )
  await own.database.pool.query('create trigger refuse before insert on audit execute function refuse()')
  const { errors } = await ask(
    admin(),
    'mutation { createToken(input: { name: "unaudited", role: VIEWER }) { secret } }',
  )
  await own.database.pool.query('drop trigger refuse on audit')
  expect(errors).toHaveLength(1)
  const names = (await own.database.db.select().from(token)).map(({ name }) => name)
  expect(names).not.toContain('unaudited')
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
