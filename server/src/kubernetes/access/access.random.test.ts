import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clusterObjects } from '../cluster-objects.ts'
import type { KubernetesObject } from '../object.ts'
import { createAccess, type Grant } from './access.ts'
import type { AccessSubject } from './access-subject.ts'

const RBAC = 'rbac.authorization.k8s.io/v1'
const NAMESPACES = ['a', 'b']
const NAMES = ['one', 'two', 'three']
const SUBJECTS = [
  { kind: 'User', name: 'jane' },
  { kind: 'User', name: 'system:anonymous' },
  { kind: 'User', name: 'system:serviceaccount:a:robot' },
  { kind: 'Group', name: 'system:authenticated' },
  { kind: 'Group', name: 'system:serviceaccounts' },
  { kind: 'Group', name: 'system:serviceaccounts:b' },
  { kind: 'ServiceAccount', namespace: 'a', name: 'robot' },
  { kind: 'ServiceAccount', namespace: 'b', name: 'robot' },
]

interface Rule {
  readonly apiGroups: string[]
  readonly resources: string[]
  readonly verbs: string[]
  readonly resourceNames: string[]
}

const some = (...values: string[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 })
const rule: fc.Arbitrary<Rule> = fc.record({
  apiGroups: some('', 'apps', '*'),
  resources: some('pods', 'pods/exec', 'secrets', '*', '*/exec', 'pods/*'),
  verbs: some('get', 'create', 'deletecollection', '*'),
  resourceNames: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, some('x', 'y')),
})
const rules = fc.array(rule, { maxLength: 3 })
const metadata = (namespaced: boolean) =>
  fc.record({ name: fc.constantFrom(...NAMES), ...(namespaced ? { namespace: fc.constantFrom(...NAMESPACES) } : {}) })
const role = fc.oneof(
  fc.record({ apiVersion: fc.constant(RBAC), kind: fc.constant('Role'), metadata: metadata(true), rules }),
  fc.record({ apiVersion: fc.constant(RBAC), kind: fc.constant('ClusterRole'), metadata: metadata(false), rules }),
)
const bound = (kind: string, namespaced: boolean) =>
  fc.record({
    apiVersion: fc.constant(RBAC),
    kind: fc.constant(kind),
    metadata: metadata(namespaced),
    roleRef: fc.record({ kind: fc.constantFrom('Role', 'ClusterRole'), name: fc.constantFrom(...NAMES) }),
    subjects: fc.uniqueArray(fc.constantFrom(...SUBJECTS), { maxLength: 3 }),
  })
const binding = fc.oneof(bound('RoleBinding', true), bound('ClusterRoleBinding', false))
const objects = fc.uniqueArray(fc.oneof(role, binding), {
  maxLength: 12,
  selector: ({ kind, metadata: { name, namespace = '' } }: KubernetesObject & { metadata: { namespace?: string } }) =>
    `${kind}/${namespace}/${name}`,
})
const request = fc.record({
  verb: fc.constantFrom('get', 'create', 'deletecollection'),
  group: fc.constantFrom('', 'apps'),
  resource: fc.constantFrom('pods', 'secrets'),
  subresource: fc.constantFrom(undefined, 'exec', 'log'),
  name: fc.constantFrom(undefined, 'x', 'z'),
  namespace: fc.constantFrom(undefined, '', ...NAMESPACES),
})
type Request = typeof request extends fc.Arbitrary<infer R> ? R : never

/** Written straight from "Using RBAC Authorization": all bindings, their role, its rules, one after the other. */
function slowly(all: readonly KubernetesObject[], asked: Request): string[] {
  const found: string[] = []
  for (const one of all) {
    if (one.kind !== 'RoleBinding' && one.kind !== 'ClusterRoleBinding') continue
    const namespace = one.kind === 'RoleBinding' ? one.metadata?.namespace : undefined
    if (namespace !== undefined && asked.namespace !== undefined && asked.namespace !== namespace) continue
    const ref = one['roleRef'] as { kind: string; name: string }
    if (ref.kind === 'Role' && namespace === undefined) continue
    const of = all.find(
      ({ kind, metadata: { name, namespace: own } = {} }) =>
        kind === ref.kind && name === ref.name && (kind === 'ClusterRole' || own === namespace),
    )
    const allowed = ((of?.['rules'] ?? []) as Rule[]).some((one) => isAllowed(one, asked))
    if (!allowed) continue
    for (const subject of one['subjects'] as { kind: string; namespace?: string; name: string }[])
      found.push(`${subject.kind} ${subject.namespace ?? ''}/${subject.name} ${namespace ?? ''} ${one.metadata?.name}`)
  }
  return found.sort()
}

function isAllowed({ apiGroups, resources, verbs, resourceNames }: Rule, asked: Request): boolean {
  if (!verbs.includes('*') && !verbs.includes(asked.verb)) return false
  if (!apiGroups.includes('*') && !apiGroups.includes(asked.group)) return false
  const wanted = asked.subresource === undefined ? asked.resource : `${asked.resource}/${asked.subresource}`
  const isMeant = resources.some(
    (one) => one === '*' || one === wanted || (asked.subresource !== undefined && one === `*/${asked.subresource}`),
  )
  if (!isMeant) return false
  if (resourceNames.length === 0) return true
  if (asked.verb === 'deletecollection' || (asked.verb === 'create' && asked.subresource === undefined)) return false
  return asked.name !== undefined && resourceNames.includes(asked.name)
}

const told = ({ subject, namespace, binding: { name } }: Grant) =>
  `${subject.kind} ${subject.namespace}/${subject.name} ${namespace} ${name}`

test('who can do something is what one finds by going through all bindings', () => {
  fc.assert(
    fc.property(objects, request, (all, asked) => {
      const { holders } = createAccess(clusterObjects(all)).whoCan(asked.verb, asked)
      expect(holders.map(told).sort()).toEqual(slowly(all, asked))
    }),
    { numRuns: 500 },
  )
})

test('whoever can do something has a rule for it', () => {
  fc.assert(
    fc.property(objects, request, (all, asked) => {
      const access = createAccess(clusterObjects(all))
      for (const { subject } of access.whoCan(asked.verb, asked).holders) {
        const held = access.whatCan(subject).rules
        expect(held.some(({ rule }) => isAllowed({ ...rule } as unknown as Rule, asked))).toBe(true)
      }
    }),
  )
})

test('answers are the same whatever the order of the objects', () => {
  fc.assert(
    fc.property(objects, request, (all, asked) => {
      const [one, other] = [all, all.toReversed()].map((some) => createAccess(clusterObjects(some)))
      expect(other?.whoCan(asked.verb, asked)).toEqual(one?.whoCan(asked.verb, asked))
      const robot: AccessSubject = { kind: 'ServiceAccount', namespace: 'a', name: 'robot' }
      expect(other?.whatCan(robot)).toEqual(one?.whatCan(robot))
    }),
  )
})
