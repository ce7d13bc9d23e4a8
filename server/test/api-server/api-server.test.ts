import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { outboundClient } from '../../src/outbound/client.ts'
import { type ApiServer, type ApiServerOptions, apiServer } from './api-server.ts'

const signal = new AbortController().signal
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

describe('discovery', () => {
  test('tells groups and resources', async () => {
    const { get } = await start()
    expect((await get('/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] })
    const groups = (await get('/apis')).body['groups'] as { name: string }[]
    expect(groups.map(({ name }) => name)).toContain('networking.k8s.io')
    expect((await get('/apis/apps/v1')).body).toMatchObject({ kind: 'APIResourceList', groupVersion: 'apps/v1' })
  })

  test('tells kinds that came with the objects', async () => {
    const { get } = await start({
      objects: [{ apiVersion: 'x.example/v1', kind: 'Policy', metadata: { name: 'a', namespace: 'b' } }],
    })
    expect((await get('/apis/x.example/v1/policies')).body).toMatchObject({
      kind: 'PolicyList',
      items: [{ metadata: { name: 'a' } }],
    })
  })

  test.each(['/apis/nothing.example/v1', '/api/v1/nothings', '/apis/apps/v1/pods'])(
    'answers 404 at %s',
    async (path) => {
      expect((await (await start()).get(path)).status).toBe(404)
    },
  )
})

describe('access', () => {
  test('an anonymous caller sees the version and no more', async () => {
    const { get } = await start()
    expect((await get('/version', {})).status).toBe(200)
    expect((await get('/api/v1/pods', {})).body).toMatchObject({ kind: 'Status', reason: 'Forbidden', code: 403 })
    expect((await get('/api/v1', {})).status).toBe(403)
  })

  test('a wrong token is refused with a Status', async () => {
    const { get } = await start()
    expect((await get('/version', { authorization: 'Bearer x' })).body).toMatchObject({
      kind: 'Status',
      reason: 'Unauthorized',
      code: 401,
    })
  })

  test('a forbidden resource says who may not do what', async () => {
    const { api, get } = await start()
    api.access.forbid('services')
    expect((await get('/api/v1/services?limit=1')).body['message']).toBe(
      'services is forbidden: User "breakwater" cannot list resource "services" in API group "" at the cluster scope',
    )
    expect((await get('/api/v1/pods')).status).toBe(200)
  })
})

describe('lists', () => {
  test('pages hold a list together that began before a change', async () => {
    const { api, get } = await start({ pods: 5 })
    const first = (await get('/api/v1/pods?limit=2')).body
    expect(first['metadata']).toMatchObject({ remainingItemCount: 3, continue: expect.any(String) })
    for (const name of await podNames(get)) api.store.remove('Pod', name, 'team-1')
    const token = (first['metadata'] as { continue: string }).continue
    const rest = (await get(`/api/v1/pods?limit=10&continue=${token}`)).body
    expect(rest['items']).toHaveLength(3)
    expect(rest['metadata']).toEqual({
      resourceVersion: (first['metadata'] as { resourceVersion: string }).resourceVersion,
    })
    expect((await get('/api/v1/pods')).body['items']).toEqual([])
  })

  test('members have no kind, as on a real server', async () => {
    const { get } = await start({ pods: 1 })
    const body = (await get('/api/v1/pods')).body
    expect(body).toMatchObject({ kind: 'PodList', apiVersion: 'v1' })
    expect((body['items'] as object[])[0]).not.toHaveProperty('kind')
  })

  test('an expired token is answered with 410 and a token for the rest', async () => {
    const { api, get } = await start({ pods: 5 })
    const token = ((await get('/api/v1/pods?limit=2')).body['metadata'] as { continue: string }).continue
    api.expireContinueTokens()
    expect((await get(`/api/v1/pods?limit=2&continue=${token}`)).body).toMatchObject({
      kind: 'Status',
      reason: 'Expired',
      code: 410,
      metadata: { continue: expect.any(String) },
    })
    expect((await get('/api/v1/pods?limit=2')).status).toBe(200)
  })

  test('a namespace and a field selector narrow it', async () => {
    const { get } = await start({ pods: 4, namespaces: 2 })
    expect((await get('/api/v1/namespaces/team-2/pods')).body['items']).toHaveLength(1)
    expect((await get('/api/v1/namespaces?fieldSelector=metadata.name%3Dkube-system')).body['items']).toHaveLength(1)
  })

  test('only large answers are compressed', async () => {
    const { get } = await start({ pods: 300 })
    expect((await get('/api/v1/pods?limit=1')).headers['content-encoding']).toBeUndefined()
    expect((await get('/api/v1/pods')).headers['content-encoding']).toBe('gzip')
  })
})

describe('changes', () => {
  test('each one has a resource version of its own, and is remembered', async () => {
    const { api } = await start({ pods: 1 })
    const before = api.store.resourceVersion
    api.store.put({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'new', namespace: 'team-1' } })
    api.store.update('Pod', 'new', 'team-1', (pod) => Object.assign(pod, { status: { phase: 'Running' } }))
    api.store.remove('Pod', 'new', 'team-1')
    expect(api.store.history.slice(-3).map(({ resourceVersion, type }) => [resourceVersion - before, type])).toEqual([
      [1, 'ADDED'],
      [2, 'MODIFIED'],
      [3, 'DELETED'],
    ])
  })

  test('a new state touches only what differs', async () => {
    const { api } = await start({ objects: [pod('a', '1'), pod('b', '1'), pod('c', '1')] })
    const before = api.store.history.length
    api.store.replaceAll([pod('a', '1'), pod('b', '2'), pod('d', '1')])
    const changes = api.store.history.slice(before).map(({ type, key }) => `${type} ${key}`)
    expect(changes.sort()).toEqual([
      'ADDED default/d',
      'DELETED /kube-system',
      'DELETED default/c',
      'MODIFIED default/b',
    ])
  })
})

describe('kubeconfig', () => {
  test('is a file that only its owner can read, and is gone after close', async () => {
    const api = await apiServer()
    const file = await api.kubeconfigFile()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(parse(await readFile(file, 'utf8'))).toMatchObject({ kind: 'Config', 'current-context': 'double' })
    await api.close()
    await expect(stat(file)).rejects.toThrow()
  })
})

describe('in a process of its own', () => {
  test('tells where it is, takes commands, and switches to the next state', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'double-'))
    closing.push(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'first.yaml'), JSON.stringify(pod('a', '1')))
    await writeFile(join(folder, 'next.yaml'), JSON.stringify(pod('b', '1')))
    const { told } = await run(['--objects', join(folder, 'first.yaml'), '--next', join(folder, 'next.yaml')])
    expect(told).toMatchObject({ port: expect.any(Number), kubeconfig: expect.any(String) })

    const ask = async (command: string, body?: object) =>
      (await fetch(`${told['control']}/${command}`, body ? { method: 'POST', body: JSON.stringify(body) } : {})).json()
    const get = getter(String(told['url']), String(told['token']))
    expect(await podNames(get)).toEqual(['a'])
    await ask('switch', { state: 'next' })
    expect(await podNames(get)).toEqual(['b'])
    await ask('fail', { target: 'pods', status: 403 })
    expect((await get('/api/v1/pods')).status).toBe(403)
    await ask('put', pod('c', '1'))
    expect(await podNames(get)).toEqual(['b', 'c'])
    expect(await ask('requests')).toContainEqual({ method: 'GET', path: '/api/v1/pods', query: '', status: 403 })
  })

  test('ends by a signal and leaves no file', async () => {
    const { child, told } = await run(['--pods', '3'])
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
    await expect(stat(String(told['kubeconfig']))).rejects.toThrow()
  })
})

async function start(options: ApiServerOptions = {}): Promise<{ api: ApiServer; get: Get }> {
  const api = await apiServer(options)
  closing.push(() => api.close())
  return { api, get: getter(api.url, api.access.token) }
}

async function run(args: string[]): Promise<{ child: ChildProcess; told: Record<string, unknown> }> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  closing.push(() => child.kill('SIGKILL'))
  for await (const line of createInterface({ input: child.stdout })) return { child, told: JSON.parse(line) }
  throw new Error('The double said nothing')
}

type Got = { status: number; headers: Record<string, unknown>; body: Record<string, unknown> }
type Get = (path: string, headers?: Record<string, string>) => Promise<Got>

function getter(url: string, token: string): Get {
  const agent = new https.Agent({ rejectUnauthorized: false })
  const client = outboundClient({ policy: { allowPrivate: true }, agent, maxAttempts: 1 })
  return async (path, headers = { authorization: `Bearer ${token}` }) => {
    const { status, headers: got, body } = await client.get(new URL(`${url}${path}`), { signal, headers })
    const isJson = got['content-type'] === 'application/json'
    return { status, headers: got, body: isJson ? JSON.parse(body.toString()) : {} }
  }
}

async function podNames(get: Get): Promise<string[]> {
  const items = (await get('/api/v1/pods')).body['items'] as { metadata: { name: string } }[]
  return items.map(({ metadata }) => metadata.name)
}

function pod(name: string, version: string) {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { version } } }
}
