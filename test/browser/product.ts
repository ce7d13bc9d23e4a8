import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../drizzle/test/free-port.ts'
import { flagsOfStart } from './start-flags.ts'

const COMMAND = fileURLToPath(new URL('../../server/bin/breakwater.mjs', import.meta.url))
/** The same command with a domain of risks that exists in tests only. */
export const COMMAND_WITH_RISKS = fileURLToPath(new URL('./product-with-risks.ts', import.meta.url))
/** The same command, as it runs in a pod. */
export const COMMAND_IN_CLUSTER = fileURLToPath(new URL('./product-in-cluster.ts', import.meta.url))
/** As the command does by itself. */
const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url))
const READY_TIMEOUT_MS = 40_000

/** The product in a process of its own, as `npm start` runs it, on data and a port of its own. */
export interface Product {
  readonly url: string
  /** The one-time link that the last start printed. */
  readonly loginUrl: string
  readonly data: string
  /** Of the process that runs now. */
  readonly pid: number | undefined
  /** Runs another command beside it; resolves to what it printed. */
  run(...args: string[]): Promise<{ status: number; output: string }>
  /** `SIGKILL` ends it as a crash would. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Starts it again on the same data and port. */
  start(): Promise<void>
  /** Ends it and deletes its data. */
  close(): Promise<void>
}

/**
 * Starts the product on empty data, those of the run where it has made some (global-setup.ts). `environment` is added to an environment that
 * names no database and no kubeconfig; `command` is the file that is run.
 */
export async function startProduct(environment: Record<string, string> = {}, command = COMMAND): Promise<Product> {
  const data = await mkdtemp(join(tmpdir(), 'breakwater-browser-'))
  const port = await freePort()
  const template = process.env['BREAKWATER_TEST_TEMPLATE']
  if (template) await cp(template, join(data, 'data'), { recursive: true })
  const variables = {
    PATH: process.env['PATH'],
    HOME: data,
    KUBECONFIG: join(data, 'no-kubeconfig'),
    BREAKWATER_DATA: join(data, 'data'),
    BREAKWATER_TIME_ZONE: 'UTC',
    LOG_LEVEL: 'warn',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    PORT: String(port),
    // Of a database that others can reach, the key is not kept beside the data.
    ...(environment['DATABASE_URL'] !== undefined && { BREAKWATER_SECRET_KEY: randomBytes(32).toString('base64') }),
    ...environment,
  }
  let child: ChildProcess | undefined
  let loginUrl = ''

  async function start(): Promise<void> {
    const started = spawn(process.execPath, [...flagsOfStart(), command, 'serve'], {
      env: variables,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    // What it says on standard error is the first thing that a failed test wants to see.
    started.stderr.pipe(process.stderr)
    loginUrl = await waitForLink(started)
  }
  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>((resolve) => child?.once('exit', () => resolve()))
    child.kill(signal)
    await ended
  }

  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    get loginUrl() {
      return loginUrl
    },
    data,
    get pid() {
      return child?.pid
    },
    start,
    end,
    run: (...args) => runCommand(command, args, variables),
    async close() {
      await end('SIGTERM')
      await rm(data, { recursive: true, force: true })
    },
  }
}

function waitForLink(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const fail = (why: string) => reject(new Error(`The product did not start (${why}):\n${printed}`))
    const timer = setTimeout(() => fail(`not ready in ${READY_TIMEOUT_MS} ms`), READY_TIMEOUT_MS)
    const read = (chunk: Buffer) => {
      printed += chunk.toString('utf8')
      const link = /https?:\/\/\S+\/login#code=\S+/.exec(printed)?.[0]
      if (!link) return
      clearTimeout(timer)
      resolve(link)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8')
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(`exit ${code}`)
    })
  })
}

function runCommand(
  command: string,
  args: readonly string[],
  env: Record<string, string | undefined>,
): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk.toString('utf8')
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => resolve({ status: code ?? 1, output }))
  })
}
