import { clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { administrator, answer, contextOf, scoped } from '../../test/api.ts'
import { addCluster, addCoverage, addRisk, addTask, MORNING } from '../../test/rows.ts'
import { encodeId } from '../ids.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  await addCluster(db, 'a', { region: 'eu', sample: true })
  await addCluster(db, 'b', { region: 'us' })
  await addCluster(db, 'c', { region: 'us' })
  await addCoverage(db, 'a', 'Pod')
  await addCoverage(db, 'a', 'Ingress', { reason: 'FORBIDDEN', message: 'not allowed', advice: 'grant list' })
  await db
    .insert(clusterSource)
    .values({ cluster: 'b', kind: 'KUBECONFIG', origin: 'MACHINE', reference: 'kind-b', updatedAt: MORNING })
  await addTask(db, 'queued')
  await addTask(db, 'running', { state: 'RUNNING', cluster: 'b' })
  await addTask(db, 'failed', {
    state: 'FAILED',
    causeCode: 'UNREACHABLE',
    cause: 'No answer.',
    advice: 'Look at the network.',
  })
})
afterAll(() => own.close())

test('the viewer is who asks', async () => {
  const data = await answer(contextOf(own.database), '{ viewer { name kind role expires } }')
  expect(data.viewer).toEqual({ name: 'session', kind: 'SESSION', role: 'ADMINISTRATOR', expires: null })
})

test('regions are those of clusters that the viewer sees, each once', async () => {
  expect((await answer(contextOf(own.database), '{ regions }')).regions).toEqual(['eu', 'us'])
  expect((await answer(contextOf(own.database, scoped({ clusters: ['a'] })), '{ regions }')).regions).toEqual(['eu'])
})

test('kinds of tasks are those that this server can run, with what is going on', async () => {
  const context = contextOf(own.database, administrator, { tasks: { kinds: ['RETENTION', 'CONTAINER_ASSET_SYNC'] } })
  const data = await answer(context, '{ taskKinds { kind running queued other } }')
  expect(data.taskKinds).toEqual([
    { kind: 'CONTAINER_ASSET_SYNC', running: 1, queued: 1, other: false },
    { kind: 'RETENTION', running: 0, queued: 0, other: true },
  ])
})

test('a task tells why it failed and what can be done with it now', async () => {
  const data = await answer(
    contextOf(own.database),
    '{ tasks(first: 9) { nodes { target cancellable retryable cause { code message advice } } } }',
  )
  expect(data.tasks.nodes).toContainEqual({
    target: 'failed',
    cancellable: false,
    retryable: true,
    cause: { code: 'UNREACHABLE', message: 'No answer.', advice: 'Look at the network.' },
  })
  expect(data.tasks.nodes).toContainEqual({ target: 'running', cancellable: true, retryable: false, cause: null })
})

test('coverage counts the kinds that are seen and names the others with their reason', async () => {
  const data = await answer(
    contextOf(own.database),
    `{ node(id: "${encodeId('Cluster', 'a')}") { ... on Cluster { coverage { kinds complete gaps { kind reason advice cluster { uid } } } } } }`,
  )
  expect(data.node.coverage).toEqual({
    kinds: 2,
    complete: 1,
    gaps: [{ kind: 'Ingress', reason: 'FORBIDDEN', advice: 'grant list', cluster: { uid: 'a' } }],
  })
})

test('only the sample cluster has a day', async () => {
  const context = contextOf(own.database, administrator, { clusters: { sampleDay: async () => 2 } })
  const data = await answer(context, '{ clusters(first: 9) { nodes { uid sampleDay } } }')
  expect(data.clusters.nodes).toEqual([
    { uid: 'a', sampleDay: 2 },
    { uid: 'b', sampleDay: null },
    { uid: 'c', sampleDay: null },
  ])
})

test('a context of the machine tells why it cannot be used, or as what it is connected', async () => {
  const contexts = async () => [
    { name: 'kind-b', server: 'https://127.0.0.1:6443', user: 'admin', reason: undefined },
    { name: 'cloud', server: 'https://cloud.example', user: 'me', reason: 'It needs a program to log in.' },
  ]
  const data = await answer(
    contextOf(own.database, administrator, { clusters: { contexts } }),
    '{ kubeconfigContexts { name usable reason connectedAs { uid } } }',
  )
  expect(data.kubeconfigContexts).toEqual([
    { name: 'kind-b', usable: true, reason: null, connectedAs: { uid: 'b' } },
    { name: 'cloud', usable: false, reason: 'It needs a program to log in.', connectedAs: null },
  ])
})

test('a preview of a waiver tells how many risks it would hide, and shows them', async () => {
  await addRisk(own.database.db, 'r1')
  await addRisk(own.database.db, 'r2')
  const preview = async () => ({ hides: 1, riskIds: ['r2'] })
  const data = await answer(
    contextOf(own.database, administrator, { waivers: { preview } }),
    '{ previewWaiver(input: { rule: "PRIVILEGED" }) { hides risks(first: 5) { totalCount nodes { title } } } }',
  )
  expect(data.previewWaiver).toEqual({ hides: 1, risks: { totalCount: 1, nodes: [{ title: 'r2' }] } })
})

test('schedules and settings are told as the server has them', async () => {
  const schedule = { kind: 'BACKUP', cron: '0 3 * * *', timeZone: 'UTC', enabled: true, stored: false } as const
  const setting = { name: 'retentionDays', value: '90', origin: 'DEFAULT', description: 'How long.' } as const
  const context = contextOf(own.database, administrator, {
    schedules: { list: async () => [{ ...schedule, nextRun: undefined, updatedAt: MORNING }] },
    settings: { list: async () => [setting] },
  })
  const data = await answer(
    context,
    '{ schedules { kind cron timeZone enabled stored nextRun updated } settings { name value origin description } }',
  )
  expect(data.schedules).toEqual([{ ...schedule, nextRun: null, updated: MORNING.toISOString() }])
  expect(data.settings).toEqual([setting])
})
