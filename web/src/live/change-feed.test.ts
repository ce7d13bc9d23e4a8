import type { Client } from 'urql'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ChangeListener, createChangeFeed } from './change-feed.ts'

interface Opened {
  readonly variables: { readonly types: string[]; readonly after: string | null }
  isOpen: boolean
  readonly tell: (cursor: string, types?: readonly string[], resync?: boolean) => void
  readonly end: () => void
}

let opened: Opened[]
let feed: ReturnType<typeof createChangeFeed>
beforeEach(() => {
  vi.useFakeTimers()
  opened = []
  feed = createChangeFeed(clientThat((one) => opened.push(one)))
})
afterEach(() => vi.useRealTimers())

/** A client whose subscriptions the test answers. */
function clientThat(opens: (one: Opened) => void): Client {
  const executeSubscription = ({ variables }: { variables: Opened['variables'] }) => ({
    subscribe(sink: (result: unknown) => void) {
      const one: Opened = {
        variables,
        isOpen: true,
        tell: (cursor, types = [], resync = false) =>
          sink({ data: { changes: { cursor, resync, changes: types.map(changeOf) } }, hasNext: true }),
        end: () => sink({ hasNext: false }),
      }
      opens(one)
      return {
        unsubscribe: () => {
          one.isOpen = false
        },
      }
    },
  })
  return { executeSubscription } as unknown as Client
}

function changeOf(type: string) {
  return {
    type,
    nodeId: `${type}-1`,
    operation: 'MODIFIED',
    cluster: null,
    namespace: '',
    at: new Date().toISOString(),
  }
}

/** Listens, and gives what was told: types of changes, or `again` for a call to read everything anew. */
function listener(...types: string[]): { readonly told: string[]; readonly leave: () => void } {
  const told: string[] = []
  const listen: ChangeListener = (changes, resync) => {
    if (resync) told.push('again')
    told.push(...changes.map((change) => change.type))
  }
  return { told, leave: feed.listen(types, listen) }
}

/** The subscription that is open, once the feed has settled. */
function settled(): Opened {
  vi.advanceTimersByTime(1_000)
  const open = opened.filter(({ isOpen }) => isOpen)
  const [one] = open
  if (open.length !== 1 || !one) throw new Error(`${open.length} subscriptions are open.`)
  return one
}

test('what was read before the stream began is read once more when it begins', () => {
  const pods = listener('Pod')
  const stream = settled()
  expect(stream.variables).toEqual({ types: ['Pod'], after: null })
  stream.tell('c1')
  expect(pods.told).toEqual(['again'])
})

test('what changes after that is told, and asks for no more readings', () => {
  const pods = listener('Pod')
  const stream = settled()
  stream.tell('c1')
  stream.tell('c2', ['Pod'])
  stream.tell('c3', ['Pod'])
  expect(pods.told).toEqual(['again', 'Pod', 'Pod'])
})

test('what is read while the stream is open is not read again', () => {
  listener('Pod')
  settled().tell('c1')
  const services = listener('Pod')
  settled().tell('c2', ['Pod'])
  expect(services.told).toEqual(['Pod'])
  expect(opened).toHaveLength(1)
})

test('a newcomer of another type is told everything from where the stream stood when it came', () => {
  listener('Pod')
  settled().tell('c1')
  const services = listener('Service')
  opened[0]?.tell('c2', ['Pod'])
  const stream = settled()
  expect(stream.variables).toEqual({ types: ['Pod', 'Service'], after: 'c1' })
  stream.tell('c3', ['Service'])
  expect(services.told).toEqual(['Service'])
})

test('one that comes while the stream begins reads once more, and misses nothing from there', () => {
  const pods = listener('Pod')
  const first = settled()
  const services = listener('Service')
  first.tell('c1')
  first.tell('c2', ['Pod'])
  expect(settled().variables.after).toBe('c1')
  expect([pods.told, services.told]).toEqual([['again', 'Pod'], ['again']])
})

test('a stream that ends goes on at its last cursor, and nothing is read again', () => {
  const pods = listener('Pod')
  const first = settled()
  first.tell('c1')
  first.tell('c2', ['Pod'])
  first.end()
  vi.advanceTimersByTime(1_000)
  expect(opened.at(-1)?.variables.after).toBe('c2')
  opened.at(-1)?.tell('c3', ['Pod'])
  expect(pods.told).toEqual(['again', 'Pod', 'Pod'])
})

test('a resync is told to everyone', () => {
  const pods = listener('Pod')
  const stream = settled()
  stream.tell('c1')
  stream.tell('c9', [], true)
  expect(pods.told).toEqual(['again', 'again'])
})

test('once nobody listens the stream is closed, and begins anew for the next', () => {
  const pods = listener('Pod')
  settled().tell('c1')
  pods.leave()
  vi.advanceTimersByTime(1_000)
  expect(opened.every(({ isOpen }) => !isOpen)).toBe(true)
  listener('Pod')
  expect(settled().variables.after).toBeNull()
})
