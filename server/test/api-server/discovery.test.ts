import { afterEach, expect, test } from 'vitest'
import { AGGREGATED_DISCOVERY } from './accept.ts'
import { closeAll, itemsOf, start } from './testing.ts'

afterEach(closeAll)

const route = (version: string) => ({
  apiVersion: `gateway.networking.k8s.io/${version}`,
  kind: 'HTTPRoute',
  metadata: { name: `of-${version}`, namespace: 'team-1' },
})

test('tells groups and resources', async () => {
  const { get } = await start()
  expect((await get('/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] })
  const groups = (await get('/apis')).body['groups'] as { name: string }[]
  expect(groups.map(({ name }) => name)).toContain('networking.k8s.io')
  expect((await get('/apis/apps/v1')).body).toMatchObject({ kind: 'APIResourceList', groupVersion: 'apps/v1' })
})

test('tells kinds that came with the objects', async () => {
  const { get } = await start({
    objects: [{ apiVersion: 'x.example/v1', kind: 'Policy', metadata: { name: 'a', namespace: 'b' } }],
  })
  expect((await get('/apis/x.example/v1/policies')).body).toMatchObject({
    kind: 'PolicyList',
    items: [{ metadata: { name: 'a' } }],
  })
})

test('a group has the versions that its objects have, the stable one first', async () => {
  const { get } = await start({ objects: [route('v1beta1'), route('v1')] })
  expect((await get('/apis/gateway.networking.k8s.io')).body).toMatchObject({
    versions: [{ version: 'v1' }, { version: 'v1beta1' }],
    preferredVersion: { version: 'v1' },
  })
})

test('every version shows all objects, in its own words', async () => {
  const { get } = await start({ objects: [route('v1beta1'), route('v1')] })
  for (const version of ['v1', 'v1beta1']) {
    const items = itemsOf(await get(`/apis/gateway.networking.k8s.io/${version}/httproutes`))
    const apiVersion = `gateway.networking.k8s.io/${version}`
    expect(items).toMatchObject([
      { apiVersion, kind: 'HTTPRoute', metadata: { name: 'of-v1' } },
      { apiVersion, kind: 'HTTPRoute', metadata: { name: 'of-v1beta1' } },
    ])
  }
})

test('the aggregated form tells groups, versions and resources at once', async () => {
  const { get } = await start({ objects: [route('v1'), route('v1beta1')] })
  const { headers, body } = await get('/apis', { accept: `${AGGREGATED_DISCOVERY}, application/json` })
  expect(headers['content-type']).toBe(AGGREGATED_DISCOVERY)
  const groups = body['items'] as { metadata: { name: string }; versions: { version: string }[] }[]
  const gateway = groups.find(({ metadata }) => metadata.name === 'gateway.networking.k8s.io')
  expect(gateway?.versions.map(({ version }) => version)).toEqual(['v1', 'v1beta1'])
  expect(gateway).toMatchObject({
    versions: [
      { resources: [{ resource: 'httproutes', responseKind: { kind: 'HTTPRoute' }, scope: 'Namespaced' }] },
      {},
    ],
  })
})

test('a resource that was withdrawn is not told and not there', async () => {
  const { api, get } = await start()
  api.withdraw('ingresses')
  expect((await get('/apis/networking.k8s.io/v1/ingresses')).status).toBe(404)
  const { resources } = (await get('/apis/networking.k8s.io/v1')).body as { resources: { name: string }[] }
  expect(resources.map(({ name }) => name)).not.toContain('ingresses')
})

test('one version can be withdrawn', async () => {
  const { api, get } = await start({ objects: [route('v1'), route('v1beta1')] })
  api.withdraw('httproutes', 'v1')
  expect((await get('/apis/gateway.networking.k8s.io/v1/httproutes')).status).toBe(404)
  expect((await get('/apis/gateway.networking.k8s.io/v1beta1/httproutes')).status).toBe(200)
})

test.each(['/apis/nothing.example/v1', '/api/v1/nothings', '/apis/apps/v1/pods'])('answers 404 at %s', async (path) => {
  expect((await (await start()).get(path)).status).toBe(404)
})
