import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Server and dashboard, reloaded when their files change. One origin: the server hands pages on to `next dev`. */
const root = fileURLToPath(new URL('..', import.meta.url))
const WEB_PORT = '4001'
const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', BREAKWATER_DEVELOPMENT_WEB_PORT: WEB_PORT }

const children = [
  spawn('next', ['dev', '--hostname', '127.0.0.1', '--port', WEB_PORT], {
    cwd: `${root}/web`,
    stdio: 'inherit',
    env: environment,
  }),
  spawn(process.execPath, ['--watch', '--watch-preserve-output', 'server/bin/breakwater.mjs', 'serve'], {
    cwd: root,
    stdio: 'inherit',
    env: environment,
  }),
]
const stop = () => {
  for (const child of children) child.kill('SIGTERM')
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
for (const child of children) child.on('exit', stop)
