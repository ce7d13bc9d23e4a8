import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { type ApiServer, apiServer } from '../../test/api-server/api-server.ts'
import { connectProxy, type ProxyOptions, socksProxy } from '../../test/proxy.ts'
import { outboundClient } from './client.ts'
import type { Resolve } from './guard.ts'
import { type TunnelOptions, tunnelAgent } from './tunnel.ts'

const never = new AbortController().signal
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const KINDS = [
  ['http', (options?: ProxyOptions) => connectProxy(options)],
  ['socks5', (options?: ProxyOptions) => socksProxy(options)],
] as const

describe.each(KINDS)('by %s', (scheme, startProxy) => {
  async function start(options: ProxyOptions = {}) {
    const [api, proxy] = await Promise.all([server(), startProxy(options)])
    closing.push(() => proxy.close())
    const url = (user = '') => new URL(`${scheme}://${user}127.0.0.1:${proxy.port}`)
    return { api, proxy, get: getting(api, url()), getAs: (user: string) => getting(api, url(user)) }
  }

  test('the other side is asked for, and connections are kept', async () => {
    const { api, proxy, get } = await start()
    expect((await get(api.url)).status).toBe(200)
    expect((await get(api.url)).status).toBe(200)
    expect(proxy.asked).toEqual([`127.0.0.1:${api.port}`])
  })

  test('a name that only the proxy knows is left to it', async () => {
    const { api, proxy, get } = await start({ names: { 'kubernetes.default.svc': '127.0.0.1' } })
    expect((await get(`https://kubernetes.default.svc:${api.port}`, {}, unknownName)).status).toBe(200)
    expect(proxy.asked).toEqual([`kubernetes.default.svc:${api.port}`])
  })

  test('an address of IPv6 is asked for, and is whose certificate is looked for', async () => {
    const written = scheme === 'http' ? '::1' : '0000:0000:0000:0000:0000:0000:0000:0001'
    const { api, proxy, get } = await start({ names: { [written]: '127.0.0.1' } })
    expect((await get(`https://[::1]:${api.port}`)).status).toBe(200)
    expect(proxy.asked).toEqual([`${scheme === 'http' ? '[::1]' : written}:${api.port}`])
  })

  test('the certificate has to be of whom was asked for', async () => {
    const { api, get } = await start({ names: { 'elsewhere.example': '127.0.0.1' } })
    await expect(get(`https://elsewhere.example:${api.port}`, {}, unknownName)).rejects.toMatchObject({
      code: 'WRONG_HOST',
    })
  })

  test('the authority has to be known', async () => {
    const { api, get } = await start()
    await expect(get(api.url, { tls: {} })).rejects.toMatchObject({ code: 'UNTRUSTED_CERTIFICATE' })
  })

  test('names that are judged here are asked for by their address', async () => {
    const { api, proxy, get } = await start()
    const answer = await get(`https://kubernetes.default.svc:${api.port}`, { namesFoundBy: 'US' }, leadsTo('127.0.0.1'))
    expect(answer.status).toBe(200)
    expect(proxy.asked).toEqual([`127.0.0.1:${api.port}`])
  })

  test('names that cannot be judged here are not asked for, where they have to be', async () => {
    const { api, proxy, get } = await start()
    await expect(
      get(`https://kubernetes.default.svc:${api.port}`, { namesFoundBy: 'US' }, unknownName),
    ).rejects.toMatchObject({ code: 'NO_ADDRESS', advice: expect.stringContaining('DNS') })
    expect(proxy.asked).toEqual([])
  })

  test.each(['PROXY', 'US'] as const)(
    'a name that leads to metadata is refused, names found by %s',
    async (namesFoundBy) => {
      const { proxy, get } = await start()
      await expect(get('https://a.example', { namesFoundBy }, leadsTo('169.254.169.254'))).rejects.toMatchObject({
        code: 'ADDRESS_NOT_ALLOWED',
      })
      expect(proxy.asked).toEqual([])
    },
  )

  test.each(['https://169.254.169.254', 'https://[fd00:ec2::254]', 'https://[fe80::1]', 'https://2852039166'])(
    'an address that is metadata or link-local is refused: %s',
    async (url) => {
      const { proxy, get } = await start()
      await expect(get(url)).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' })
      expect(proxy.asked).toEqual([])
    },
  )

  test('user and password are given, also with signs that a URL escapes', async () => {
    const { api, getAs } = await start({ user: 'me:p@ss' })
    expect((await getAs('me:p%40ss@')(api.url)).status).toBe(200)
  })

  test.each(['', 'me:wrong@'])('a proxy that does not take the user says so: "%s"', async (user) => {
    const { api, getAs } = await start({ user: 'me:right' })
    const error = await getAs(user)(api.url).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'UNREACHABLE', advice: expect.stringContaining('user and password') })
    expect(String(error)).not.toContain('wrong')
  })

  test('a proxy that refuses is told, without a word of its own', async () => {
    const { api, get } = await start({ refuses: scheme === 'http' ? 403 : 2 })
    const error = await get(api.url).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'UNREACHABLE', message: expect.stringContaining('The proxy 127.0.0.1') })
    expect(String(error)).not.toContain('secret')
  })

  test('a proxy that is silent is given up', async () => {
    const { api, proxy, get } = await start({ silent: true })
    await expect(get(api.url, { connectMs: 200 })).rejects.toMatchObject({ code: 'TIMED_OUT' })
    await expect.poll(() => proxy.open.size).toBe(0)
  })

  test('a way that opens after the client was closed is closed again', async () => {
    const answering = Promise.withResolvers<void>()
    const { api, proxy, get } = await start({ waits: answering.promise })
    const got = get(api.url).catch((error: unknown) => error)
    await expect.poll(() => proxy.asked.length).toBe(1)
    get.close()
    answering.resolve()
    expect(await got).toMatchObject({ code: 'CUT' })
    await expect.poll(() => proxy.open.size).toBe(0)
  })

  test('a proxy that is not there is told', async () => {
    const { api, proxy, get } = await start()
    await proxy.close()
    await expect(get(api.url)).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('The proxy'),
    })
  })
})

test.each(['http', 'socks5'])('a proxy that is metadata or link-local is not called: %s', async (scheme) => {
  const api = await server()
  for (const host of ['169.254.169.254', '[fe80::1]']) {
    const get = getting(api, new URL(`${scheme}://${host}:3128`))
    await expect(get(api.url)).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' })
  }
})

test('a proxy whose name leads to metadata is not called', async () => {
  const api = await server()
  const get = getting(api, new URL('http://proxy.example:3128'))
  await expect(get(api.url, { resolve: leadsTo('169.254.169.254') })).rejects.toMatchObject({
    code: 'ADDRESS_NOT_ALLOWED',
  })
})

test('the certificate of a proxy over TLS has to be known, and it is told whose it was', async () => {
  const api = await server()
  const proxy = await connectProxy({}, true)
  closing.push(() => proxy.close())
  await expect(getting(api, new URL(`https://127.0.0.1:${proxy.port}`))(api.url)).rejects.toMatchObject({
    code: 'UNTRUSTED_CERTIFICATE',
    message: expect.stringContaining('The proxy'),
  })
  expect(proxy.asked).toEqual([])
})

test('a proxy over TLS leads there, when the system knows its authority', async () => {
  const api = await server()
  const proxy = await connectProxy({}, true)
  closing.push(() => proxy.close())
  const known = getCACertificates('default')
  setDefaultCACertificates([...known, proxy.ca])
  closing.push(() => setDefaultCACertificates(known))
  expect((await getting(api, new URL(`https://127.0.0.1:${proxy.port}`))(api.url)).status).toBe(200)
  expect(proxy.asked).toEqual([`127.0.0.1:${api.port}`])
})

async function server(): Promise<ApiServer> {
  const api = await apiServer()
  closing.push(() => api.close())
  return api
}

/** Gets the version by a proxy: over one client, unless something else is wanted of it. */
function getting(api: ApiServer, proxy: URL) {
  const clientOf = (options: Partial<TunnelOptions> = {}, resolve?: Resolve) => {
    const tls = { ca: api.ca }
    const agent = tunnelAgent('https:', { proxy, tls, namesFoundBy: 'PROXY', connectMs: 5_000, ...options })
    const policy = { allowPrivate: true }
    const client = outboundClient({ policy, agent, maxAttempts: 1, ...(resolve && { resolve }) })
    closing.push(() => client.close())
    return client
  }
  const usual = clientOf()
  const get = (url: string, options?: Partial<TunnelOptions>, resolve?: Resolve) => {
    const client = options || resolve ? clientOf(options, resolve) : usual
    const headers = { authorization: `Bearer ${api.access.token}` }
    return client.get(new URL('/version', url), { signal: never, headers })
  }
  return Object.assign(get, { close: () => usual.close() })
}

const unknownName: Resolve = (_host, _options, callback) =>
  callback(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }), [])

function leadsTo(address: string): Resolve {
  return (_host, _options, callback) => callback(null, [{ address, family: address.includes(':') ? 6 : 4 }])
}
