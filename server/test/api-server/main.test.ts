import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { apiServer } from './api-server.ts'
import { asking, atEnd, closeAll, pod, told } from './testing.ts'

afterEach(closeAll)

interface Told {
  readonly port: number
  readonly url: string
  readonly control: string
  readonly kubeconfig: string
  readonly token: string
}

async function run(args: readonly string[]): Promise<{ child: ChildProcess; told: Told }> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  atEnd(() => child.kill('SIGKILL'))
  for await (const line of createInterface({ input: child.stdout })) return { child, told: JSON.parse(line) }
  throw new Error('The double said nothing')
}

/** What drives and asks a double in a process of its own. */
async function driven(args: readonly string[]) {
  const { told: place } = await run(args)
  const ca = parse(await readFile(place.kubeconfig, 'utf8')).clusters[0].cluster['certificate-authority-data']
  const command = async (name: string, body: object = {}) => {
    const answer = await fetch(`${place.control}/${name}`, { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(await answer.text())
    return (await answer.json()) as Record<string, unknown>
  }
  const look = async (name: string) => (await fetch(`${place.control}/${name}`)).json()
  const asked = asking({ url: place.url, ca: Buffer.from(ca, 'base64').toString() }, place.token)
  return { command, look, ...asked }
}

test('a kubeconfig is a file that only its owner can read, and is gone after close', async () => {
  const api = await apiServer()
  const file = await api.kubeconfigFile()
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(parse(await readFile(file, 'utf8'))).toMatchObject({ kind: 'Config', 'current-context': 'double' })
  await api.close()
  await expect(stat(file)).rejects.toThrow()
})

test('a process tells where it is, takes commands, and switches to the next state', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'double-'))
  atEnd(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'first.yaml'), JSON.stringify(pod('a')))
  await writeFile(join(folder, 'next.yaml'), JSON.stringify(pod('b')))
  const files = ['--objects', join(folder, 'first.yaml'), '--next', join(folder, 'next.yaml')]
  const { command, look, get, podNames } = await driven(files)
  expect(await podNames()).toEqual(['a'])
  await command('switch', { state: 'next' })
  expect(await podNames()).toEqual(['b'])
  await command('fail', { target: 'pods', status: 403 })
  expect((await get('/api/v1/pods')).status).toBe(403)
  await command('put', pod('c'))
  expect(await podNames()).toEqual(['b', 'c'])
  expect(await look('requests')).toContainEqual({ method: 'GET', path: '/api/v1/pods', query: '', status: 403 })
})

test('its objects are changed, watched and cut from outside', async () => {
  const { command, look, watch } = await driven(['--pods', '5'])
  const stream = await watch('/api/v1/namespaces/default/pods?watch=1')
  await command('put', pod('a'))
  await command('patch', { kind: 'Pod', name: 'a', patch: { metadata: { labels: { version: '2' } } } })
  await command('remove', { kind: 'Pod', name: 'a' })
  const events = await stream.events(3)
  expect(told(events)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a'])
  expect(events[1]?.object.metadata).toMatchObject({ labels: { version: '2' } })
  expect(await look('watches')).toEqual(['pods'])
  await command('cut-watches')
  expect((await stream.rest()).complete).toBe(false)
})

test('a burst is answered at its end', async () => {
  const { command } = await driven(['--pods', '5'])
  const told = await command('burst', { changesPerSecond: 500, seconds: 0.2 })
  expect(told).toMatchObject({ changes: expect.any(Number), resourceVersion: expect.any(Number) })
  expect(told['changes']).toBeGreaterThanOrEqual(100)
})

test('lies, rights and expiry are told from outside', async () => {
  const { command, get } = await driven(['--pods', '5', '--version', 'v1.30.4'])
  const status = async (path: string) => (await get(path)).status
  await command('forbid', { resource: 'pods', verbs: ['watch'] })
  expect(await status('/api/v1/pods?watch=1')).toBe(403)
  expect(await status('/api/v1/pods')).toBe(200)
  const { body } = await get('/api/v1/pods?limit=2')
  await command('expire')
  expect(await status(`/api/v1/pods?continue=${(body['metadata'] as { continue: string }).continue}`)).toBe(410)
  await command('lie', { target: 'pods', remainingItemCount: 9 })
  expect((await get('/api/v1/pods')).body).toMatchObject({ metadata: { remainingItemCount: 9 } })
  await expect(command('nothing')).rejects.toThrow('There is no command')
})

test('a process ends by a signal and leaves no file', async () => {
  const { child, told: place } = await run(['--pods', '3'])
  child.kill('SIGTERM')
  expect((await once(child, 'exit'))[0]).toBe(0)
  await expect(stat(place.kubeconfig)).rejects.toThrow()
})
