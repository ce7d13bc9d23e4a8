import { lookup } from 'node:dns'
import { afterEach, describe, expect, test } from 'vitest'
import { closeSources, kind, names, startSource } from '../../test/cluster-source.ts'
import { connectProxy, type ProxyDouble, socksProxy } from '../../test/proxy.ts'
import type { Resolve } from '../outbound/guard.ts'
import { proxySettings } from '../outbound/proxy-settings.ts'

const never = new AbortController().signal
afterEach(closeSources)

describe('a proxy', () => {
  const proxies: ProxyDouble[] = []
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close()
  })
  async function opened(opening: Promise<ProxyDouble>): Promise<ProxyDouble> {
    const proxy = await opening
    proxies.push(proxy)
    return proxy
  }
  /** One that leads to the double under a name that only it knows. */
  const naming = () => connectProxy({ names: { 'kubernetes.default.svc': '127.0.0.1' } })
  const named = (url: string) => url.replace('127.0.0.1', 'kubernetes.default.svc')
  const unknown: Resolve = (host, options, callback) =>
    host === 'kubernetes.default.svc'
      ? callback(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }), [])
      : lookup(host, options, callback)
  const connection = { wait: async () => {}, resolve: unknown }

  test.each(['http', 'socks5'])('that a context of the machine names is used: %s', async (scheme) => {
    const proxy = await opened(scheme === 'http' ? connectProxy() : socksProxy())
    const { api, source } = await startSource(
      { pods: 3 },
      { cluster: { 'proxy-url': `${scheme}://127.0.0.1:${proxy.port}` } },
    )
    expect((await source.identify(never)).uid).toBe(api.uid)
    expect(await names(source.pages(kind('Pod'), never))).toHaveLength(3)
    expect(proxy.asked).toEqual([`127.0.0.1:${api.port}`])
  })

  test('carries the client certificate to the cluster', async () => {
    const proxy = await opened(connectProxy())
    const { api, source } = await startSource(
      {},
      { credentials: 'certificate', cluster: { 'proxy-url': `http://127.0.0.1:${proxy.port}` } },
    )
    expect((await source.identify(never)).uid).toBe(api.uid)
  })

  test('that is no proxy is told', async () => {
    const started = startSource({}, { cluster: { 'proxy-url': 'ftp://127.0.0.1' } })
    await expect(started).rejects.toMatchObject({ code: 'INVALID_KUBECONFIG' })
  })

  test('of the environment is used for a context of the machine', async () => {
    const proxy = await opened(naming())
    const { api, source } = await startSource({}, {}, named, {
      proxies: proxySettings({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }),
      connection,
    })
    expect((await source.identify(never)).uid).toBe(api.uid)
    expect(proxy.asked).toEqual([`kubernetes.default.svc:${api.port}`])
  })

  test('of the environment is not used for this machine itself', async () => {
    const proxy = await opened(connectProxy())
    const { api, source } = await startSource({}, {}, undefined, {
      proxies: proxySettings({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }),
    })
    expect((await source.identify(never)).uid).toBe(api.uid)
    expect(proxy.asked).toEqual([])
  })

  test('of the kubeconfig goes before that of the environment, and NO_PROXY does not concern it', async () => {
    const proxy = await opened(naming())
    const { api, source } = await startSource(
      {},
      { cluster: { 'proxy-url': `http://127.0.0.1:${proxy.port}` } },
      named,
      { proxies: proxySettings({ HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: '*' }), connection },
    )
    expect((await source.identify(never)).uid).toBe(api.uid)
  })

  test('of the environment leads an uploaded kubeconfig only to addresses that were judged here', async () => {
    const proxy = await opened(naming())
    const environment = proxySettings({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` })
    const uploaded = { origin: 'uploaded', allowPrivateAddresses: true, proxies: environment } as const
    const { source } = await startSource({}, {}, named, { ...uploaded, connection })
    await expect(source.identify(never)).rejects.toMatchObject({ code: 'UNREACHABLE' })
    const resolve: Resolve = (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }])
    const { api, source: judged } = await startSource({}, {}, named, {
      ...uploaded,
      connection: { ...connection, resolve },
    })
    expect((await judged.identify(never)).uid).toBe(api.uid)
    expect(proxy.asked).toEqual([`127.0.0.1:${api.port}`])
  })

  test('of the environment does not lead an uploaded kubeconfig to private addresses', async () => {
    const proxy = await opened(naming())
    const { source } = await startSource({}, {}, named, {
      origin: 'uploaded',
      allowPrivateAddresses: false,
      proxies: proxySettings({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }),
      connection: {
        ...connection,
        resolve: (_host, _options, callback) => callback(null, [{ address: '10.0.0.1', family: 4 }]),
      },
    })
    await expect(source.identify(never)).rejects.toMatchObject({
      code: 'ADDRESS_NOT_ALLOWED',
      advice: expect.stringContaining('BREAKWATER_ALLOW_PRIVATE_ADDRESSES'),
    })
    expect(proxy.asked).toEqual([])
  })
})
