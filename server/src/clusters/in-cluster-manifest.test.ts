import { expect, test } from 'vitest'
import { inClusterEnvironment, inClusterManifest } from '../../test/guide.ts'
import { readConfig, VARIABLES } from '../config.ts'
import { smallestRole } from '../kubernetes/cluster-role.ts'
import { fieldsOf, listOf } from '../kubernetes/fields.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { loadSecretKey } from '../secrets/key.ts'

const objects = inClusterManifest()
const one = (kind: string): KubernetesObject => {
  const found = objects.filter((object) => object.kind === kind)
  expect(found).toHaveLength(1)
  return found[0] ?? {}
}
const pod = fieldsOf(fieldsOf(fieldsOf(one('Deployment')['spec'])['template'])['spec'])
const [container = {}] = listOf(pod['containers'])

test('the role of the guide is the smallest one', () => {
  expect(one('ClusterRole')['rules']).toEqual(smallestRole().rules)
})

test('the binding gives that role to the account of the pod', () => {
  const account = one('ServiceAccount').metadata
  const { roleRef, subjects } = one('ClusterRoleBinding')
  expect(roleRef).toMatchObject({ kind: 'ClusterRole', name: one('ClusterRole').metadata?.name })
  expect(subjects).toEqual([{ kind: 'ServiceAccount', name: account?.name, namespace: account?.namespace }])
  expect(pod).toMatchObject({ serviceAccountName: account?.name, automountServiceAccountToken: true })
})

test('everything that has a namespace is in the one that it makes', () => {
  const namespaces = objects.flatMap(({ metadata }) => metadata?.namespace ?? [])
  expect(new Set(namespaces)).toEqual(new Set([one('Namespace').metadata?.name]))
})

test('the pod runs without rights on its node, and writes to its volumes alone', () => {
  expect(pod['securityContext']).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
  expect(container['securityContext']).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  })
  const mounts = listOf(container['volumeMounts'])
  expect(mounts.map(({ mountPath }) => mountPath)).toEqual(['/data', '/tmp', '/tls'])
  expect(mounts.map(({ name }) => name)).toEqual(listOf(pod['volumes']).map(({ name }) => name))
})

interface Given {
  readonly name: string
  readonly value?: string
  readonly valueFrom?: { readonly secretKeyRef: { readonly key: string } }
}

/** What the guide's Secret holds. */
const SECRET: Readonly<Record<string, string>> = {
  'database-url': 'postgres://user:password@host/breakwater',
  'secret-key': Buffer.alloc(32, 7).toString('base64'),
}

/** The environment of a container, as its process has it. */
function environmentOf(variables: unknown): Record<string, string | undefined> {
  const given = variables as readonly Given[]
  return Object.fromEntries(
    given.map(({ name, value, valueFrom }) => [name, value ?? SECRET[valueFrom?.secretKeyRef.key ?? '']]),
  )
}

const own = environmentOf(container['env'])
const { BREAKWATER_TLS_CERT: _cert, BREAKWATER_TLS_KEY: _key, ...withoutTls } = own
const behindProxy = { ...withoutTls, ...environmentOf(inClusterEnvironment('behind a proxy')) }
const withPostgres = { ...own, ...environmentOf(inClusterEnvironment('with PostgreSQL')) }

test.each([
  ['as it stands', own],
  ['behind a proxy', behindProxy],
  ['with PostgreSQL', withPostgres],
])('it starts %s: others reach it, under its public name', (_when, environment) => {
  const known = new Set(VARIABLES.map(({ name }) => name))
  expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([])
  const [port] = listOf(container['ports'])
  expect(readConfig(environment)).toMatchObject({
    host: '0.0.0.0',
    port: port?.['containerPort'],
    publicOrigins: ['https://breakwater.example.com'],
    data: '/data/breakwater',
  })
})

test('with PostgreSQL it has its key from the Secret', async () => {
  const { secretKey, databaseUrl, data } = readConfig(withPostgres)
  const key = loadSecretKey({
    environment: secretKey,
    dataFolder: data,
    sealedWith: [],
    isShared: databaseUrl !== undefined,
  })
  await expect(key).resolves.toMatchObject({ id: expect.any(String) })
})

test('the certificate lies where it is looked for, and only its group reads it', () => {
  const [mount] = listOf(container['volumeMounts']).filter(({ name }) => name === 'tls')
  expect([own['BREAKWATER_TLS_CERT'], own['BREAKWATER_TLS_KEY']]).toEqual(
    ['tls.crt', 'tls.key'].map((file) => `${mount?.['mountPath']}/${file}`),
  )
  expect(mount).toMatchObject({ readOnly: true })
  const [volume] = listOf(pod['volumes']).filter(({ name }) => name === 'tls')
  expect(volume).toMatchObject({ secret: { defaultMode: 0o440 } })
})

test('the Service leads to the port', () => {
  expect(one('Service')['spec']).toMatchObject({
    selector: fieldsOf(fieldsOf(one('Deployment')['spec'])['selector'])['matchLabels'],
    ports: [{ port: 443, targetPort: listOf(container['ports'])[0]?.['name'] }],
  })
})

test('one process at a time has the volume', () => {
  expect(one('Deployment')['spec']).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } })
})

test.each([
  ['startupProbe', '/readyz'],
  ['readinessProbe', '/readyz'],
  ['livenessProbe', '/healthz'],
])('%s asks %s over HTTPS', (probe, path) => {
  expect(fieldsOf(container[probe])['httpGet']).toEqual({ path, port: 'https', scheme: 'HTTPS' })
})
