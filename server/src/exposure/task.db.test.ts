import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { analysis } from '@breakwater/drizzle/tables/risk.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { namespaceObject } from '../../test/cluster-objects.ts'
import { node, pod, service } from '../../test/exposure-objects.ts'
import { ExposureWorld } from '../../test/exposure-world.ts'
import { edit, without } from '../../test/sync-shop.ts'
import { clusterObjects } from '../kubernetes/cluster-objects.ts'
import { readManifests } from '../kubernetes/manifests.ts'
import { analyzeExposure } from './analyze-exposure.ts'
import { DEFAULT_SETTINGS } from './model.ts'

let world: ExposureWorld
beforeAll(async () => {
  world = await ExposureWorld.open()
})
afterAll(() => world.close())

const FOLDER = fileURLToPath(new URL('../../../../shared/vectors/exposure/entry', import.meta.url))
const isThere = existsSync(join(FOLDER, 'expected.tsv'))

const open = [{ ip: '8.8.8.8' }]
const web = (type = 'LoadBalancer', published: readonly { ip: string }[] = open) => [
  namespaceObject('kube-system'),
  namespaceObject('app'),
  node('n1', { InternalIP: '10.0.0.1' }),
  pod(),
  service(type, { published }),
]
const policy = (cidr: string) => ({
  ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'limits', namespace: 'app' } },
  spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock: { cidr } }] }] },
})

test.skipIf(!isThere)('what is stored of a cluster gives the answer that its objects give', async () => {
  for (const name of readdirSync(FOLDER).filter((entry) => /^e0[1357]5$/.test(entry))) {
    const folder = join(FOLDER, name)
    const files = readdirSync(folder).map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') }))
    const { objects } = readManifests(files)
    const source = await world.cluster(objects)
    const { exposures } = analyzeExposure(clusterObjects(objects), DEFAULT_SETTINGS)
    const found = await world.rows(source)
    const uid = source.identity.uid
    const told = exposures.map(({ id, verdict, sources, rule, reasons }) => ({
      id: `${uid}/${id}`,
      verdict: verdict.toUpperCase(),
      sources,
      rule,
      reasons,
    }))
    expect(
      found.map(({ id, verdict, sources, rule, reasons }) => ({ id, verdict, sources, rule, reasons })),
      name,
    ).toEqual(told)
  }
})

test('a port that is opened is a row, a change, a risk of its workload and a mark of its container', async () => {
  const source = await world.cluster(web('ClusterIP', []))
  expect(await world.rows(source)).toEqual([])
  expect(await world.ranks(source)).toEqual({ 'web/main': 0 })
  await world.sync.forgetChanges()

  source.objects = web()
  const result = await world.again(source)
  expect(result).toMatchObject({ added: 1, modified: 0, removed: 0, results: { INTERNET: 1, NONE: 0 } })
  const [row] = await world.rows(source)
  expect(row).toMatchObject({
    ...{ verdict: 'INTERNET', entryKind: 'LOAD_BALANCER', address: '8.8.8.8', port: 80, containerPort: 8080 },
    ...{ workload: `${source.identity.uid}/app/Pod/web`, container: 'main', declared: true, listening: null },
  })
  expect(await world.ranks(source)).toEqual({ 'web/main': 5 })
  const [risk] = await world.risks(source)
  expect(risk).toMatchObject({
    id: row?.risk,
    rule: 'EXPOSED_BY_LOAD_BALANCER',
    assetType: 'Workload',
    assetName: 'web',
  })
  const changes = await world.sync.changes(source)
  expect(changes.filter(({ type }) => type === 'Exposure')).toMatchObject([
    { operation: 'ADDED', new: { verdict: 'INTERNET', containerPort: 8080 } },
  ])
  expect(changes.filter(({ type, new: fresh }) => type === 'Container' && fresh?.['exposed'] === true)).toHaveLength(1)
})

test('who judges by exposures is told of the first analysis, also when it finds nothing, and of what differs', async () => {
  const source = await world.cluster([namespaceObject('app')])
  const told = () => world.told.filter((uid) => uid === source.identity.uid).length
  expect(told()).toBe(1)
  await world.again(source)
  expect(told()).toBe(1)
  source.objects = web()
  await world.again(source)
  expect(told()).toBe(2)
})

test('what has not changed is not written again, and is still said to be analyzed', async () => {
  const source = await world.cluster(web())
  await world.sync.forgetChanges()
  const [before] = await analyses(source.identity.uid)
  expect(await world.again(source)).toMatchObject({ added: 0, modified: 0, removed: 0 })
  expect(await world.sync.changes(source)).toEqual([])
  const [after] = await analyses(source.identity.uid)
  expect(after?.analyzedAt.getTime()).toBeGreaterThan(before?.analyzedAt.getTime() ?? 0)
})

test('narrowing, widening, closing and opening again are told as what they are', async () => {
  const source = await world.cluster([...web(), policy('0.0.0.0/0')])
  const [{ firstSeenAt, id } = failed()] = await world.rows(source)
  const changed = async (objects: typeof source.objects) => {
    await world.sync.forgetChanges()
    source.objects = objects
    await world.again(source)
    return (await world.sync.changes(source)).filter(({ type }) => type === 'Exposure')
  }
  expect(await changed([...web(), policy('203.0.112.0/24')])).toMatchObject([
    {
      operation: 'MODIFIED',
      old: { verdict: 'INTERNET' },
      new: { verdict: 'RESTRICTED', sources: ['203.0.112.0/24'] },
    },
  ])
  const [widened] = await changed([...web(), policy('203.0.112.0/23')])
  expect(widened).toMatchObject({ operation: 'MODIFIED', new: { sources: ['203.0.112.0/23'], widened: true } })
  expect(await changed(web('ClusterIP', []))).toMatchObject([{ operation: 'REMOVED', old: { verdict: 'RESTRICTED' } }])
  expect(await world.risks(source)).toEqual([])
  expect(await world.rows(source, 'RESOLVED')).toMatchObject([{ id }])
  expect(await changed(web())).toMatchObject([{ operation: 'ADDED' }])
  expect(await world.rows(source)).toMatchObject([{ id, firstSeenAt, resolvedAt: null }])
})

test('a closing by readiness alone takes two analyses, an opening one', async () => {
  const source = await world.cluster(web())
  const ready = (status: string) =>
    edit(source, 'Pod', 'web', (object) => {
      for (const condition of object.status.conditions) condition['status'] = status
    })
  ready('False')
  await world.again(source)
  expect(await world.rows(source)).toMatchObject([{ verdict: 'INTERNET', closing: true }])
  expect(world.waiting.at(-1)).toBe(source.identity.uid)

  ready('True')
  await world.again(source)
  expect(await world.rows(source)).toMatchObject([{ verdict: 'INTERNET', closing: false }])

  ready('False')
  await world.again(source)
  await world.analyze(source.identity.uid)
  expect(await world.rows(source)).toMatchObject([{ verdict: 'POSSIBLE', closing: false }])
  ready('True')
  await world.again(source)
  expect(await world.rows(source)).toMatchObject([{ verdict: 'INTERNET' }])
})

test('a kind that may not be read leaves what it may hide as possible, and is named', async () => {
  const source = await world.cluster(web())
  source.gaps.set('NetworkPolicy', { reason: 'FORBIDDEN', message: 'Not allowed.', advice: 'Allow it.' })
  without(source, 'NetworkPolicy', 'limits')
  await world.again(source)
  expect(await world.rows(source)).toMatchObject([{ verdict: 'POSSIBLE' }])
  const [row] = await analyses(source.identity.uid)
  expect(row).toMatchObject({ complete: false })
  expect(row?.reason).toContain('NetworkPolicy')
})

test('settings that change are judged by at the next analysis', async () => {
  const source = await world.cluster([...web(), policy('203.0.112.0/24')])
  world.settings = { ...DEFAULT_SETTINGS, ownRanges: ['203.0.112.0/24'] }
  await world.analyze(source.identity.uid)
  expect(await world.rows(source)).toMatchObject([{ verdict: 'PRIVATE', priority: null }])
  world.settings = DEFAULT_SETTINGS
})

test('a thread that ends takes nothing with it: the next analysis tells another one all of it', async () => {
  const source = await world.cluster([
    ...web(),
    service('LoadBalancer', { published: [{ ip: '8.8.8.9' }], name: 'second' }),
  ])
  await world.host.close()
  without(source, 'Service', 'second')
  expect(await world.again(source)).toMatchObject({ removed: 1 })
  expect(await world.rows(source)).toMatchObject([{ address: '8.8.8.8' }])
})

test('a thread that was told nothing of a cluster answers nothing, and what is stored stays', async () => {
  const source = await world.cluster(web())
  const { uid } = source.identity
  // Between what it is told and what it is asked the thread ends, or makes room for other clusters.
  world.beforeAnswer = async () => {
    world.beforeAnswer = async () => undefined
    await world.host.tell({ ask: 'forget', cluster: uid })
  }
  await expect(world.analyze(uid)).rejects.toThrow('was told nothing')
  expect(await world.rows(source)).toHaveLength(1)
  expect(await world.analyze(uid)).toMatchObject({ added: 0, modified: 0, removed: 0 })
})

test('a cut-off analysis is cut off, and the next one finishes it', async () => {
  const source = await world.sync.cluster(web())
  await world.sync.sync(source)
  await expect(world.analyze(source.identity.uid, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  await world.analyze(source.identity.uid)
  expect(world.stages).toEqual(['Reading', 'Analyzing', 'Writing', 'Rating'])
  expect(await world.rows(source)).toHaveLength(1)
})

function analyses(uid: string) {
  return world.database.db.select().from(analysis).where(eq(analysis.cluster, uid))
}

function failed(): never {
  throw new Error('There is no exposure.')
}
