import { expect, test } from 'vitest'
import { guide, inClusterManifest } from '../../test/guide.ts'
import { VARIABLES } from '../config.ts'
import { smallestRole } from '../kubernetes/cluster-role.ts'
import { fieldsOf, listOf } from '../kubernetes/fields.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'

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
  expect(mounts.map(({ mountPath }) => mountPath)).toEqual(['/data', '/tmp'])
  expect(mounts.map(({ name }) => name)).toEqual(listOf(pod['volumes']).map(({ name }) => name))
})

test('it names variables that there are, and keeps the data on the volume', () => {
  const environment = listOf(container['env'])
  const known = new Set(VARIABLES.map(({ name }) => name))
  expect(environment.filter(({ name }) => !known.has(String(name)))).toEqual([])
  expect(environment).toContainEqual({ name: 'BREAKWATER_DATA', value: '/data/breakwater' })
})

test('one process at a time has the volume', () => {
  expect(one('Deployment')['spec']).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } })
})

test.each([
  ['startupProbe', '/readyz'],
  ['readinessProbe', '/readyz'],
  ['livenessProbe', '/healthz'],
])('%s asks %s from inside', (probe, path) => {
  const { command } = fieldsOf(fieldsOf(container[probe])['exec'])
  expect(command).toEqual(['node', '--eval', expect.stringContaining(`fetch("http://127.0.0.1:4000${path}")`)])
  expect(guide('configure')).toContain(path)
})
