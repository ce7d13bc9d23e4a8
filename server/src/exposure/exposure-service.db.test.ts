import { encodeId } from '@breakwater/schema/ids.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator, answer, contextOf, errorCodes, scoped } from '../../../schema/test/api.ts'
import { namespaceObject } from '../../test/cluster-objects.ts'
import { ingress, node, pod, service } from '../../test/exposure-objects.ts'
import { ExposureWorld } from '../../test/exposure-world.ts'
import { createExposureService } from './exposure-service.ts'
import { createLiveExposures } from './exposure-thread.ts'
import { DEFAULT_SETTINGS } from './model.ts'

/** What the API tells of exposures, asked as a program asks it. */

let world: ExposureWorld
let uid: string
beforeAll(async () => {
  world = await ExposureWorld.open()
  const source = await world.cluster(objects)
  uid = source.identity.uid
})
afterAll(() => world.close())

const objects = [
  namespaceObject('kube-system'),
  namespaceObject('app'),
  node('n1', { ExternalIP: '8.8.4.1' }),
  pod(),
  pod('client'),
  service('LoadBalancer', {
    published: [{ ip: '8.8.8.8' }],
    spec: { ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30_080 }] },
  }),
  ingress({ defaultBackend: { service: { name: 'nowhere', port: { number: 80 } } } }),
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'web', namespace: 'app' } },
    spec: {
      podSelector: { matchLabels: { app: 'web' } },
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }, { ipBlock: { cidr: '0.0.0.0/0' } }] }],
    },
  },
]

function context(viewer = administrator) {
  const live = createLiveExposures(world.database, world.host)
  const given = { database: world.database, live, settings: async () => DEFAULT_SETTINGS }
  return contextOf(world.database, viewer, { exposures: createExposureService(given) })
}

const WAY = `id title verdict confidence rule reasons { code } sources entry { kind object { kind name asset { id } } addresses port tls }
  service { object { asset { id } } port } workload { name } container containerPort protocol pathSentence usage
  hops { kind label object { name asset { id } } evidence policies { effect policy { kind name } } } advice { title } intended risk { id priority }`

test('a way in is told whole, with what it rests on as assets', async () => {
  const { exposures } = await answer(
    context(),
    `{ exposures(first: 10, filter: { entryKinds: [LOAD_BALANCER] }) { totalCount nodes { ${WAY} } } }`,
  )
  expect(exposures.totalCount).toBe(1)
  const [way] = exposures.nodes
  const serviceId = encodeId('Service', `${uid}/app/web`)
  expect(way).toMatchObject({
    ...{
      verdict: 'INTERNET',
      containerPort: 8080,
      container: 'main',
      protocol: 'TCP',
      usage: 'UNKNOWN',
      intended: false,
    },
    entry: {
      kind: 'LOAD_BALANCER',
      addresses: ['8.8.8.8'],
      port: 80,
      object: { kind: 'Service', asset: { id: serviceId } },
    },
    service: { object: { asset: { id: serviceId } }, port: 80 },
    workload: { name: 'web' },
  })
  expect(way.hops.map(({ kind }: { kind: string }) => kind)).toEqual(['ENTRY', 'SERVICE', 'ENDPOINT', 'CONTAINER'])
  expect(way.hops[2].policies).toEqual([{ effect: 'ALLOWS', policy: { kind: 'NetworkPolicy', name: 'web' } }])
  expect(way.pathSentence).toContain('8.8.8.8:80')
  expect(way.advice.length).toBeGreaterThan(0)
  expect(way.risk.priority).toBeTruthy()
})

test('a container, its workload and its cluster tell the same', async () => {
  const data = await answer(
    context(),
    `{ containers(first: 10, filter: { exposed: true }) { nodes { name podName exposed exposure exposures(first: 5) { totalCount } } }
       hidden: containers(first: 10, filter: { exposed: false }) { nodes { podName exposure } }
       workloads(first: 10, filter: { text: "web" }) { nodes { exposures(first: 5) { totalCount nodes { verdict } } } }
       clusters(first: 1) { nodes { exposureSummary { analyzed notSeen entryPoints workloads verdicts { verdict total intended } } } }
       exposureEntryPoints(first: 10) { nodes { kind object { name } verdict exposureCount workloadCount exposures(first: 5) { totalCount } } } }`,
  )
  expect(data.containers.nodes).toEqual([
    { name: 'main', podName: 'web', exposed: true, exposure: 'INTERNET', exposures: { totalCount: 2 } },
  ])
  expect(data.hidden.nodes).toEqual([{ podName: 'client', exposure: 'NONE' }])
  expect(data.workloads.nodes[0].exposures.totalCount).toBe(2)
  const [{ exposureSummary }] = data.clusters.nodes
  expect(exposureSummary).toMatchObject({ notSeen: '', entryPoints: 2, workloads: 1 })
  expect(exposureSummary.verdicts[0]).toEqual({ verdict: 'INTERNET', total: 2, intended: 0 })
  expect(exposureSummary.verdicts.reduce((sum: number, { total }: { total: number }) => sum + total, 0)).toBe(3)
  expect(data.exposureEntryPoints.nodes).toHaveLength(3)
})

test('what leads nowhere is found, and is no risk', async () => {
  const { exposures } = await answer(
    context(),
    '{ exposures(first: 5, filter: { findings: [NO_BACKEND] }) { nodes { verdict finding priority risk { id } workload { id } } } }',
  )
  expect(exposures.nodes).toEqual([
    { verdict: 'NONE', finding: 'NO_BACKEND', priority: null, risk: null, workload: null },
  ])
})

test('a change is tried: what it closes, what stays open by another way, and the patch', async () => {
  const own = context()
  const { exposures } = await answer(
    own,
    '{ exposures(first: 5, filter: { entryKinds: [LOAD_BALANCER] }) { nodes { id } } }',
  )
  const tried = (input: string) =>
    answer(
      own,
      `{ simulateExposure(input: { exposures: ["${exposures.nodes[0].id}"], ${input} }) {
      closed { exposureId verdict } remaining { entryKind verdict pathSentence } narrowed { before { verdict } after { verdict sources } }
      patches { verb object { kind name asset { id } } yaml arguments command } refused { why } broken { why } brokenTotal gaps } }`,
    )
  const { simulateExposure: internal } = await tried('action: MAKE_SERVICE_INTERNAL, provider: GKE')
  expect(internal.closed).toEqual([{ exposureId: exposures.nodes[0].id, verdict: 'INTERNET' }])
  expect(internal.remaining).toMatchObject([{ entryKind: 'NODE_PORT', verdict: 'INTERNET' }])
  expect(internal.patches).toMatchObject([{ verb: 'PATCH', object: { kind: 'Service', name: 'web' } }])
  expect(internal.patches[0].arguments.slice(0, 4)).toEqual(['kubectl', 'patch', 'service', 'web'])
  const { simulateExposure: limited } = await tried('action: LIMIT_SOURCES, ranges: ["8.9.0.0/16"]')
  expect(limited.narrowed).toEqual([
    { before: { verdict: 'INTERNET' }, after: { verdict: 'RESTRICTED', sources: ['8.9.0.0/16'] } },
  ])
  const rows = await answer(
    own,
    '{ exposures(first: 5, filter: { entryKinds: [LOAD_BALANCER] }) { nodes { verdict } } }',
  )
  expect(rows.exposures.nodes).toEqual([{ verdict: 'INTERNET' }])
})

test('who reaches whom, and the policies that decide', async () => {
  const pods = { web: encodeId('Pod', `${uid}/app/web`), client: encodeId('Pod', `${uid}/app/client`) }
  const asked = (args: string) =>
    answer(
      context(),
      `{ reachability(${args}) {
    allowed text ingress egress sources policies { direction effect policy { name } } doubts } }`,
    )
  expect((await asked(`from: "${pods.client}", to: "${pods.web}", port: "8080"`)).reachability).toMatchObject({
    ...{ allowed: 'YES', ingress: 'ALLOWED', egress: 'NOT_ISOLATED' },
    policies: [{ direction: 'INGRESS', effect: 'ALLOWS', policy: { name: 'web' } }],
  })
  expect((await asked(`from: "${pods.web}", to: "${pods.client}", port: "http"`)).reachability).toMatchObject({
    allowed: 'YES',
    ingress: 'NOT_ISOLATED',
  })
  const service = encodeId('Service', `${uid}/app/web`)
  expect((await asked(`to: "${service}", port: "80"`)).reachability.sources).toEqual(['0.0.0.0/0'])
})

test('what cannot be answered is said, with what to do', async () => {
  const codes = (document: string, viewer = administrator) => errorCodes(context(viewer), document)
  const web = encodeId('Pod', `${uid}/app/web`)
  expect(await codes(`{ reachability(to: "${web}", port: "nothing") { allowed } }`)).toEqual(['UNKNOWN_PORT'])
  expect(await codes(`{ reachability(to: "${encodeId('Pod', 'x')}", port: "1") { allowed } }`)).toEqual([
    'VALUE_INVALID',
  ])
  expect(await codes(`{ reachability(to: "${encodeId('Cluster', uid)}", port: "1") { allowed } }`)).toEqual(['ID_TYPE'])
  const [{ id } = { id: '' }] = (await answer(context(), '{ exposures(first: 1) { nodes { id } } }')).exposures.nodes
  const tried = (input: string) => `{ simulateExposure(input: { ${input} }) { gaps } }`
  expect(await codes(tried('exposures: [], action: DROP_PORT'))).toEqual(['VALUE_INVALID'])
  expect(await codes(tried(`exposures: ["${id}"], action: LIMIT_SOURCES`))).toEqual(['INVALID_VALUE'])
  expect(await codes(tried(`exposures: ["${id}"], action: LIMIT_SOURCES, ranges: ["everywhere"]`))).toEqual([
    'INVALID_VALUE',
  ])
  const part = scoped({ clusters: [uid], namespaces: ['app'] })
  expect(await codes(tried(`exposures: ["${id}"], action: DROP_PORT`), part)).toEqual(['FORBIDDEN'])
  const many = Array.from({ length: 12 }, (_, at) => `q${at}: reachability(to: "${web}", port: "8080") { allowed }`)
  expect(await codes(`{ ${many.join(' ')} }`)).toContain('BUSY')
})
