import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { podObject } from '../../../test/cluster-objects.ts'
import { SyncWorld } from '../../../test/sync-world.ts'

/** Objects that make no sense, that nothing can hold, or that hold what must not be kept. */

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterAll(() => world.close())

test('an object without a usable name is left out and counted', async () => {
  const nameless = [
    { kind: 'Pod', metadata: {} },
    { kind: 'Pod' },
    { kind: 'Pod', metadata: { name: 'a/b' } },
    { kind: 'Pod', metadata: { name: 7 } },
  ]
  const source = await world.cluster([podObject('good'), ...(nameless as never[])])
  await world.sync(source)
  expect(await world.names('Pod', source)).toEqual(['good'])
  expect(await world.coverage(source, 'Pod')).toMatchObject({
    reason: 'COMPLETE',
    objects: 1,
    message: 'Left out: 4 without a usable name.',
  })
})

test('hostile objects are stored as far as they make sense, and break nothing', async () => {
  const text = `a\u0000b\ud800c`
  const source = await world.cluster([
    podObject('good'),
    {
      kind: 'Pod',
      metadata: {
        name: 'odd',
        namespace: 'shop',
        labels: { [text]: text, n: 7 },
        creationTimestamp: 'soon',
        ownerReferences: 'x',
      },
      spec: 'none',
      status: [],
    } as never,
    {
      kind: 'Pod',
      metadata: { name: 'text', namespace: 'shop' },
      spec: {
        nodeName: text,
        containers: [{ name: text, image: text }, null, 'x', { name: 'ok', image: 5, ports: [{ containerPort: 1e9 }] }],
      },
    } as never,
    {
      kind: 'Pod',
      metadata: { name: 'many', namespace: 'shop' },
      spec: { containers: Array.from({ length: 5_000 }, (_, i) => ({ name: `c${i}` })) },
    } as never,
    {
      kind: 'Node',
      metadata: { name: 'n' },
      spec: [],
      status: { nodeInfo: 'x', conditions: {}, addresses: [[]] },
    } as never,
    {
      kind: 'Service',
      metadata: { name: 's' },
      spec: { ports: [{ port: -1 }, 'x'], selector: { a: {} }, externalIPs: [5] },
    } as never,
    JSON.parse(
      '{"kind":"Service","metadata":{"name":"p","__proto__":{"polluted":1}},"spec":{"__proto__":{"polluted":1},"type":"ClusterIP"}}',
    ),
    { kind: 'Deployment', metadata: { name: 'd' }, spec: { replicas: 'many', template: 7 }, status: null } as never,
  ])
  await world.sync(source)
  expect(await world.names('Pod', source)).toEqual(['good', 'many', 'odd', 'text'])
  expect((await world.rows('Pod', source)).find(({ name }) => name === 'many')).toMatchObject({ containers: 100 })
  expect((await world.rows('Container', source)).filter(({ podName }) => podName === 'text')).toMatchObject([
    { name: 'ab\ufffdc' },
    { name: 'ok', imageReference: '', ports: [] },
  ])
  expect(await world.names('Service', source)).toEqual(['p', 's'])
  expect({}).not.toHaveProperty('polluted')
})

test('an object that is nested too deeply is left out, and not taken for gone', async () => {
  const source = await world.cluster([podObject('deep')])
  await world.sync(source)
  let deep: object = {}
  for (let i = 0; i < 20_000; i++) deep = { deep }
  const metadata = { ...podObject('deep').metadata, resourceVersion: '99' }
  source.objects = [{ ...podObject('deep'), metadata, spec: deep }]
  source.onPage = () => {}
  // structuredClone itself does not take such depth, so the source hands it out as it is.
  source.pages = async function* (kind) {
    if (kind.kind === 'Pod') yield { objects: source.objects, restart: false, remaining: 0 }
  }
  await world.sync(source)
  expect(await world.names('Pod', source)).toEqual(['deep'])
  expect(await world.coverage(source, 'Pod')).toMatchObject({ message: 'Left out: 1 nested too deeply.' })
})

test('an object that the database refuses is left out, and its neighbors are stored', async () => {
  // No index takes an entry this long: names of 253 characters of three bytes each, different ones, so that nothing compresses.
  const long = (step: number) =>
    Array.from({ length: 253 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * at * step + at * 7919) % 20_000))).join(
      '',
    )
  const source = await world.cluster([
    podObject('a'),
    podObject(long(1), { namespace: long(2), containers: [long(3)] }),
    podObject('b'),
  ])
  source.pageSize = 10
  await world.sync(source)
  expect(await world.names('Pod', source)).toEqual(['a', 'b'])
  expect(await world.coverage(source, 'Pod')).toMatchObject({ message: 'Left out: 1 that the database refused.' })
})

test('no credential that stands in a cluster reaches the database', async () => {
  const secrets = {
    env: 'hunter2-in-env',
    token: `ghp_${'aB3dE5gH7j'.repeat(4)}`,
    url: 'hunter2-in-url',
    argument: 'hunter2-in-argument',
    annotation: 'hunter2-in-annotation',
    header: 'hunter2-in-header',
    applied: 'hunter2-in-applied',
  }
  const pod = podObject('leaky', {
    env: [
      { name: 'DB_PASSWORD', value: secrets.env },
      { name: 'HARMLESS', value: secrets.token },
      { name: 'DATABASE_URL', value: `postgres://app:${secrets.url}@db/app` },
    ],
    annotations: {
      'example.com/api-token': secrets.annotation,
      'kubectl.kubernetes.io/last-applied-configuration': `{"password":"${secrets.applied}"}`,
    },
    labels: { harmless: secrets.token },
  })
  const container = {
    name: 'main',
    image: 'x',
    args: ['--password', secrets.argument, `--api-key=${secrets.argument}`],
  }
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } }
  const probe = { httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: `Bearer ${secrets.header}` }] } }
  const source = await world.cluster([
    pod,
    { ...deployment, spec: { template: { spec: { containers: [{ ...container, livenessProbe: probe }] } } } },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'i', annotations: { 'example.com/secret': secrets.annotation } },
    },
  ])
  await world.sync(source)
  for (const table of ['kubernetes_object', 'pod', 'container', 'workload', 'change', 'coverage']) {
    const stored = await world.database.db.execute<{ text: string }>(
      sql`select t::text as text from ${sql.identifier(table)} t where cluster = ${source.identity.uid}`,
    )
    const text = stored.rows.map((row) => row.text).join('\n')
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret)
    if (table === 'kubernetes_object') expect(text.match(/«masked \d+ characters/g)?.length).toBeGreaterThanOrEqual(8)
  }
})
