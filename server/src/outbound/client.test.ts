import http from 'node:http'
import https from 'node:https'
import { type AddressInfo, createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { type ApiServer, type ApiServerOptions, apiServer } from '../../test/api-server/api-server.ts'
import { type ClientOptions, outboundClient } from './client.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

describe('reviews', () => {
  const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'

  test('are sent by POST, as JSON, also below a path', async () => {
    const seen: string[] = []
    const url = await plainServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`)
        response.writeHead(201).end('{}')
      })
    })
    const answer = await client().review(new URL(`/k8s/c-1${PATH}`, url), { a: 1 }, { signal: never })
    expect(answer.status).toBe(201)
    expect(seen).toEqual([`POST /k8s/c-1${PATH} application/json {"a":1}`])
  })

  test.each([
    '/api/v1/namespaces/a/pods',
    '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    `${PATH}/x`,
    `${PATH}?dryRun=All`,
    `/${encodeURIComponent(PATH)}`,
  ])('no other path is sent to: %s', async (path) => {
    const asked = client().review(new URL(path, 'https://127.0.0.1:1'), {}, { signal: never })
    await expect(asked).rejects.toThrow(TypeError)
  })
})

describe('answers', () => {
  test('any status is returned with its body', async () => {
    const { get } = await start()
    expect((await get('/nothing')).status).toBe(403)
    expect(JSON.parse((await get('/version')).body.toString())).toMatchObject({ gitVersion: 'v1.34.2' })
  })

  test('gzip is decoded', async () => {
    const url = await plainServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello'))
    })
    expect((await client().get(url, { signal: never })).body.toString()).toBe('hello')
  })

  test('a body over the limit is refused, also when it was small on the wire', async () => {
    const url = await plainServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000_000)))
    })
    await expect(client({ maxBytes: 1_000_000 }).get(url, { signal: never })).rejects.toMatchObject({
      code: 'TOO_LARGE',
    })
  })

  test('connections are kept and used again', async () => {
    let connections = 0
    const url = await plainServer(
      (_request, response) => void response.end('ok'),
      () => connections++,
    )
    const kept = client({ agent: new http.Agent({ keepAlive: true }) })
    for (let i = 0; i < 3; i++) await kept.get(url, { signal: never })
    expect(connections).toBe(1)
  })
})

describe('trying again', () => {
  test('500s are tried again until one is good', async () => {
    const { api, get } = await start()
    api.fail('/version', { status: 500, times: 2 })
    expect((await get('/version')).status).toBe(200)
    expect(api.requests).toHaveLength(3)
  })

  test('attempts are bounded, and the last answer is returned', async () => {
    const { api, get } = await start({}, { maxAttempts: 3 })
    api.fail('/version', { status: 503, times: Number.POSITIVE_INFINITY })
    expect((await get('/version')).status).toBe(503)
    expect(api.requests).toHaveLength(3)
  })

  test('Retry-After is waited for', async () => {
    const waits: number[] = []
    const { api, get } = await start({}, { wait: async (ms) => void waits.push(ms) })
    api.fail('/version', { status: 429, retryAfter: 2 })
    expect((await get('/version')).status).toBe(200)
    expect(waits).toEqual([2_000])
  })

  test.each([{ cut: true }, { refuse: true }] as const)(
    'a connection that is lost (%o) is tried again',
    async (fault) => {
      const { api, get } = await start()
      api.fail('/version', { ...fault, times: 2 })
      expect((await get('/version')).status).toBe(200)
    },
  )

  test('a connection that is cut each time is an error', async () => {
    const { api, get } = await start()
    api.fail('/version', { cut: true, times: Number.POSITIVE_INFINITY })
    await expect(get('/version')).rejects.toMatchObject({ code: 'CUT' })
  })

  test('a gzip body that is cut is an error', async () => {
    const url = await plainServer((request, response) => {
      const body = gzipSync(Buffer.from(Array.from({ length: 100_000 }, () => Math.random() * 256)))
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length })
      response.write(body.subarray(0, 50_000), () => request.socket.destroy())
    })
    await expect(client({ maxAttempts: 1 }).get(url, { signal: never })).rejects.toMatchObject({ code: 'CUT' })
  })
})

describe('times', () => {
  test('a server that never answers is given up after the idle time', async () => {
    const { api, get } = await start({}, { timeouts: { idleMs: 100 } })
    api.fail('/version', { delayMs: 5_000 })
    await expect(get('/version')).rejects.toMatchObject({ code: 'TIMED_OUT' })
  })

  test('a body that stops halfway is given up after the idle time', async () => {
    const { api, get } = await start({}, { timeouts: { idleMs: 100 } })
    api.fail('/version', { stall: true })
    await expect(get('/version')).rejects.toMatchObject({ code: 'TIMED_OUT' })
  })

  test('a body that trickles is given up after the total time', async () => {
    const url = await plainServer((_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('x'), 20)
      response.once('close', () => clearInterval(timer))
    })
    const impatient = client({ timeouts: { idleMs: 1_000, totalMs: 200 } })
    await expect(impatient.get(url, { signal: never })).rejects.toMatchObject({ code: 'TIMED_OUT' })
  })

  test('a connection that is taken but never greeted is given up after the connect time', async () => {
    const silent = createServer((socket) => void socket.resume())
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    closing.push(() => silent.close())
    const url = new URL(`https://127.0.0.1:${(silent.address() as AddressInfo).port}/`)
    const impatient = client({ agent: new https.Agent(), timeouts: { connectMs: 100 } })
    await expect(impatient.get(url, { signal: never })).rejects.toMatchObject({ code: 'TIMED_OUT' })
  })

  test.each([
    ['an answer', { delayMs: 10_000 }],
    ['a body', { stall: true }],
    ['a pause', { status: 429, retryAfter: 30 }],
  ] as const)('abort ends the wait for %s at once', async (_, fault) => {
    const { api, get } = await start({}, { wait: undefined })
    api.fail('/version', { ...fault, times: Number.POSITIVE_INFINITY })
    const began = performance.now()
    await expect(get('/version', AbortSignal.timeout(100))).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

describe('redirects', () => {
  test('are not followed unless allowed', async () => {
    const url = await plainServer(
      (_request, response) => void response.writeHead(302, { location: '/elsewhere' }).end(),
    )
    expect((await client().get(url, { signal: never })).status).toBe(302)
  })

  test('are followed as often as allowed', async () => {
    let redirects = 0
    const url = await plainServer((_request, response) => {
      response.writeHead(302, { location: `/${++redirects}` }).end()
    })
    await expect(client({ maxRedirects: 3 }).get(url, { signal: never })).rejects.toMatchObject({ code: 'UNREACHABLE' })
    expect(redirects).toBe(4)
  })

  test('are checked like the first address', async () => {
    const url = await plainServer((_request, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end()
    })
    await expect(client({ maxRedirects: 3 }).get(url, { signal: never })).rejects.toMatchObject({
      code: 'ADDRESS_NOT_ALLOWED',
    })
  })

  test('to another origin lose the credentials', async () => {
    const seen: unknown[] = []
    const other = await plainServer((request, response) => {
      seen.push(request.headers.authorization, request.headers['x-kept'])
      response.end()
    })
    const url = await plainServer((_request, response) => void response.writeHead(302, { location: other.href }).end())
    await client({ maxRedirects: 1 }).get(url, {
      signal: never,
      headers: { authorization: 'Bearer x', 'x-kept': 'yes' },
    })
    expect(seen).toEqual([undefined, 'yes'])
  })
})

describe('what is wrong with the other side', () => {
  test.each([
    ['expired', 'EXPIRED_CERTIFICATE'],
    ['not-yet-valid', 'EXPIRED_CERTIFICATE'],
    ['wrong-host', 'WRONG_HOST'],
    ['self-signed', 'UNTRUSTED_CERTIFICATE'],
  ] as const)('a certificate that is %s is told apart', async (certificate, code) => {
    const { get } = await start({ certificate })
    await expect(get('/version')).rejects.toMatchObject({ code })
  })

  test('an unknown authority is told apart', async () => {
    const { api } = await start()
    const untrusting = client({ agent: new https.Agent() })
    await expect(untrusting.get(new URL(`${api.url}/version`), { signal: never })).rejects.toMatchObject({
      code: 'UNTRUSTED_CERTIFICATE',
    })
  })

  test('plain HTTP where TLS was expected is told apart', async () => {
    const url = await plainServer((_request, response) => void response.end())
    url.protocol = 'https:'
    const strict = client({ agent: new https.Agent() })
    await expect(strict.get(url, { signal: never })).rejects.toMatchObject({ code: 'NOT_HTTPS' })
  })

  test('a closed port is told apart', async () => {
    const { api, get } = await start()
    await api.close()
    await expect(get('/version')).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('refuses'),
    })
  })

  test('a name without an address is told apart', async () => {
    const nameless = client({
      resolve: (_host, _options, callback) => callback(Object.assign(new Error(), { code: 'ENOTFOUND' }), []),
    })
    await expect(nameless.get(new URL('http://nowhere.example/'), { signal: never })).rejects.toMatchObject({
      code: 'NO_ADDRESS',
    })
  })

  test('a name that leads to this machine is refused at the moment of connecting', async () => {
    const url = await plainServer((_request, response) => void response.end())
    url.hostname = 'rebound.example'
    const closed = client({
      policy: { allowPrivate: false },
      resolve: (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    })
    await expect(closed.get(url, { signal: never })).rejects.toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' })
  })

  test('an address that is no web address is refused', async () => {
    await expect(client().get(new URL('file:///etc/passwd'), { signal: never })).rejects.toMatchObject({
      code: 'NOT_HTTPS',
    })
  })

  test('a message never holds what the other side sent', async () => {
    const url = await plainServer((request) => void request.socket.end('secret words that are not HTTP\r\n\r\n'))
    const error = await client()
      .get(url, { signal: never })
      .catch((caught: Error) => caught)
    expect(error).toMatchObject({ code: 'NOT_HTTPS' })
    expect(String((error as Error).message)).not.toContain('secret')
  })
})

const never = new AbortController().signal

async function start(options: ApiServerOptions = {}, clientOptions: Partial<ClientOptions> = {}) {
  const api: ApiServer = await apiServer(options)
  const agent = new https.Agent({ ca: api.ca, keepAlive: true })
  const calling = client({ agent, ...clientOptions })
  closing.push(() => api.close())
  return { api, get: (path: string, signal = never) => calling.get(new URL(`${api.url}${path}`), { signal }) }
}

function client(options: Partial<ClientOptions> = {}) {
  const made = outboundClient({
    policy: { allowPrivate: true },
    agent: new http.Agent(),
    wait: async () => {},
    ...options,
  })
  closing.push(() => made.close())
  return made
}

async function plainServer(listener: http.RequestListener, onConnection: () => void = () => {}): Promise<URL> {
  const server = http.createServer(listener)
  server.on('connection', onConnection)
  return new URL(`http://127.0.0.1:${await listen(server)}/`)
}

async function listen(server: http.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
