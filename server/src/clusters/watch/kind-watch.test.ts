import { expect, test } from 'vitest'
import { KINDS } from '../../kubernetes/kinds.ts'
import { SourceError, type SourceErrorCode, type WatchEvent } from '../source.ts'
import { watchKind } from './kind-watch.ts'
import { Pending } from './pending.ts'
import { WatchStates } from './watch-states.ts'

const kind = KINDS.find((one) => one.kind === 'Pod') ?? {
  kind: 'Pod',
  group: '',
  versions: ['v1'],
  plural: 'pods',
  namespaced: true,
}
const put = (name: string, version: string): WatchEvent => ({
  type: 'PUT',
  object: { kind: 'Pod', metadata: { name, namespace: 'shop' } },
  version,
})
const failure = (code: SourceErrorCode) => new SourceError(code, `It is ${code}.`, 'Allow get and list on pods.')

/** Plays connections one after the other; after the last one it stays silent. Returns what was asked for. */
async function play(
  connections: readonly (readonly (WatchEvent | SourceError)[])[],
  until: (asked: string[]) => boolean,
) {
  const stop = new AbortController()
  const asked: string[] = []
  const states = new WatchStates('c')
  const pending = new Pending(100)
  const done = watchKind({
    kind,
    version: '10',
    pending,
    states,
    signal: stop.signal,
    pauses: { firstMs: 1, mostMs: 5, pollMs: 1 },
    relist: async () => {
      asked.push('list')
      if (until(asked)) stop.abort()
      return '100'
    },
    watch: async function* (_kind, version, signal) {
      asked.push(version)
      if (until(asked)) stop.abort()
      for (const one of connections[asked.filter((each) => each !== 'list').length - 1] ?? []) {
        if (one instanceof SourceError) throw one
        yield one
      }
      if (!signal.aborted && asked.length > connections.length + 5) stop.abort()
    },
  })
  await done
  return { asked, states, pending }
}

test('a connection that breaks off goes on after the last event', async () => {
  const { asked, pending } = await play(
    [[put('a', '11'), put('b', '12'), failure('UNREACHABLE')], []],
    (all) => all.length === 2,
  )
  expect(asked).toEqual(['10', '12'])
  expect(pending.size).toBe(2)
})

test('a bookmark moves the state on', async () => {
  const { asked } = await play(
    [[{ type: 'BOOKMARK', version: '40' }, failure('UNREACHABLE')]],
    (all) => all.length === 2,
  )
  expect(asked).toEqual(['10', '40'])
})

test('a state that is too old is listed anew', async () => {
  const { asked } = await play([[failure('EXPIRED')]], (all) => all.length === 3)
  expect(asked).toEqual(['10', 'list', '100'])
})

test('what may not be watched is listed again and again, and says so', async () => {
  const { asked, states } = await play(
    [[failure('FORBIDDEN')], [failure('FORBIDDEN')]],
    (all) => all.filter((one) => one === 'list').length === 2,
  )
  expect(asked.slice(0, 3)).toEqual(['10', 'list', '100'])
  expect(states.allLost).toBe(false)
})

test('what is lost is said with its cause', async () => {
  const { states } = await play([[failure('UNREACHABLE')], [failure('UNREACHABLE')]], (all) => all.length === 2)
  expect(states.allLost).toBe(true)
  expect(states.cause).toMatchObject({ message: 'It is UNREACHABLE.' })
})
