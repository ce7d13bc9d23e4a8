import { afterEach, describe, expect, test } from 'vitest'
import { closeSources, kind, names, startSource } from '../../test/cluster-source.ts'
import { KINDS } from '../kubernetes/kinds.ts'

const never = new AbortController().signal
afterEach(closeSources)

describe('identity', () => {
  test('is the uid of kube-system, with version and address', async () => {
    const { api, source } = await startSource({ uid: 'a-b-c', version: 'v1.31.4-eks-1' })
    expect(await source.identify(never)).toEqual({ uid: 'a-b-c', version: 'v1.31.4-eks-1', server: api.url })
  })

  test('is told by a client certificate as well', async () => {
    const { api, source } = await startSource({}, { credentials: 'certificate' })
    expect((await source.identify(never)).uid).toBe(api.uid)
    expect(api.requests.every((request) => request.headers.authorization === undefined)).toBe(true)
  })

  test('is found by a role that may only list namespaces', async () => {
    const { api, source } = await startSource()
    api.access.forbid('namespaces', ['get'])
    expect((await source.identify(never)).uid).toBe(api.uid)
  })

  test('is refused to a role that may not read namespaces', async () => {
    const { api, source } = await startSource()
    api.access.forbid('namespaces')
    await expect(source.identify(never)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      advice: expect.stringContaining('ClusterRole'),
    })
  })

  test('is told when the version is kept secret', async () => {
    const { api, source } = await startSource()
    api.fail('/version', { status: 403 })
    expect(await source.identify(never)).toMatchObject({ uid: api.uid, version: undefined })
  })

  test('an address with a path keeps its path', async () => {
    const { api, source } = await startSource({}, {}, (url) => `${url}/k8s/clusters/c-1/`)
    await source.identify(never).catch(() => {})
    expect(api.requests[0]?.path).toBe('/k8s/clusters/c-1/version')
  })
})

describe('what is wrong', () => {
  test.each([
    ['expired', 'EXPIRED_CERTIFICATE'],
    ['wrong-host', 'WRONG_HOST'],
    ['self-signed', 'UNTRUSTED_CERTIFICATE'],
  ] as const)('a certificate that is %s', async (certificate, code) => {
    const { source } = await startSource({ certificate })
    await expect(source.identify(never)).rejects.toMatchObject({ code, advice: expect.any(String) })
  })

  test('an authority that is not known', async () => {
    const { source } = await startSource({}, { withoutCa: true })
    await expect(source.identify(never)).rejects.toMatchObject({ code: 'UNTRUSTED_CERTIFICATE' })
  })

  test.each(['expired', 'wrong-host', 'self-signed'] as const)(
    'is overlooked for a certificate that is %s when the kubeconfig says so',
    async (certificate) => {
      const { source } = await startSource(
        { certificate },
        { withoutCa: true, cluster: { 'insecure-skip-tls-verify': true } },
      )
      await expect(source.identify(never)).resolves.toBeDefined()
    },
  )

  test('a token that is not accepted', async () => {
    const { source } = await startSource({}, { user: { token: 'old' } })
    await expect(source.identify(never)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  test('no credentials at all', async () => {
    const { source } = await startSource({}, { credentials: 'none' })
    await expect(source.identify(never)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test('a server that is not there', async () => {
    const { api, source } = await startSource()
    await api.close()
    await expect(source.identify(never)).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })

  test('a name without an address', async () => {
    const { source } = await startSource({}, { server: 'https://nowhere.invalid:6443' })
    await expect(source.identify(never)).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })

  test('a web page in place of a cluster', async () => {
    const { api, source } = await startSource()
    api.fail('*', { html: true })
    await expect(source.identify(never)).rejects.toMatchObject({ code: 'NOT_KUBERNETES' })
  })

  test('JSON of something else', async () => {
    const { api, source } = await startSource()
    api.fail('/version', { body: '{"version":"7.10"}' })
    await expect(source.identify(never)).rejects.toMatchObject({ code: 'NOT_KUBERNETES' })
  })

  test('a certificate that cannot be read', async () => {
    const { source } = await startSource(
      {},
      { credentials: 'certificate', user: { 'client-key-data': 'bm90IGEga2V5' } },
    )
    await expect(source.identify(never)).rejects.toMatchObject({ code: 'INVALID_KUBECONFIG' })
  })

  test('is told without a word of the other side', async () => {
    const { api, source } = await startSource()
    api.fail('*', { body: 'their secret words', times: 9 })
    const error: Error = await source.identify(never).then(String, (caught) => caught)
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('secret words')
  })
})

describe('what is served', () => {
  test('every kind of a server that has all, to a role that may all', async () => {
    const { source } = await startSource()
    const usual = KINDS.filter((kind) => !kind.optional)
    const served = await source.served(usual, never)
    expect([...served.keys()]).toEqual(usual.map((kind) => kind.kind))
    expect([...served.values()].filter(Boolean)).toEqual([])
  })

  test('a kind that discovery does not name is NOT_SERVED', async () => {
    const { api, source } = await startSource()
    api.withdraw('networkpolicies')
    expect((await source.served(KINDS, never)).get('NetworkPolicy')).toMatchObject({ reason: 'NOT_SERVED' })
  })

  test('a kind of a group that is not there is NOT_SERVED', async () => {
    const { api, source } = await startSource()
    api.withdraw('endpointslices')
    expect((await source.served(KINDS, never)).get('EndpointSlice')).toMatchObject({ reason: 'NOT_SERVED' })
  })

  test('a kind that the role may not list is FORBIDDEN, and the others are not', async () => {
    const { api, source } = await startSource()
    api.access.forbid('services')
    const served = await source.served(KINDS, never)
    expect(served.get('Service')).toMatchObject({ reason: 'FORBIDDEN', advice: expect.stringContaining('services') })
    expect(served.get('Pod')).toBeUndefined()
  })

  test('the first version that is served is listed', async () => {
    const { source } = await startSource({ pods: 1 })
    const pods = { ...kind('Pod'), versions: ['v2', 'v1'] }
    expect((await source.served([pods], never)).get('Pod')).toBeUndefined()
    expect(await names(source.pages(pods, never))).toHaveLength(1)
  })

  test('a fault of the server is no gap', async () => {
    const { api, source } = await startSource()
    api.fail('services', { status: 500, times: Number.POSITIVE_INFINITY })
    expect((await source.served(KINDS, never)).get('Service')).toBeUndefined()
  })

  test('nothing is asked for but by GET', async () => {
    const { api, source } = await startSource({ pods: 3 })
    await source.identify(never)
    await source.served(KINDS, never)
    await names(source.pages(kind('Pod'), never))
    expect(new Set(api.requests.map((request) => request.method))).toEqual(new Set(['GET']))
    expect(api.requests.some((request) => request.path.includes('secrets'))).toBe(false)
  })
})

describe('an uploaded kubeconfig', () => {
  test('does not lead to this machine', async () => {
    const { source } = await startSource({}, {}, undefined, { origin: 'uploaded' })
    await expect(source.identify(never)).rejects.toMatchObject({
      code: 'ADDRESS_NOT_ALLOWED',
      advice: expect.stringContaining('BREAKWATER_ALLOW_PRIVATE_ADDRESSES'),
    })
  })

  test('does so by the setting', async () => {
    const { api, source } = await startSource({}, {}, undefined, { origin: 'uploaded', allowPrivateAddresses: true })
    expect((await source.identify(never)).uid).toBe(api.uid)
  })

  test('does not lead to a name of this machine', async () => {
    const { source } = await startSource({}, {}, (url) => url.replace('127.0.0.1', 'localhost'), { origin: 'uploaded' })
    await expect(source.identify(never)).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' })
  })

  test.each(['machine', 'uploaded'] as const)('as one of origin %s never leads to metadata', async (origin) => {
    const { source } = await startSource({}, { server: 'https://169.254.169.254' }, undefined, {
      origin,
      allowPrivateAddresses: true,
    })
    await expect(source.identify(never)).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' })
  })
})
