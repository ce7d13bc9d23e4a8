import { afterEach, expect, test } from 'vitest'
import { closeAll, start, told } from './testing.ts'

afterEach(closeAll)

test('a burst makes so many changes in so much time', async () => {
  const { api } = await start({ pods: 30 })
  const before = api.store.resourceVersion
  const { changes, tookMs, resourceVersion } = await api.burst({ changesPerSecond: 1000, seconds: 0.5 })
  expect(changes).toBeGreaterThanOrEqual(500)
  expect(resourceVersion - before).toBe(changes)
  expect(tookMs).toBeGreaterThan(400)
})

test('pods are changed, and some are replaced; their number stays', async () => {
  const { api, podNames } = await start({ pods: 20 })
  const before = await podNames()
  await api.burst({ changesPerSecond: 1000, seconds: 0.1 })
  const after = await podNames()
  expect(after).toHaveLength(20)
  expect(after).not.toEqual(before)
})

test('without churn the pods stay the same', async () => {
  const { api, podNames } = await start({ pods: 20 })
  const before = await podNames()
  await api.burst({ changesPerSecond: 1000, seconds: 0.1, churn: false })
  expect(await podNames()).toEqual(before)
})

test('a watch hears of every change', async () => {
  const { api, watch } = await start({ pods: 30 })
  const stream = await watch(`/api/v1/pods?watch=1&resourceVersion=${api.store.resourceVersion}`)
  const { changes } = await api.burst({ changesPerSecond: 2000, seconds: 0.5 })
  const events = await stream.events(changes)
  expect(new Set(told(events).map((one) => one.split(' ')[0]))).toEqual(new Set(['MODIFIED', 'ADDED', 'DELETED']))
  expect(events.at(-1)?.object.metadata?.['resourceVersion']).toBe(String(api.store.resourceVersion))
})

test('there has to be something to change', async () => {
  const { api } = await start()
  await expect(api.burst({ changesPerSecond: 10, seconds: 1 })).rejects.toThrow('there are none')
})
