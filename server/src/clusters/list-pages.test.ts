import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ApiServer } from '../../test/api-server/api-server.ts'
import { closeSources, collect, kind, names, startSource } from '../../test/cluster-source.ts'
import type { ObjectPage } from './source.ts'

const never = new AbortController().signal
afterEach(closeSources)

describe('pages', () => {
  test('all objects come, each once, with kind and version', async () => {
    const { source } = await startSource({ pods: 23 }, {}, undefined, { pageSize: 5 })
    const pages = await collect(source.pages(kind('Pod'), never))
    expect(pages.map((page) => page.objects.length)).toEqual([5, 5, 5, 5, 3])
    expect(pages.map((page) => page.remaining)).toEqual([18, 13, 8, 3, undefined])
    expect(pages.every((page) => !page.restart)).toBe(true)
    const objects = pages.flatMap((page) => page.objects)
    expect(new Set(objects.map((object) => object.metadata?.uid)).size).toBe(23)
    expect(objects[0]).toMatchObject({ kind: 'Pod', apiVersion: 'v1', metadata: { namespace: expect.any(String) } })
  })

  test('the next page comes while this one is worked on', async () => {
    const { api, source } = await startSource({ pods: 6 }, {}, undefined, { pageSize: 2 })
    const asked = () => api.requests.filter(({ path }) => path === '/api/v1/pods').length
    const pages = source.pages(kind('Pod'), never)[Symbol.asyncIterator]()
    await pages.next()
    await vi.waitFor(() => expect(asked()).toBe(2))
    await pages.next()
    await vi.waitFor(() => expect(asked()).toBe(3))
    await pages.next()
    expect(await pages.next()).toEqual({ done: true, value: undefined })
    expect(asked()).toBe(3)
  })

  test('a kind that is no longer there when it is listed is told as one that is not served', async () => {
    const { api, source } = await startSource()
    await source.announced?.([kind('Ingress')], never)
    api.withdraw('ingresses')
    await expect(collect(source.pages(kind('Ingress'), never))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('does not serve ingresses'),
    })
  })

  test('250 are asked for at once', async () => {
    const { api, source } = await startSource()
    await collect(source.pages(kind('Pod'), never))
    expect(api.requests.at(-1)?.query.get('limit')).toBe('250')
  })

  test('large pages come compressed', async () => {
    const { api, source } = await startSource({ pods: 300 })
    expect(await names(source.pages(kind('Pod'), never))).toHaveLength(300)
    expect(api.requests.at(-1)?.headers['accept-encoding']).toBe('gzip')
  })

  test('a kind without objects is one empty page', async () => {
    const { source } = await startSource()
    expect(await collect(source.pages(kind('Ingress'), never))).toEqual([
      { objects: [], restart: false, remaining: undefined, version: expect.any(String) },
    ])
  })

  test('the state that the list began with is what is listed', async () => {
    const { api, source } = await startSource({ pods: 6, podsPerWorkload: 6 }, {}, undefined, { pageSize: 2 })
    const listed: (string | undefined)[] = []
    for await (const page of source.pages(kind('Pod'), never)) {
      listed.push(...page.objects.map((object) => object.metadata?.name))
      if (listed.length === 2) removePods(api)
    }
    expect(listed).toHaveLength(6)
  })

  test('410 begins the list anew, and the page says so', async () => {
    const { api, source } = await startSource({ pods: 6 }, {}, undefined, { pageSize: 2 })
    const pages: ObjectPage[] = []
    for await (const page of source.pages(kind('Pod'), never)) {
      pages.push(page)
      if (pages.length === 2) api.expireContinueTokens()
    }
    expect(pages.map((page) => page.restart)).toEqual([false, false, true, false, false])
    expect(pages.slice(2).flatMap((page) => page.objects)).toHaveLength(6)
  })

  test('410 for ever comes to an end', async () => {
    const { api, source } = await startSource({ pods: 6 }, {}, undefined, { pageSize: 2 })
    api.fail('pods', { status: 410, onlyContinued: true, times: Number.POSITIVE_INFINITY })
    await expect(collect(source.pages(kind('Pod'), never))).rejects.toMatchObject({
      code: 'SERVER_ERROR',
      message: expect.stringContaining('pods'),
    })
  })

  test.each([
    ['429', { status: 429, retryAfter: 1 }],
    ['500', { status: 500 }],
    ['a cut connection', { cut: true }],
    ['a lost connection', { refuse: true }],
  ] as const)('a page is asked for again after %s', async (_, fault) => {
    const { api, source } = await startSource({ pods: 6 }, {}, undefined, { pageSize: 2 })
    api.fail('pods', { ...fault, onlyContinued: true, times: 2 })
    expect(await names(source.pages(kind('Pod'), never))).toHaveLength(6)
  })

  test('500 for ever is an error that names the kind', async () => {
    const { api, source } = await startSource({ services: 2 })
    api.fail('services', { status: 500, times: Number.POSITIVE_INFINITY })
    await expect(collect(source.pages(kind('Service'), never))).rejects.toMatchObject({
      code: 'SERVER_ERROR',
      message: expect.stringContaining('services'),
    })
  })

  test('a right that is taken away meanwhile is an error', async () => {
    const { api, source } = await startSource({ pods: 6 }, {}, undefined, { pageSize: 2 })
    api.fail('pods', { status: 403, onlyContinued: true })
    await expect(collect(source.pages(kind('Pod'), never))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test('a page that is too large is asked for in halves', async () => {
    const { api, source } = await startSource({ pods: 8 }, {}, undefined, {
      pageSize: 8,
      connection: { maxBytes: 10_000 },
    })
    expect(await names(source.pages(kind('Pod'), never))).toHaveLength(8)
    expect(api.requests.map((request) => request.query.get('limit'))).toContain('4')
  })

  test('a list that points at itself comes to an end', async () => {
    const { api, source } = await startSource()
    const body = '{"kind":"PodList","apiVersion":"v1","metadata":{"continue":"again"},"items":[]}'
    api.fail('pods', { body, times: Number.POSITIVE_INFINITY })
    await expect(collect(source.pages(kind('Pod'), never))).rejects.toMatchObject({ code: 'SERVER_ERROR' })
  })

  test.each(['{"items":{}}', '[]', '{"kind":"PodList"', 'null'])(
    'an answer that is no list is an error: %s',
    async (body) => {
      const { api, source } = await startSource()
      api.fail('pods', { body })
      await expect(collect(source.pages(kind('Pod'), never))).rejects.toMatchObject({ code: 'NOT_KUBERNETES' })
    },
  )

  test('an empty list that is written as null is empty', async () => {
    const { api, source } = await startSource()
    api.fail('pods', { body: '{"kind":"PodList","apiVersion":"v1","metadata":{},"items":null}' })
    expect(await names(source.pages(kind('Pod'), never))).toEqual([])
  })

  test.each([
    ['slow', { delayMs: 20_000 }],
    ['stuck halfway', { stall: true }],
    ['asking for a pause', { status: 429, retryAfter: 30 }],
  ] as const)('abort is seen within a second while the server is %s', async (_, fault) => {
    const { api, source } = await startSource({ pods: 3 }, {}, undefined, { connection: {} })
    api.fail('pods', { ...fault, times: Number.POSITIVE_INFINITY })
    const began = performance.now()
    const aborted = collect(source.pages(kind('Pod'), AbortSignal.timeout(100)))
    await expect(aborted).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

function removePods(api: ApiServer): void {
  const pods = api.store.resources.find((resource) => resource.kind === 'Pod')
  if (!pods) return
  for (const { object } of api.store.list(pods, api.store.resourceVersion).slice(3)) {
    api.store.remove('Pod', object.metadata?.name ?? '', object.metadata?.namespace)
  }
}
