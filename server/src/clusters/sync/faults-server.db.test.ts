import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '../../../test/api-server/faults.ts'
import type { LoggedRequest } from '../../../test/api-server/http-server.ts'
import { expectAllRight, expectRowsRight } from '../../../test/faults/expectations.ts'
import { FaultWorld } from '../../../test/faults/fault-world.ts'
import { kindOf, pageReader, pagesIn } from '../../../test/faults/pages.ts'
import { KINDS } from '../../kubernetes/kinds.ts'
import { TaskError } from '../../tasks/definition.ts'

let faults: FaultWorld
beforeAll(async () => {
  faults = await FaultWorld.open()
})
afterEach(() => faults.api.meet(undefined))
afterAll(() => faults.close())

/** What a sync that found nobody to ask is told by. */
async function failureOf(sync: Promise<unknown>): Promise<TaskError> {
  const error = await sync.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TaskError)) throw new Error('The sync did not fail as a task does.', { cause: error })
  return error
}

/** Lets the server die when a page is asked for. Resolves once it is dead. */
function dieAt(at: { readonly kind: string; readonly page: number }): Promise<void> {
  const read = pageReader()
  const dead = Promise.withResolvers<void>()
  faults.api.meet((request) => {
    const asked = read(request)
    if (asked?.kind !== at.kind || asked.page !== at.page) return undefined
    faults.api.die().then(dead.resolve, dead.reject)
    return { refuse: true }
  })
  return dead.promise
}

test('a server that dies at a page, each in turn: what was read is right, nothing goes, and it is said', async () => {
  const kinds = KINDS.map(({ kind }) => kind)
  for (const at of pagesIn(faults.asked)) {
    const before = await faults.picture()
    await faults.world.forgetChanges()
    faults.turn()
    const dead = dieAt(at)
    const { code, message, advice, retryable } = await failureOf(faults.sync())
    await dead
    await faults.api.listen()
    const cause = { code: 'UNREACHABLE', message: expect.stringMatching(/refuses connections|cut the connection/) }
    expect({ code, message, retryable }, at.kind).toEqual({ ...cause, retryable: true })
    // The first page of a kind is asked for while the one before it is still read: that one may end there, too.
    const index = kinds.indexOf(at.kind)
    const coverage = await faults.coverage()
    const last = kinds.slice(Math.max(0, index - 1), index + 1).find((kind) => coverage.get(kind)?.reason === 'FAILED')
    expect(last, at.kind).toBeDefined()
    expect(coverage.get(last ?? '')?.advice).not.toBe('')
    const notReached = new Set(kinds.slice(kinds.indexOf(last ?? '') + 1))
    await expectRowsRight(faults, { before, failed: new Set([last ?? '']), notReached })
    expect(await faults.world.clusterRow(faults.row)).toMatchObject({
      state: 'UNREACHABLE',
      stateCause: message,
      stateAdvice: advice,
    })
  }
})

test('once it is back, one sync makes all right', async () => {
  await faults.sync()
  await expectAllRight(faults)
})

/** Who the cluster is and what it serves, as a sync asks for it before the first page. */
function questions(): string[] {
  return [...new Set(faults.asked.filter(({ path }) => kindOf(path) === undefined).map(({ path }) => path))]
}

const answerTo =
  (path: string, fault: Fault) =>
  (request: LoggedRequest): Fault | undefined =>
    request.path === path ? fault : undefined

describe.each<{ name: string; fault: Fault }>([
  { name: 'is reset', fault: { refuse: true } },
  { name: 'is answered with 500', fault: { status: 500 } },
  { name: 'is answered with 404', fault: { status: 404 } },
  { name: 'is a web page', fault: { html: true } },
  { name: 'is of another shape', fault: { body: '{}' } },
])('a question before the first page that $name', ({ fault }) => {
  test('each in turn: nothing of what is not read goes, and it is said', async () => {
    expect(questions().length).toBeGreaterThan(8)
    for (const path of questions()) {
      const before = await faults.picture()
      await faults.world.forgetChanges()
      faults.turn()
      faults.api.meet(answerTo(path, fault))
      const ended = await faults.sync().catch((error: unknown) => error)
      const failed = new Set<string>()
      const notReached = new Set<string>()
      if (ended instanceof TaskError) {
        expect(await faults.world.clusterRow(faults.row), path).toMatchObject({
          state: 'UNREACHABLE',
          stateCause: ended.message,
          stateAdvice: expect.stringMatching(/.+/),
        })
        for (const { kind } of KINDS) notReached.add(kind)
      } else {
        expect(ended, path).not.toBeInstanceOf(Error)
        for (const { kind, reason } of (await faults.coverage()).values()) if (reason !== 'COMPLETE') failed.add(kind)
      }
      await expectRowsRight(faults, { before, failed, notReached })
    }
  })

  test('when it is over, one sync makes all right', async () => {
    faults.api.meet(undefined)
    await faults.sync()
    await expectAllRight(faults)
  })
})

test('probes that fail keep no kind from being read', async () => {
  faults.turn()
  faults.api.meet(({ verb, query }) => (verb === 'list' && query.get('limit') === '1' ? { refuse: true } : undefined))
  expect(await faults.sync()).not.toHaveProperty('partial')
  await expectAllRight(faults)
})
