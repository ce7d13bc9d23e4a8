import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apiServer } from '../../test/api-server/api-server.ts'
import { hashOfCommand } from './exec-command.ts'
import { machineContexts, machineKubeconfig } from './kubeconfig-contexts.ts'
import { kubeconfigSource } from './source-kubeconfig.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contexts-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a machine without a kubeconfig has no contexts and no problem', async () => {
  expect(await machineContexts({ home: folder })).toEqual({ contexts: [], problems: [] })
})

test('the contexts of ~/.kube/config are found', async () => {
  await mkdir(join(folder, '.kube'))
  await write('.kube/config', 'a', { token: 'x' })
  expect((await machineContexts({ home: folder })).contexts).toEqual([
    { name: 'a', current: true, server: 'https://a.example', authentication: 'TOKEN', unusable: undefined },
  ])
})

test('the files that KUBECONFIG lists are joined', async () => {
  const kubeconfig = [await write('one', 'a', {}), join(folder, 'missing'), await write('two', 'b', {})].join(delimiter)
  const { contexts, problems } = await machineContexts({ kubeconfig, home: folder })
  expect(contexts.map(({ name, current }) => [name, current])).toEqual([
    ['a', true],
    ['b', false],
  ])
  expect(problems).toEqual([])
})

const GKE = { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin' }

test('a context that needs a program is listed with the reason', async () => {
  const kubeconfig = await write('one', 'a', { exec: GKE })
  expect((await machineContexts({ kubeconfig })).contexts[0]).toMatchObject({
    authentication: 'EXEC',
    unusable: { code: 'EXEC_NOT_ALLOWED', message: expect.stringContaining('gke-gcloud-auth-plugin') },
  })
})

test('a context whose program is allowed can be tried', async () => {
  const kubeconfig = await write('one', 'a', { exec: GKE })
  const { contexts } = await machineContexts({ kubeconfig }, (name) => (name === 'a' ? hashOfCommand(GKE) : undefined))
  expect(contexts[0]).toMatchObject({ authentication: 'EXEC', unusable: undefined })
})

test('a context that points at nothing is listed with the reason', async () => {
  const kubeconfig = join(folder, 'one')
  await writeFile(kubeconfig, 'contexts: [{name: a, context: {cluster: gone, user: gone}}]')
  expect((await machineContexts({ kubeconfig })).contexts[0]).toMatchObject({
    unusable: { code: 'INVALID_KUBECONFIG' },
  })
})

test('a file that cannot be read is a problem, and the others are read', async () => {
  const broken = join(folder, 'broken')
  await writeFile(broken, 'a: [')
  const { contexts, problems } = await machineContexts({
    kubeconfig: [broken, await write('two', 'b', {})].join(delimiter),
  })
  expect(contexts.map(({ name }) => name)).toEqual(['b'])
  expect(problems).toMatchObject([{ code: 'INVALID_KUBECONFIG', message: expect.stringContaining('broken') }])
})

test('a context of the machine is connected, with a token in a file beside it', async () => {
  const api = await apiServer()
  await writeFile(join(folder, 'token'), `${api.access.token}\n`)
  const kubeconfig = join(folder, 'one')
  await writeFile(kubeconfig, api.kubeconfig({ credentials: 'none', user: { tokenFile: 'token' } }))
  const { config } = await machineKubeconfig({ kubeconfig })
  const source = await kubeconfigSource({
    kubeconfig: config,
    context: 'double',
    origin: 'machine',
    allowPrivateAddresses: false,
  })
  expect((await source.identify(new AbortController().signal)).uid).toBe(api.uid)
  await source.close()
  await api.close()
})

async function write(file: string, name: string, user: object): Promise<string> {
  const path = join(folder, file)
  await writeFile(
    path,
    JSON.stringify({
      'current-context': name,
      clusters: [{ name, cluster: { server: `https://${name}.example` } }],
      users: [{ name, user }],
      contexts: [{ name, context: { cluster: name, user: name } }],
    }),
  )
  return path
}
