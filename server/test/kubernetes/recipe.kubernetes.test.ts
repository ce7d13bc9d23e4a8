import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { coverage } from '@breakwater/drizzle/tables/cluster.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { clusterRoleRecipe } from '../../src/clusters/cluster-role-recipe.ts'
import type { ClusterSource } from '../../src/clusters/source.ts'
import { kubeconfigSource } from '../../src/clusters/source-kubeconfig.ts'
import { testConnection } from '../../src/clusters/test-connection.ts'

import { ROLE_NAME, ROLE_NAMESPACE, smallestRole } from '../../src/kubernetes/cluster-role.ts'
import { KINDS } from '../../src/kubernetes/kinds.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { writeKubeconfig } from '../api-server/kubeconfig.ts'
import { inClusterManifest } from '../guide.ts'
import type { MemorySource } from '../memory-source.ts'
import { SyncWorld } from '../sync-world.ts'
import type {} from './provided.ts'
import { connectTo, RealCluster } from './real-cluster.ts'
import { podWithAccount } from './scenario.ts'

const KUBECTL = process.env['KUBECTL_BIN'] ?? 'kubectl'
const hasKubectl = spawnSync(KUBECTL, ['version', '--client']).status === 0
const recipe = clusterRoleRecipe()
const objects = parseAllDocuments(recipe.yaml).map((document): KubernetesObject => document.toJS())
const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: ROLE_NAME } }

let world: SyncWorld
let cluster: RealCluster
let row: MemorySource
let token: string
beforeAll(async () => {
  world = await SyncWorld.open()
  cluster = new RealCluster(inject('kubernetes'))
  await cluster.namespace('recipe')
  const [, pod] = podWithAccount('recipe', 'web')
  if (pod) await cluster.create(pod)
  for (const object of objects) await cluster.create(object)
  token = await cluster.token(ROLE_NAMESPACE, ROLE_NAME)
  row = await connectTo(world, await cluster.uid())
})
afterAll(async () => {
  for (const object of objects) await cluster.remove(object)
  cluster.close()
  await world.close()
})

async function tested(open: () => Promise<ClusterSource> = () => cluster.source(token)) {
  return testConnection(open, KINDS, new AbortController().signal)
}

const served = (kinds: Awaited<ReturnType<typeof tested>>['kinds']) =>
  kinds.filter(({ gap }) => gap?.reason !== 'NOT_SERVED')

/** Kinds that the last sync did not read to their end, of those that are served. */
async function gaps(): Promise<{ kind: string; reason: string }[]> {
  const rows = await world.database.db
    .select({ kind: coverage.kind, reason: coverage.reason })
    .from(coverage)
    .where(eq(coverage.cluster, row.identity.uid))
  return rows.filter(({ reason }) => reason !== 'COMPLETE' && reason !== 'NOT_SERVED')
}

async function sync(): Promise<void> {
  const source = await cluster.source(token)
  try {
    await world.syncFrom(source, row.identity.uid)
  } finally {
    await source.close()
  }
}

test('with the role that is shown nothing is missing: every kind may be listed and watched', async () => {
  const { connectable, caller, kinds } = await tested()
  expect(connectable).toBe(true)
  expect(caller).toBe(`system:serviceaccount:${ROLE_NAMESPACE}:${ROLE_NAME}`)
  expect(served(kinds).filter(({ gap, watchable }) => gap || !watchable)).toEqual([])
  expect(served(kinds).map(({ kind }) => kind)).toEqual(
    KINDS.filter(({ optional }) => !optional).map(({ kind }) => kind),
  )
})

test('with it a sync reads every kind that is served to its end', async () => {
  await sync()
  expect(await gaps()).toEqual([])
  expect(await world.names('Pod', row)).toContain('web')
})

test('with it no Secret can be read, and nothing can be written', async () => {
  expect(await cluster.mayNot(token, ['get secrets', 'list secrets', 'create pods', 'delete pods'])).toEqual([
    'get secrets',
    'list secrets',
    'create pods',
    'delete pods',
  ])
})

test.skipIf(!hasKubectl)(
  'the commands make a kubeconfig that can be pasted, by kubectl as they are shown',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'recipe-'))
    try {
      const { url, ca, adminToken } = cluster.server
      const own = writeKubeconfig({ server: url, ca, token: adminToken, client: { certificate: '', key: '' } }, {})
      await writeFile(join(folder, 'own'), own)
      await writeFile(join(folder, 'breakwater-role.yaml'), recipe.yaml)
      const ran = spawnSync('sh', ['-e', '-c', recipe.commands.replaceAll(/\bkubectl\b/g, KUBECTL)], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, KUBECONFIG: join(folder, 'own') },
      })
      expect({ status: ran.status, complained: ran.stderr.replaceAll(/^Warning: .*\n/gm, '') }).toEqual({
        status: 0,
        complained: '',
      })
      const file = join(folder, 'breakwater.kubeconfig')
      const kubeconfig = await readFile(file, 'utf8')
      expect((await stat(file)).mode & 0o077).toBe(0)
      expect(kubeconfig).not.toContain(adminToken)
      const { connectable, kinds } = await tested(() =>
        kubeconfigSource({ kubeconfig, origin: 'uploaded', allowPrivateAddresses: true }),
      )
      expect(connectable).toBe(true)
      expect(served(kinds).filter(({ gap }) => gap)).toEqual([])
    } finally {
      await rm(folder, { recursive: true })
    }
  },
)

test('the API server takes the in-cluster manifest of the guide as it stands, field by field', async () => {
  for (const object of inClusterManifest()) {
    // What has a namespace needs it to be there.
    const isDry = object.kind !== 'Namespace'
    await cluster.create(object, isDry ? '?fieldValidation=Strict&dryRun=All' : '?fieldValidation=Strict')
  }
})

test('without one kind the test and the coverage name exactly that kind', async () => {
  const { rules } = smallestRole(KINDS.filter(({ kind }) => kind !== 'Ingress'))
  await cluster.patch(role, { rules })
  try {
    await expect
      .poll(async () => served((await tested()).kinds).filter(({ gap }) => gap), { timeout: 10_000 })
      .toMatchObject([{ kind: 'Ingress', gap: { reason: 'FORBIDDEN' }, watchable: false }])
    await sync()
    expect(await gaps()).toEqual([{ kind: 'Ingress', reason: 'FORBIDDEN' }])
  } finally {
    await cluster.patch(role, { rules: smallestRole().rules })
  }
})
