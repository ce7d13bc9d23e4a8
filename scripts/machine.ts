import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { chromium } from '@playwright/test'
import { binariesFolder } from '../drizzle/test/private-postgres.ts'

/** What tests and screenshots need of the machine; installed from Debian's packages when missing and we are root. */

/** The same browser without what only a window needs: a sixth less time for a page. */
const HEADLESS = '/usr/bin/chromium-headless-shell'
const SYSTEM_BROWSERS = [HEADLESS, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Whether a PostgreSQL server can be started here, after trying to install one. */
export function ensurePostgres(): boolean {
  if (!binariesFolder()) installFromDebian('postgresql')
  return binariesFolder() !== undefined
}

/** Path of a Chromium, after trying to install one; undefined when there is none to be had. */
export function ensureChromium(): string | undefined {
  if (!existsSync(HEADLESS)) installFromDebian('chromium-headless-shell')
  if (!findChromium()) installFromDebian('chromium')
  if (!findChromium()) run('npx', ['playwright', 'install', 'chromium'])
  return findChromium()
}

/** A Python that has the package which examples/breakwater.py names, after trying to install one; undefined: none. */
export function ensurePython(): string | undefined {
  if (!findPython()) installFromDebian('python3-websockets')
  return findPython()
}

function findPython(): string | undefined {
  const pythons = [process.env['BREAKWATER_TEST_PYTHON'] ?? 'python3', '/usr/bin/python3']
  return pythons.find((python) => spawnSync(python, ['-c', 'import websockets']).status === 0)
}

export function findChromium(): string | undefined {
  return [...SYSTEM_BROWSERS, chromium.executablePath()].find((path) => existsSync(path))
}

function installFromDebian(packageName: string): void {
  if (userInfo().uid !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.log(`Installing ${packageName} from Debian …`)
  run('apt-get', ['update', '-qq'])
  // Debian's package starts a cluster of its own after the install; the tests need the binaries only.
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', packageName])
}

function run(command: string, args: readonly string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
}
