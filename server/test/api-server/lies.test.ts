import { afterEach, expect, test } from 'vitest'
import { closeAll, itemsOf, metadataOf, start, told } from './testing.ts'

afterEach(closeAll)

const PODS = '/api/v1/pods'

test('a wrong count is told on every page', async () => {
  const { api, get } = await start({ pods: 3 })
  api.lie('pods', { remainingItemCount: 7 })
  expect(metadataOf(await get(`${PODS}?limit=1`)).remainingItemCount).toBe(7)
  expect(metadataOf(await get(PODS)).remainingItemCount).toBe(7)
})

test('the same token each time never comes to an end', async () => {
  const { api, get } = await start({ pods: 3 })
  api.lie('pods', { endlessPages: 'same-token' })
  const { continue: first } = metadataOf(await get(`${PODS}?limit=2`))
  const { continue: second } = metadataOf(await get(`${PODS}?limit=2&continue=${first}`))
  expect(second).toBe(first)
})

test('nor does a fresh token each time', async () => {
  const { api, get } = await start({ pods: 3 })
  api.lie('pods', { endlessPages: 'fresh-tokens' })
  const tokens = new Set<string>()
  let token = ''
  for (let i = 0; i < 10; i++) {
    const page = await get(`${PODS}?limit=2&continue=${token}`)
    expect(itemsOf(page).length).toBeGreaterThan(0)
    token = metadataOf(page).continue
    tokens.add(token)
  }
  expect(tokens.size).toBe(10)
})

test('a version goes back from list to list', async () => {
  const { api, get } = await start()
  api.lie('pods', { resourceVersion: 'goes-back' })
  const first = Number(metadataOf(await get(PODS)).resourceVersion)
  expect(Number(metadataOf(await get(PODS)).resourceVersion)).toBeLessThan(first)
})

test('or is not told', async () => {
  const { api, get } = await start()
  api.lie('pods', { resourceVersion: 'missing' })
  expect(metadataOf(await get(PODS))).toEqual({})
})

test.each(['metadata', 'name', 'uid', 'resourceVersion'] as const)('objects lack their %s', async (part) => {
  const { api, get } = await start({ pods: 2 })
  api.lie('pods', { itemsWithout: part, items: 1 })
  const [first, second] = itemsOf(await get(PODS))
  expect(part === 'metadata' ? first : first?.metadata).not.toHaveProperty(part)
  expect(part === 'metadata' ? second : second?.metadata).toHaveProperty(part)
})

test('objects say that they are of another kind, in lists and in events', async () => {
  const { api, get, watch } = await start({ pods: 1 })
  api.lie('pods', { kindOfItems: 'Service' })
  expect(itemsOf(await get(PODS))[0]?.kind).toBe('Service')
  const stream = await watch(`${PODS}?watch=1`)
  expect(await stream.events(1)).toMatchObject([{ type: 'ADDED', object: { kind: 'Service' } }])
})

test('objects are huge', async () => {
  const { api, get } = await start({ pods: 1 })
  api.lie('pods', { hugeBytes: 2_000_000 })
  expect(JSON.stringify((await get(PODS)).body).length).toBeGreaterThan(2_000_000)
})

test('other resources are told as they are, and so is this one in the end', async () => {
  const { api, get, watch } = await start({ pods: 1, services: 1 })
  const isLie = ({ metadata }: { metadata: Record<string, unknown> }) => metadata['name'] === undefined
  api.lie('pods', { itemsWithout: 'name' })
  expect(itemsOf(await get('/api/v1/services')).some(isLie)).toBe(false)
  expect(itemsOf(await get(PODS)).every(isLie)).toBe(true)
  api.honest('pods')
  expect(itemsOf(await get(PODS)).some(isLie)).toBe(false)
  expect(told(await (await watch(`${PODS}?watch=1`)).events(1))).toEqual(['ADDED app-1-5d4f8-1ekg'])
})
