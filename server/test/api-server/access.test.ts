import { afterEach, expect, test } from 'vitest'
import { asking, closeAll, start } from './testing.ts'

afterEach(closeAll)

const REVIEWS = '/apis/authorization.k8s.io/v1'

test('an anonymous caller sees the version and no more', async () => {
  const { anonymous } = await start()
  expect((await anonymous.get('/version')).status).toBe(200)
  expect((await anonymous.get('/api/v1/pods')).body).toMatchObject({ kind: 'Status', reason: 'Forbidden', code: 403 })
  expect((await anonymous.get('/api/v1')).status).toBe(403)
})

test('a wrong token is refused with a Status', async () => {
  const { api } = await start()
  expect((await asking(api, 'x').get('/version')).body).toMatchObject({
    kind: 'Status',
    reason: 'Unauthorized',
    code: 401,
  })
})

test('a forbidden resource says who may not do what', async () => {
  const { api, get } = await start()
  api.access.forbid('services')
  expect((await get('/api/v1/services?limit=1')).body['message']).toBe(
    'services is forbidden: User "breakwater" cannot list resource "services" in API group "" at the cluster scope',
  )
  expect((await get('/api/v1/pods')).status).toBe(200)
})

test('a watch can be forbidden alone, and is allowed again', async () => {
  const { api, get, watch } = await start()
  api.access.forbid('pods', ['watch'])
  expect((await get('/api/v1/pods?watch=1')).body).toMatchObject({ code: 403 })
  expect((await get('/api/v1/pods')).status).toBe(200)
  api.access.allow('pods')
  expect((await watch('/api/v1/pods?watch=1')).status).toBe(200)
})

test('nothing can be written', async () => {
  const { post } = await start()
  expect((await post('/api/v1/namespaces/team-1/pods', {})).status).toBe(403)
})

test('an access review says what is allowed', async () => {
  const { api, post } = await start()
  api.access.forbid('services', ['list'])
  const mayI = async (verb: string, resource: string) => {
    const { status, body } = await post(`${REVIEWS}/selfsubjectaccessreviews`, {
      spec: { resourceAttributes: { verb, resource } },
    })
    expect(status).toBe(201)
    return (body['status'] as { allowed: boolean }).allowed
  }
  expect(await mayI('list', 'services')).toBe(false)
  expect(await mayI('watch', 'services')).toBe(true)
  expect(await mayI('delete', 'pods')).toBe(false)
})

test('a rules review lists what is allowed by group and verbs', async () => {
  const { api, post } = await start()
  api.access.forbid('ingresses')
  api.access.forbid('networkpolicies', ['watch'])
  const { body } = await post(`${REVIEWS}/selfsubjectrulesreviews`, { spec: { namespace: 'default' } })
  const { resourceRules } = body['status'] as { resourceRules: { apiGroups: string[] }[] }
  expect(resourceRules.filter(({ apiGroups }) => apiGroups[0] === 'networking.k8s.io')).toEqual([
    { verbs: ['get', 'list', 'watch'], apiGroups: ['networking.k8s.io'], resources: ['ingressclasses'] },
    { verbs: ['get', 'list'], apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'] },
  ])
})

test('a subject review tells user and groups', async () => {
  const { post } = await start()
  const { body } = await post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {})
  expect(body['status']).toEqual({ userInfo: { username: 'breakwater', groups: ['viewers', 'system:authenticated'] } })
})
