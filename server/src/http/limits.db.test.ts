import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type ApiApp, apiApp } from '../../test/api-app.ts'

let app: ApiApp

beforeAll(async () => {
  const failing = async () => {
    throw new Error('select secret from vault failed at /srv/breakwater/vault.ts: postgres://admin:hunter2@db')
  }
  app = await apiApp({
    pointsAnHour: 10,
    services: { schedules: { list: failing }, changes: { latest: failing, subscribe: failing } },
  })
})
afterAll(() => app.close())

const errorOf = ({ errors }: Answer): Record<string, unknown> => ({
  message: errors?.[0]?.message,
  ...errors?.[0]?.extensions,
})
const nested = (levels: number): string =>
  levels === 0 ? 'name' : `workloads(first: 1) { nodes { cluster { ${nested(levels - 1)} } } }`
const repeated = (count: number, write: (n: number) => string) =>
  `{ ${Array.from({ length: count }, (_, n) => write(n)).join(' ')} }`

const OVER: readonly { limit: string; most: number; query: string }[] = [
  { limit: 'depth', most: 14, query: `{ clusters(first: 1) { nodes { ${nested(5)} } } }` },
  { limit: 'tokens', most: 4_000, query: repeated(4_001, () => 'viewer') },
  { limit: 'aliases', most: 40, query: repeated(41, (n) => `a${n}: viewer { name }`) },
  { limit: 'directives', most: 40, query: repeated(41, () => 'viewer @include(if: true) { name }') },
]

describe.each(['http', 'websocket'] as const)('over %s', (transport) => {
  test.each(OVER)('a document over the limit of $limit is refused with its number', async ({ limit, most, query }) => {
    const { message, ...extensions } = errorOf(await app.transports[transport](query))
    expect(extensions).toEqual({ code: 'TOO_COMPLEX', limit, most })
    expect(message).toContain(String(most))
  })

  test('an operation that asks for too many rows is refused before it runs, and costs nothing', async () => {
    const send = (await app.as(`rows ${transport}`))[transport]
    const query =
      'query ($n: Int) { clusters(last: $n) { nodes { workloads(first: $n) { nodes { pods(first: $n) { nodes { id } } } } } } }'
    expect(errorOf(await send(query, { n: 100 }))).toEqual({
      message: expect.stringContaining('1,010,100'),
      code: 'TOO_COSTLY',
      nodeCount: 1_010_100,
      limit: 500_000,
    })
    expect(await send('{ rateLimit { used } }')).toEqual({ data: { rateLimit: { used: 1 } } })
  })

  test('rateLimit tells what the operation costs and what is left', async () => {
    const send = (await app.as(`told ${transport}`))[transport]
    const query =
      '{ rateLimit { limit cost remaining used nodeCount resetAt } clusters(first: 20) { nodes { pods(first: 20) { nodes { id } } } } }'
    const { data } = await send(query)
    expect(data?.['rateLimit']).toEqual({
      limit: 10,
      cost: 5,
      used: 5,
      remaining: 5,
      nodeCount: 420,
      resetAt: expect.stringMatching(/^\d{4}-/),
    })
  })

  test('who has spent the points of the hour is refused until it ends, and others are not', async () => {
    const name = `spent ${transport}`
    const send = (await app.as(name))[transport]
    for (let spent = 0; spent < 10; spent++) expect((await send('{ viewer { name } }')).errors).toBeUndefined()
    expect(errorOf(await send('{ viewer { name } }'))).toMatchObject({
      code: 'RATE_LIMITED',
      cost: 1,
      remaining: 0,
      limit: 10,
      retryAfterSeconds: expect.toSatisfy((seconds: number) => seconds > 3_500 && seconds <= 3_600),
    })
    const other = (await app.as(`other-${transport}`))[transport]
    expect((await other('{ viewer { name } }')).data).toEqual({ viewer: { name: `other-${transport}` } })
  })

  test('of an internal error nothing leaves but an id, which is in the log', async () => {
    const answer = await (await app.as(`masked ${transport}`))[transport]('{ schedules { kind } }')
    const { code, errorId, message } = errorOf(answer)
    expect(code).toBe('INTERNAL')
    expect(Object.keys(answer.errors?.[0] ?? {}).toSorted()).toEqual(['extensions', 'locations', 'message', 'path'])
    expect(JSON.stringify(answer)).not.toMatch(/vault|hunter2|select|postgres|\.ts|at /)
    expect(message).toContain(String(errorId))
    expect(app.logged.some((line) => line.includes(String(errorId)) && line.includes('hunter2') === false)).toBe(true)
  })
})

test('who has spent the points of the hour is told by status 429 when to come back', async () => {
  const { http } = await app.as('patient')
  for (let spent = 0; spent < 10; spent++) await http('{ viewer { name } }')
  const response = await http.response('{ viewer { name } }')
  const [error] = ((await response.json()) as Answer).errors ?? []
  expect(response.status).toBe(429)
  expect(Object.keys(error?.extensions ?? {})).not.toContain('http')
  expect(response.headers.get('retry-after')).toBe(String(error?.extensions?.['retryAfterSeconds']))
})

test('what is spent over one transport is missing on the other', async () => {
  const { http, websocket } = await app.as('both')
  await http('{ viewer { name } }')
  expect(await websocket('{ rateLimit { used } }')).toEqual({ data: { rateLimit: { used: 2 } } })
})

test('a subscription costs at its start, and is refused when nothing is left', async () => {
  const { http, websocket } = await app.as('subscriber')
  await websocket('subscription { changes { cursor } }')
  expect(await http('{ rateLimit { used } }')).toEqual({ data: { rateLimit: { used: 2 } } })
  for (let spent = 2; spent < 10; spent++) await http('{ viewer { name } }')
  const { code, retryAfterSeconds, http: status } = errorOf(await websocket('subscription { changes { cursor } }'))
  expect([code, typeof retryAfterSeconds, status]).toEqual(['RATE_LIMITED', 'number', undefined])
})

test('an internal error of a subscription is masked too', async () => {
  const answer = await (await app.as('masked subscriber')).websocket('subscription { changes { cursor } }')
  expect(errorOf(answer)).toMatchObject({ code: 'INTERNAL' })
  expect(JSON.stringify(answer)).not.toMatch(/vault|hunter2|select/)
})

test('a batch of operations is refused', async () => {
  const authorization = `Bearer ${await app.access.createToken('batch', undefined)}`
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify([{ query: '{ viewer { name } }' }, { query: '{ viewer { name } }' }]),
  })
  expect(response.status).toBe(400)
  expect(errorOf((await response.json()) as Answer)).toMatchObject({
    code: 'BAD_REQUEST',
    message: expect.stringContaining('Batching'),
  })
})

test('a subscription over HTTP is refused with what to use', async () => {
  expect(errorOf(await app.transports.http('subscription { changes { cursor } }'))).toMatchObject({
    code: 'SUBSCRIPTION_OVER_HTTP',
  })
})
