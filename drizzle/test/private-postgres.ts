import { execFile, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

const run = promisify(execFile)

/**
 * A PostgreSQL server of our own from the machine's binaries, in a temporary folder, on the loopback only.
 * As root it runs as the user `postgres`, for PostgreSQL refuses root. Throws when there are no binaries.
 */
export async function privatePostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const binaries = binariesFolder()
  if (!binaries) throw new Error('No PostgreSQL binaries were found; set TEST_DATABASE_URL to a server.')
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-postgres-'))
  const owner = await unprivileged()
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const port = await freePort()
  const data = join(folder, 'data')
  await run(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8'], {
    cwd: folder,
    ...owner,
  })
  const server = spawn(
    join(binaries, 'postgres'),
    [
      '-D',
      data,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `unix_socket_directories=${folder}`,
      '-c',
      'fsync=off',
      '-c',
      'max_connections=200',
    ],
    { cwd: folder, stdio: 'ignore', ...owner },
  )
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await waitUntilReady(join(binaries, 'pg_isready'), port)
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The newest version's folder with `initdb` and `postgres`: Debian's place first, then PATH. */
export function binariesFolder(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .map(Number)
        .filter(Boolean)
        .sort((a, b) => b - a)
    : []
  const folders = [
    ...versions.map((version) => join(debian, String(version), 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (userInfo().uid !== 0) return undefined
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

async function waitUntilReady(isReady: string, port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const ready = await run(isReady, ['-h', '127.0.0.1', '-p', String(port)]).then(
      () => true,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The private PostgreSQL server did not become ready in 10 s.')
}
