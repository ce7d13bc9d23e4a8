import { expect, test } from 'vitest'
import { MANIFEST_LIMITS } from '../kubernetes/manifests.ts'
import { readManifestsAside } from './manifest-reading.ts'

const signal = new AbortController().signal
const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n---\n'

test('a small text and a large one are read alike', async () => {
  expect((await readManifestsAside([{ name: 'a', text: POD }], { signal })).objects).toHaveLength(1)
  expect((await readManifestsAside([{ name: 'a', text: POD.repeat(4_000) }], { signal })).objects).toHaveLength(4_000)
})

test('problems come back from the thread', async () => {
  const text = `${POD.repeat(4_000)}a: "`
  expect((await readManifestsAside([{ name: 'a', text }], { signal })).problems).toMatchObject([
    { code: 'SYNTAX', file: 'a' },
  ])
})

test('the thread of the caller stays free meanwhile', async () => {
  let ticks = 0
  const timer = setInterval(() => ticks++, 5)
  await readManifestsAside([{ name: 'a', text: POD.repeat(10_000) }], { signal })
  clearInterval(timer)
  expect(ticks).toBeGreaterThan(10)
})

test('a text that takes too long is given up', async () => {
  const reading = readManifestsAside([{ name: 'a', text: POD.repeat(50_000) }], { signal, timeoutMs: 50 })
  await expect(reading).rejects.toMatchObject({ code: 'TOO_LARGE', message: expect.stringContaining('0.05 s') })
})

test('abort is seen at once', async () => {
  const began = performance.now()
  const reading = readManifestsAside([{ name: 'a', text: POD.repeat(50_000) }], { signal: AbortSignal.timeout(100) })
  await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(performance.now() - began).toBeLessThan(1_000)
})

test('the limits hold in the thread', async () => {
  const reading = readManifestsAside([{ name: 'a', text: POD.repeat(4_000) }], {
    signal,
    limits: { ...MANIFEST_LIMITS, maxDocuments: 10 },
  })
  expect((await reading).objects).toHaveLength(10)
})
