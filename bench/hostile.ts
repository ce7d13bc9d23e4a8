import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { startProduct } from '../test/browser/product.ts'
import { quantile } from './support/quantile.ts'

/**
 * 10,000 hostile requests, of people who are logged in and of strangers, against a product in a process of its own: whether its memory
 * stays flat and it goes on to answer. `npm run bench -- hostile [REQUESTS]`
 */
const REQUESTS = Number(process.argv[2] ?? 10_000)
const AT_ONCE = 20
/** Between the memory after a tenth of them, when everything was loaded and used, and that at the end. */
const GROWTH_LIMIT_MB = 64
const ANSWER_LIMIT_MS = 1_000
const MEGABYTE = 1024 * 1024
const SUBSCRIPTION = 'subscription { taskChanged { cursor } }'
const json = { 'content-type': 'application/json' }

const product = await startProduct()
try {
  const created = await product.run('token', 'create', '--name', 'bench')
  if (created.status !== 0) throw new Error(`No token was made: ${created.output}`)
  await attackAll(created.output.trim())
} finally {
  await product.close()
}

type Attack = (token: string, n: number) => Promise<unknown>

/** Each ends by itself, whatever the server does with it. */
function everyAttack(): Readonly<Record<string, Attack>> {
  return {
    'nested lists': (token, n) =>
      post(
        token,
        bomb((inside) => `clusters(first: 100) { nodes { a${n}: workloads(first: 100) { nodes { ${inside} } } } }`),
      ),
    'lists from both ends': (token, n) =>
      post(
        token,
        `{ clusters(first: 1, last: 100) { nodes { pods(first: 1, last: 100) { nodes { containers(first: 1, last: 100) { nodes { a${n}: id } } } } } } }`,
      ),
    'fragments that double': (token, n) => post(token, doubling(n)),
    'fragments in a circle': (token, n) =>
      post(token, `{ ...A${n} } fragment A${n} on Query { ...B } fragment B on Query { ...A${n} }`),
    aliases: (token, n) => post(token, `{ ${repeat(500, (i) => `a${n}x${i}: viewer { name }`)} }`),
    directives: (token, n) => post(token, `{ viewer ${repeat(500, () => '@include(if: true)')} { a${n}: name } }`),
    depth: (token, n) =>
      post(
        token,
        `{ a${n}: clusters(first: 1) ${'{ nodes { workloads(first: 1) '.repeat(50)}{ totalCount }${' } }'.repeat(50)} }`,
      ),
    tokens: (token, n) => post(token, `{ ${repeat(20_000, () => `viewer`)} a${n} }`),
    'introspection in circles': (token, n) =>
      post(token, `{ __schema { types { a${n}: fields { type { fields { type { fields { name } } } } } } } }`),
    batch: (token, n) =>
      send(
        '/graphql',
        { ...json, authorization: `Bearer ${token}` },
        JSON.stringify(Array(100).fill({ query: `{ a${n}: __typename }` })),
      ),
    'malformed JSON': (token, n) =>
      send('/graphql', { ...json, authorization: `Bearer ${token}` }, `{"query": "{ a${n}`),
    'deep JSON': (token) =>
      send('/graphql', { ...json, authorization: `Bearer ${token}` }, `{"variables":${'['.repeat(50_000)}`),
    'a body of 2 MB': (token) =>
      send(
        '/graphql',
        { ...json, authorization: `Bearer ${token}` },
        JSON.stringify({ query: '#'.repeat(2 * MEGABYTE) }),
      ),
    'a body that says to be too large': (token) =>
      send('/graphql', { ...json, authorization: `Bearer ${token}`, 'content-length': '999999999999' }, '{'),
    'a forged origin': (token) =>
      send(
        '/graphql',
        { ...json, authorization: `Bearer ${token}`, origin: 'http://evil.example' },
        '{"query":"{ __typename }"}',
      ),
    'a forged host': (token) =>
      send(
        '/graphql',
        { ...json, authorization: `Bearer ${token}`, host: 'evil.example' },
        '{"query":"{ __typename }"}',
      ),
    'a wrong token': (_token, n) =>
      send('/graphql', { ...json, authorization: `Bearer bw_${n}` }, '{"query":"{ __typename }"}'),
    'a cookie of nobody': (_token, n) =>
      send(
        '/graphql',
        { ...json, origin: product.url, cookie: `breakwater_session_${new URL(product.url).port}=${n}` },
        '{"query":"{ __typename }"}',
      ),
    'a bad upgrade': (_token, n) =>
      raw(
        `GET /graphql HTTP/1.1\r\nHost: ${host()}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${n}\r\n\r\n`,
      ),
    'an upgrade of another page': (_token) =>
      raw(
        `GET /graphql HTTP/1.1\r\nHost: ${host()}\r\nOrigin: http://evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      ),
    'no HTTP at all': () => raw('\u0000\u0001\u0002 nonsense\r\n\r\n'),
    'frames that are no JSON': (token) => socket(token, ['{"type":', 'x'.repeat(1_000)]),
    'a frame that is too large': (token) => socket(token, ['x'.repeat(MEGABYTE)]),
    'a bomb over the WebSocket': (token, n) => socket(token, [subscribe('1', doubling(n))]),
    'an id twice': (token) => socket(token, [subscribe('1', SUBSCRIPTION), subscribe('1', SUBSCRIPTION)]),
    'a hundred subscriptions': (token) =>
      socket(
        token,
        Array.from({ length: 100 }, (_, n) => subscribe(String(n), SUBSCRIPTION)),
      ),
  }
}

async function attackAll(token: string): Promise<void> {
  const attacks = Object.values(everyAttack())
  const answersMs: number[] = []
  const memory: number[] = []
  let next = 0
  let failedAnswers = 0
  const attacker = async () => {
    for (let n = next++; n < REQUESTS; n = next++) {
      await attacks[n % attacks.length]?.(token, n)
      if (n % 100 === 0) {
        const startMs = performance.now()
        const { status } = await post(token, '{ viewer { name } }')
        answersMs.push(performance.now() - startMs)
        if (status !== 200) failedAnswers++
      }
      if (n % Math.ceil(REQUESTS / 10) === 0) memory.push(residentMegabytes())
    }
  }
  const startMs = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, attacker))
  const tookMs = performance.now() - startMs
  memory.push(residentMegabytes())
  const growth = (memory.at(-1) ?? 0) - (memory[1] ?? 0)
  console.log(`${REQUESTS} requests of ${attacks.length} kinds in ${(tookMs / 1_000).toFixed(1)} s, ${AT_ONCE} at once`)
  console.log(`resident memory, MB: ${memory.map((value) => value.toFixed(0)).join(' ')}`)
  console.log(
    `honest questions meanwhile: ${answersMs.length}, ${failedAnswers} refused   p50 ${quantile(answersMs, 0.5).toFixed(0)} ms   max ${quantile(answersMs, 1).toFixed(0)} ms`,
  )
  console.log(
    `growth ${growth.toFixed(0)} MB (limit ${GROWTH_LIMIT_MB})   slowest answer ${(quantile(answersMs, 1) / ANSWER_LIMIT_MS).toFixed(2)} of the limit`,
  )
  if (failedAnswers > 0 || growth > GROWTH_LIMIT_MB || quantile(answersMs, 1) > ANSWER_LIMIT_MS) process.exitCode = 1
}

function bomb(level: (inside: string) => string): string {
  return `{ ${[1, 2].reduce((inside) => level(inside), 'id')} }`
}

function doubling(n: number): string {
  const levels = repeat(60, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)
  return `{ ...F0 } ${levels} fragment F60 on Query { a${n}: pods(first: 100) { nodes { id } } }`
}

function repeat(count: number, write: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => write(i)).join(' ')
}

function post(token: string, query: string) {
  return send('/graphql', { ...json, authorization: `Bearer ${token}` }, JSON.stringify({ query }))
}

/** Resolves with the status, 0 when the connection was cut. */
function send(path: string, headers: Record<string, string>, body: string): Promise<{ status: number }> {
  return new Promise((resolve) => {
    const request = httpRequest(`${product.url}${path}`, { method: 'POST', headers, agent: false }, (response) => {
      response.resume()
      response.once('close', () => resolve({ status: response.statusCode ?? 0 }))
    })
    // A body that is shorter than it said waits for the rest: the client hangs up.
    request.setTimeout(2_000, () => request.destroy())
    request.once('error', () => resolve({ status: 0 }))
    if (headers['content-length']) {
      request.write(body)
      setTimeout(() => request.destroy(), 200)
    } else request.end(body)
  })
}

function raw(text: string): Promise<void> {
  return new Promise((resolve) => {
    const stream = connect(Number(new URL(product.url).port), '127.0.0.1', () => stream.write(text))
    stream.setTimeout(500, () => stream.destroy())
    stream.once('error', () => stream.destroy())
    stream.on('data', () => {})
    stream.once('close', () => resolve())
  })
}

/** Sends messages after the connection is acknowledged, and hangs up a little later. */
function socket(token: string, messages: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const client = new WebSocket(`${product.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    client.once('error', () => client.terminate())
    client.once('close', () => resolve())
    client.once('open', () =>
      client.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
    )
    client.once('message', () => {
      for (const message of messages) client.send(message)
      setTimeout(() => client.terminate(), 100)
    })
  })
}

function subscribe(id: string, query: string): string {
  return JSON.stringify({ id, type: 'subscribe', payload: { query } })
}

function host(): string {
  return new URL(product.url).host
}

/** Of the product's process. */
function residentMegabytes(): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${product.pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1_024
}
