import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { Connected } from '../../test/faults/connected.ts'

const opened: Connected[] = []
afterEach(async () => {
  for (const connected of opened.splice(0)) await connected.close()
})

async function open(): Promise<Connected> {
  const connected = await Connected.open()
  opened.push(connected)
  return connected
}

const soon = (fn: () => Promise<void> | void) => vi.waitFor(fn, { timeout: 30_000, interval: 50 })
const BAD_AUTHORITY = /certificate of an authority that is not known/

test('a task of which a kind fails is PARTIAL, with a cause and advice', async () => {
  const connected = await open()
  await connected.sync()
  connected.api.fail('services', { status: 500, times: Number.POSITIVE_INFINITY })
  expect(await connected.sync()).toMatchObject({
    state: 'PARTIAL',
    causeCode: 'KINDS_FAILED',
    cause: expect.stringContaining('Not read: services.'),
    advice: expect.stringMatching(/.+/),
  })
})

test('a task that finds a dead server is FAILED after some tries, with a cause and advice; the next one succeeds', async () => {
  const connected = await open()
  await connected.sync()
  const before = await connected.picture()
  await connected.api.die()
  const failure = { causeCode: 'UNREACHABLE', cause: expect.stringContaining('refuses connections') }
  expect(await connected.sync()).toMatchObject({ state: 'FAILED', ...failure, advice: expect.stringMatching(/.+/) })
  expect(await connected.picture()).toEqual(before)
  await connected.api.listen()
  expect(await connected.sync()).toMatchObject({ state: 'SUCCEEDED', causeCode: null })
  expect(await connected.row()).toMatchObject({ state: 'RUNNING', stateCause: null })
})

test('a server with another authority fails the task and changes no row, until the file with the authority is changed', async () => {
  const connected = await open()
  expect(await connected.sync()).toMatchObject({ state: 'SUCCEEDED' })
  const before = await connected.picture()
  await connected.api.changeAuthority()
  connected.addPod('new')
  expect(await connected.sync()).toMatchObject({
    state: 'FAILED',
    causeCode: 'UNTRUSTED_CERTIFICATE',
    cause: expect.stringMatching(BAD_AUTHORITY),
    advice: expect.stringContaining('certificate authority'),
  })
  expect(await connected.picture()).toEqual(before)
  expect(await connected.row()).toMatchObject({
    state: 'UNREACHABLE',
    stateCause: expect.stringMatching(BAD_AUTHORITY),
  })
  await connected.trust(connected.api.ca)
  expect(await connected.sync()).toMatchObject({ state: 'SUCCEEDED' })
  expect(await connected.podNames()).toHaveLength(4)
})

test('a watched server with another authority is UNREACHABLE, and followed again once the file with the authority is changed', async () => {
  const connected = await open()
  await connected.sync()
  await connected.watch()
  const before = await connected.picture()
  await connected.api.changeAuthority()
  connected.addPod('new')
  const lost = { state: 'UNREACHABLE', stateCause: expect.stringMatching(BAD_AUTHORITY) }
  await soon(async () => expect(await connected.row()).toMatchObject(lost))
  expect(await connected.picture()).toEqual(before)
  await connected.trust(connected.api.ca)
  await soon(async () => expect(await connected.row()).toMatchObject({ state: 'RUNNING', stateCause: null }))
  await soon(async () => expect(await connected.podNames()).toHaveLength(4))
  await soon(() => expect(connected.api.openWatches('pods')).toHaveLength(1))
  connected.addPod('newer')
  await soon(async () => expect(await connected.podNames()).toHaveLength(5))
})

test('a watched server that dies is UNREACHABLE and keeps its rows; when it is back they are followed on', async () => {
  const connected = await open()
  await connected.sync()
  await connected.watch()
  const before = await connected.picture()
  await connected.api.die()
  const lost = { state: 'UNREACHABLE', stateCause: expect.stringContaining('refuses connections') }
  await soon(async () => expect(await connected.row()).toMatchObject(lost))
  expect(await connected.picture()).toEqual(before)
  connected.addPod('meanwhile')
  await connected.api.listen()
  await soon(async () => expect(await connected.row()).toMatchObject({ state: 'RUNNING', stateCause: null }))
  await soon(async () => expect(await connected.podNames()).toHaveLength(4))
})

test('a watch that is forgotten for ever is listed anew now and then, and says so; other kinds are followed', async () => {
  const connected = await open()
  await connected.sync()
  await connected.watch()
  connected.api.fail('pods', { watch: { errorEvent: 410 }, times: Number.POSITIVE_INFINITY })
  connected.api.forget()
  connected.api.cutWatches('pods')
  await sleep(3_000)
  const listed = connected.api.requests.filter(({ path, verb }) => path === '/api/v1/pods' && verb === 'list')
  // 50, 100, 200 and from then on 400 ms apart, each time at least half of it.
  expect(listed.length).toBeGreaterThan(1)
  expect(listed.length).toBeLessThan(22)
  const told = {
    state: 'RECONNECTING',
    message: expect.stringContaining('no longer knows'),
    advice: expect.stringMatching(/.+/),
  }
  await soon(async () => expect(await connected.watchOf('Pod')).toMatchObject(told))
  expect(await connected.watchOf('Service')).toMatchObject({ state: 'WATCHING' })
  expect(await connected.podNames()).toHaveLength(3)
})

test('a list that is forgotten for ever, while it is watched: a bounded number of tries, and it is said', async () => {
  const connected = await open()
  await connected.sync()
  await connected.watch()
  connected.api.fail('pods', { status: 410, times: Number.POSITIVE_INFINITY })
  connected.api.forget()
  connected.api.cutWatches('pods')
  await sleep(3_000)
  const asked = connected.api.requests.filter(({ path }) => path === '/api/v1/pods')
  // At most seven requests (a watch, and a list that begins anew five times) each time.
  expect(asked.length).toBeLessThan(22 * 7)
  const told = { state: 'RECONNECTING', message: expect.stringMatching(/forgot the state of the list|no longer knows/) }
  await soon(async () => expect(await connected.watchOf('Pod')).toMatchObject(told))
  expect(await connected.podNames()).toHaveLength(3)
  connected.api.heal()
  connected.addPod('new')
  await soon(async () => expect(await connected.podNames()).toHaveLength(4))
  await soon(async () => expect(await connected.watchOf('Pod')).toMatchObject({ state: 'WATCHING' }))
})
