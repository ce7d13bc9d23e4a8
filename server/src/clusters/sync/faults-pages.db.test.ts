import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '../../../test/api-server/faults.ts'
import { expectAllRight, expectFailuresSaid, expectRowsRight } from '../../../test/faults/expectations.ts'
import { FaultWorld } from '../../../test/faults/fault-world.ts'
import { type Page, pagesIn, strike } from '../../../test/faults/pages.ts'
import { KINDS } from '../../kubernetes/kinds.ts'
import type { ConnectionOptions } from '../kubeconfig-connection.ts'

let faults: FaultWorld
let pages: readonly Page[]
beforeAll(async () => {
  faults = await FaultWorld.open()
  pages = pagesIn(faults.asked)
})
afterEach(() => faults.api.meet(undefined))
afterAll(() => faults.close())

/** The first or a later page of every other kind: so each kind fails while its neighbors are read. */
const ROUNDS = ['first', 'later'].flatMap((which) => [0, 1].map((parity) => ({ which, parity })))

function pagesOfRound({ which, parity }: (typeof ROUNDS)[number]): Page[] {
  const ofParity = pages.filter(({ kind }) => KINDS.findIndex((one) => one.kind === kind) % 2 === parity)
  return ofParity.filter(({ page }) => (which === 'first' ? page === 0 : page > 0))
}

test('every kind that clusters serve has a page, and some have several', () => {
  const served = KINDS.filter(({ optional }) => !optional).map(({ kind }) => kind)
  expect(pages.filter(({ page }) => page === 0).map(({ kind }) => kind)).toEqual(served)
  expect(pages.filter(({ page }) => page > 0).length).toBeGreaterThan(6)
  expect(ROUNDS.flatMap(pagesOfRound)).toHaveLength(pages.length)
})

/** A limit that a silent server is over soon: of such pages only those of kinds that have several are tried. */
const SHORT: ConnectionOptions = { timeouts: { idleMs: 500 }, maxAttempts: 1 }

interface PageFault {
  readonly name: string
  readonly fault: Fault
  /** What the cause says. */
  readonly message: RegExp
  readonly connection?: ConnectionOptions
}

const FAULTS: readonly PageFault[] = [
  { name: 'is reset', fault: { refuse: true }, message: /cut the connection/ },
  { name: 'is cut in the middle', fault: { cut: true }, message: /cut the connection/ },
  { name: 'is answered with 500 for ever', fault: { status: 500 }, message: /answered 500/ },
  { name: 'is forgotten for ever', fault: { status: 410 }, message: /forgot the state of the list 6 times/ },
  { name: 'is no JSON', fault: { body: '{"kind":"PodList","items":[{"meta' }, message: /something else/ },
  { name: 'is a web page', fault: { html: true }, message: /something else/ },
  { name: 'is of another shape', fault: { body: '{"kind":"Status"}' }, message: /something else/ },
  { name: 'stays out', fault: { delayMs: 1_200 }, connection: SHORT, message: /sends nothing within 0.5 s/ },
  { name: 'stops in the middle', fault: { stall: true }, connection: SHORT, message: /sends nothing within 0.5 s/ },
]

/** Two rounds a fault, other ones each time; all of them in a thorough run. */
const TRIED = FAULTS.map((one, at) => ({
  ...one,
  rounds: process.env['BREAKWATER_TEST_THOROUGH'] ? ROUNDS : ROUNDS.filter((_round, index) => (at + index) % 2 === 0),
}))

describe.each(TRIED)('a page that $name', ({ fault, connection, message, rounds }) => {
  test.each(rounds)(
    '$which pages, kinds $parity of 2: nothing of them goes, the others are read, it is said',
    async (round) => {
      const several = new Set(pages.flatMap(({ kind, page }) => (page > 0 ? [kind] : [])))
      const struck = pagesOfRound(round).filter(({ kind }) => connection === undefined || several.has(kind))
      const failed = new Set(struck.map(({ kind }) => kind))
      const before = await faults.picture()
      await faults.world.forgetChanges()
      faults.turn()
      faults.api.forget()
      strike(faults.api, struck, fault)
      const { partial } = await faults.sync(connection)
      const [first] = KINDS.filter(({ kind }) => failed.has(kind)).map(({ plural }) => plural)
      expect(partial).toMatchObject({
        code: 'KINDS_FAILED',
        message: expect.stringMatching(new RegExp(`^Not read: ${first}\\b.*${message.source}`)),
        advice: expect.stringMatching(/.+/),
      })
      await expectRowsRight(faults, { before, failed })
      expect((await faults.removed()).length).toBeGreaterThan(10)
      await expectFailuresSaid(faults, failed)
      // Tried again now and then, and not in a loop.
      expect(faults.api.requests.length).toBeLessThan(faults.asked.length + 15 * struck.length)
    },
  )

  test('when it is over, one sync makes all right', async () => {
    await faults.sync()
    await expectAllRight(faults)
  })
})

test('pages that are late, but within the limit, are read like any others', async () => {
  faults.turn()
  strike(faults.api, pages, { delayMs: 30 })
  expect(await faults.sync({ timeouts: { idleMs: 2_000 } })).not.toHaveProperty('partial')
  await expectAllRight(faults)
})

test('a page that comes on the second try is read like any other', async () => {
  faults.turn()
  const met = new Set<string>()
  faults.api.meet(({ path, query }) => {
    const url = `${path}?${query}`
    if (met.has(url)) return undefined
    met.add(url)
    return { cut: true }
  })
  expect(await faults.sync()).not.toHaveProperty('partial')
  await expectAllRight(faults)
})
