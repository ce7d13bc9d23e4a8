import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { setting } from '@breakwater/drizzle/tables/access.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { addFleet } from '../../../schema/test/fleet.ts'
import { addWorkload } from '../../../schema/test/rows.ts'
import { type ApiApp, apiApp } from '../../test/api-app.ts'
import { TEST_KEY } from '../../test/test-key.ts'
import { createEventBus, type EventBus } from '../events/bus.ts'
import { ensureStream } from '../events/stream-epoch.ts'
import { createLog } from '../log.ts'

/** A Python that has what examples/breakwater.py names; the run says so when there is none. */
const PYTHON = process.env['BREAKWATER_TEST_PYTHON'] ?? 'python3'
const hasPython = spawnSync(PYTHON, ['-c', 'import sys']).status === 0
const hasWebsockets = hasPython && spawnSync(PYTHON, ['-c', 'import websockets']).status === 0

const folder = mkdtempSync(join(tmpdir(), 'breakwater-examples-'))
const started: ChildProcess[] = []
let app: ApiApp
let bus: EventBus
let token: string

beforeAll(async () => {
  const log = createLog('fatal', { write() {} })
  app = await apiApp({
    services: (database: Database) => {
      bus = createEventBus({ database, key: TEST_KEY, log })
      return { changes: bus }
    },
  })
  await ensureStream(app.own.database)
  await bus.start()
  token = await app.access.createToken('example', undefined)
  await addFleet(app.own.database.db)
  for (let n = 0; n < 120; n++) await addWorkload(app.own.database.db, 'c1', 'many', `workload-${n}`)
})
afterEach(async () => {
  for (const child of started.splice(0)) {
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
    child.kill('SIGKILL')
    await ended
  }
})
afterAll(async () => {
  // It holds a connection, which the database would wait for.
  await bus.stop()
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const example = (name: string) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url))

function run(command: string, args: readonly string[], cursorFile = 'cursor', secret = token) {
  const env = {
    PATH: process.env['PATH'],
    BREAKWATER_URL: app.url,
    BREAKWATER_TOKEN: secret,
    CURSOR_FILE: join(folder, cursorFile),
  }
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  const said = { text: '', errors: '' }
  child.stdout.on('data', (chunk) => {
    said.text += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.errors += chunk
  })
  return { child, said, ended: once(child, 'exit').then(([status]) => status as number | null) }
}

async function totalOf(query: string): Promise<number> {
  const [list] = Object.values((await app.transports.http(query)).data ?? {})
  return (list as { readonly totalCount: number }).totalCount
}

async function change(name: string): Promise<void> {
  await app.own.database.transaction(async (tx) => {
    await tx.insert(setting).values({ name, value: 1, updatedAt: new Date(), updatedBy: 'test' })
    await recordChanges(tx, [{ type: 'Setting', node: name, operation: 'ADDED', new: {} }])
  })
}

test('list.sh prints every workload once, over several pages', async () => {
  const { said, ended } = run('sh', [example('list.sh')])
  expect(await ended, said.errors).toBe(0)
  const totalCount = await totalOf('{ workloads(first: 1) { totalCount } }')
  const lines = said.text.trim().split('\n')
  expect(totalCount).toBeGreaterThan(100)
  expect(lines).toHaveLength(totalCount)
  expect(lines.filter((line) => line === 'many/workload-7')).toHaveLength(1)
})

test('list.sh ends with an error when the token is wrong', async () => {
  const { ended } = run('sh', [example('list.sh')], 'cursor', 'bw_wrong')
  expect(await ended).not.toBe(0)
})

test.skipIf(!hasPython)('breakwater.py prints the open risks with the standard library alone', async () => {
  const { said, ended } = run(PYTHON, ['-I', example('breakwater.py'), 'risks'])
  expect(await ended, said.errors).toBe(0)
  const totalCount = await totalOf('{ risks(first: 1, filter: { states: [OPEN], waived: false }) { totalCount } }')
  expect(totalCount).toBeGreaterThan(1)
  expect(said.text.trim().split('\n')).toHaveLength(totalCount)
})

const FOLLOWERS = [
  { name: 'follow.mjs', command: process.execPath, args: [example('follow.mjs')], runs: true },
  { name: 'breakwater.py', command: PYTHON, args: [example('breakwater.py'), 'follow'], runs: hasWebsockets },
]

describe.each(FOLLOWERS)('$name', ({ name, command, args, runs }) => {
  const cursor = `cursor of ${name}`
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .filter((line) => line.includes('Setting'))

  test.skipIf(!runs)('prints what changes, and started again what it missed, nothing twice', async () => {
    const first = run(command, args, cursor)
    await vi.waitFor(() => expect(existsSync(join(folder, cursor)), first.said.errors).toBe(true), 10_000)
    await change(`${name} one`)
    await vi.waitFor(() => expect(lines(first.said.text)).toHaveLength(1), 10_000)
    first.child.kill('SIGKILL')
    await first.ended

    await change(`${name} two`)
    await change(`${name} three`)
    const second = run(command, args, cursor)
    await vi.waitFor(() => expect(lines(second.said.text)).toHaveLength(2), 10_000)
    await change(`${name} four`)
    await vi.waitFor(() => expect(lines(second.said.text)).toHaveLength(3), 10_000)
    expect(lines(second.said.text).every((line) => line.includes('ADDED'))).toBe(true)
  })

  test.skipIf(!runs)('ends when the token is wrong', async () => {
    expect(await run(command, args, 'no cursor', 'bw_wrong').ended).not.toBe(0)
  })
})
