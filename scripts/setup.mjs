// Brings a fresh clone to where everything runs. Plain JavaScript without dependencies: it may be run by a Node that is
// older than the pinned one, before anything is installed. What follows `--` is then run by the pinned one: a shell that has
// found an older `node` before the install would go on using that.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'node_modules', '.breakwater-installed')
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.log('Installing dependencies (once, about a minute) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const install = spawnSync(npm, ['ci', '--loglevel=error', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' })
  if (install.status !== 0) stop('`npm ci` failed; its message is above.')
  writeFileSync(stamp, lock)
}

const node = join(root, 'node_modules', '.bin', 'node')
const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim()
if (!version?.startsWith('v24.')) {
  stop(
    'Node 24 was not installed with the dependencies: the install script of the package `node` did not run. ' +
      'Allow it (`npm config get ignore-scripts` must be false), delete node_modules, and try again.',
  )
}

const end = process.argv.indexOf('--')
if (process.argv.slice(0, end < 0 ? undefined : end).includes('--build')) {
  // Built anew only when its sources changed: turbo keeps what it built.
  const quiet = { TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' }
  const turbo = join(root, 'node_modules', '.bin', 'turbo')
  const build = spawnSync(turbo, ['run', 'build', '--output-logs=errors-only', '--log-order=stream'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    env: { ...process.env, ...quiet },
  })
  if (build.status !== 0) {
    console.error(build.stdout)
    stop('The dashboard could not be built; the message is above.')
  }
}

if (end > 0) {
  const child = spawn(node, process.argv.slice(end + 1), { cwd: root, stdio: 'inherit' })
  // Ctrl-C reaches the child by itself; what is sent to this process alone is handed on.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code) => process.exit(code ?? 1))
}

/** @param {string} message */
function stop(message) {
  console.error(message)
  process.exit(2)
}
