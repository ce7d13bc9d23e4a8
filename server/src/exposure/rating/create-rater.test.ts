import { expect, test } from 'vitest'
import { ingress, ingressClass, node, pod, service } from '../../../test/exposure-objects.ts'
import { clusterObjects } from '../../kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { analyzeExposure } from '../analyze-exposure.ts'
import { DEFAULT_SETTINGS, type EntryKind } from '../model.ts'
import { createRater } from './create-rater.ts'
import type { Rating } from './rating.ts'

const PUBLIC = [{ ip: '8.8.4.4' }]
const NGINX = ingressClass('nginx', 'k8s.io/ingress-nginx')
const BACKEND = { service: { name: 'web', port: { number: 80 } } }
const RULE = { host: 'shop.example.com', http: { paths: [{ path: '/', backend: BACKEND }] } }
const TLS = [{ hosts: ['shop.example.com'], secretName: 'cert' }]

function rate(objects: readonly unknown[], kind: EntryKind): Rating {
  const cluster = clusterObjects(objects as KubernetesObject[])
  const found = analyzeExposure(cluster, DEFAULT_SETTINGS).exposures.filter(({ entry }) => entry.kind === kind)
  const [first] = found
  if (!first || found.length > 1) throw new Error(`${found.length} exposures by ${kind}`)
  return createRater(cluster)(first)
}

/** A load balancer of the port, in front of one container. */
function balanced(port: number, { image = 'registry.example/own', container = {}, spec = {}, lb = {} } = {}) {
  const containers = [{ name: 'main', image, ports: [{ containerPort: port }], ...container }]
  const ports = [{ port, targetPort: port }]
  return [
    pod('web', { spec: { containers, ...spec } }),
    service('LoadBalancer', { published: PUBLIC, spec: { ports, ...lb } }),
  ]
}

test.each([
  ['a database', balanced(5432), 'HIGH'],
  ['SSH', balanced(22), 'HIGH'],
  ['a database of some ranges', balanced(5432, { lb: { loadBalancerSourceRanges: ['8.9.0.0/16'] } }), 'MEDIUM'],
  ['a database of private ranges', balanced(5432, { lb: { loadBalancerSourceRanges: ['10.0.0.0/8'] } }), 'NONE'],
  ['metrics', balanced(9100), 'MEDIUM'],
  ['a shop at 443', balanced(443), 'LOW'],
  ['a shop at 443, privileged', balanced(443, { container: { securityContext: { privileged: true } } }), 'MEDIUM'],
  ['a shop at 80', balanced(80), 'MEDIUM'],
  ['a port of which nothing is known', balanced(4711), 'MEDIUM'],
])('%s is rated', (_, objects, priority) => {
  expect(rate(objects, 'LoadBalancer').priority).toBe(priority)
})

test('what is only possible is rated a level lower', () => {
  const pending = [balanced(5432)[0], service('LoadBalancer', { spec: { ports: [{ port: 5432, targetPort: 5432 }] } })]
  expect(rate(pending, 'LoadBalancer').priority).toBe('MEDIUM')
})

test('the title says what is reached, by whom and through what', () => {
  const { title, reasons, advice } = rate(balanced(5432, { image: 'postgres:17' }), 'LoadBalancer')
  expect(title).toBe('PostgreSQL (5432) of app/web can be reached from the internet through LoadBalancer app/web')
  expect(reasons).toContain("Port 5432 is PostgreSQL's.")
  expect(advice.map((one) => one.title)).toEqual([
    'Make the load balancer internal',
    'Limit the source ranges',
    'Add a NetworkPolicy',
    'Use TLS',
    'Ask for authentication',
  ])
})

test('names of others cannot make a title look like another one', () => {
  const named = {
    ...service('LoadBalancer', { published: PUBLIC }),
    metadata: { name: 'a\u202e\nb', namespace: 'app' },
  }
  expect(rate([pod(), named], 'LoadBalancer').title).toContain('LoadBalancer app/a\ufffd\ufffdb')
})

test.each([
  ['nothing', {}, 'none', 'LOW'],
  ['auth-url', { 'nginx.ingress.kubernetes.io/auth-url': 'https://sso.example/auth' }, 'known', 'LOW'],
  ['auth-type without its secret', { 'nginx.ingress.kubernetes.io/auth-type': 'basic' }, 'none', 'LOW'],
  ['what another controller reads', { 'alb.ingress.kubernetes.io/auth-type': 'oidc' }, 'none', 'LOW'],
])('an ingress with TLS and %s', (_, annotations, authentication, priority) => {
  const entry = ingress({ ingressClassName: 'nginx', rules: [RULE], tls: TLS }, { annotations })
  expect(rate([pod(), service('ClusterIP'), NGINX, entry], 'Ingress')).toMatchObject({ authentication, priority })
})

test.each([
  ['ingress.k8s.aws/alb', { 'alb.ingress.kubernetes.io/auth-type': 'oidc' }, 'known'],
  ['traefik.io/ingress-controller', { 'traefik.ingress.kubernetes.io/router.middlewares': 'app-sso@crd' }, 'hinted'],
  ['traefik.io/ingress-controller', { 'traefik.ingress.kubernetes.io/router.middlewares': 'app-gzip@crd' }, 'none'],
])('%s is told to ask by %j', (controller, annotations, authentication) => {
  const entry = ingress({ ingressClassName: 'c', rules: [RULE] }, { annotations })
  const objects = [pod(), service('ClusterIP'), ingressClass('c', controller), entry]
  expect(rate(objects, 'Ingress').authentication).toBe(authentication)
})

test('a proxy that asks beside what answers is a hint, and one that the port does not belong to is none', () => {
  const proxy = { name: 'proxy', image: 'quay.io/oauth2-proxy/oauth2-proxy:v7' }
  const main = { name: 'main', image: 'registry.example/own', ports: [{ containerPort: 4711 }] }
  const behind = { name: 'own', image: 'registry.example/own' }
  const at = (containers: readonly object[]) =>
    rate([pod('web', { spec: { containers } }), balanced(4711)[1]], 'LoadBalancer').authentication
  expect(at([{ ...proxy, ports: [{ containerPort: 4711 }] }, behind])).toBe('hinted')
  expect(at([main, proxy])).toBe('unknown')
})

test('what asks for no password as it comes says so', () => {
  const { authentication, reasons } = rate(balanced(6379), 'LoadBalancer')
  expect(authentication).toBe('none')
  expect(reasons).toContain('Redis asks for no authentication as it comes.')
})

test.each([
  ['The container runs privileged.', { securityContext: { privileged: true } }, {}],
  ['The container has the capability SYS_ADMIN.', { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }, {}],
  ['The pod sees the processes of its node (hostPID).', {}, { hostPID: true }],
  [
    'The container writes /var/run/docker.sock of its node.',
    { volumeMounts: [{ name: 'v', mountPath: '/d' }] },
    { volumes: [{ name: 'v', hostPath: { path: '/var/run/docker.sock' } }] },
  ],
])('%s', (text, container, spec) => {
  const plain = rate(balanced(4711), 'LoadBalancer')
  const strong = rate(balanced(4711, { container, spec }), 'LoadBalancer')
  expect([plain.reasons.includes(text), strong.reasons.includes(text)]).toEqual([false, true])
  expect([plain.priority, strong.priority]).toEqual(['MEDIUM', 'HIGH'])
})

const SECRETS = [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }]
const ACCOUNT = { kind: 'ServiceAccount', namespace: 'app', name: 'robot' }

function role(kind: string, rules: readonly object[]) {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name: 'r', namespace: 'app' }, rules }
}

function binding(kind: string, roleKind: string, subject: object = ACCOUNT, name = 'r') {
  return {
    ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name: 'b', namespace: 'app' } },
    roleRef: { kind: roleKind, name },
    subjects: [subject],
  }
}

test.each([
  [[role('ClusterRole', SECRETS), binding('ClusterRoleBinding', 'ClusterRole')], 'read all secrets.', 'HIGH'],
  [
    [role('ClusterRole', SECRETS), binding('RoleBinding', 'ClusterRole')],
    'read all secrets in namespace app.',
    'MEDIUM',
  ],
  [[role('Role', SECRETS), binding('RoleBinding', 'Role')], 'read all secrets in namespace app.', 'MEDIUM'],
  [[binding('ClusterRoleBinding', 'ClusterRole', ACCOUNT, 'cluster-admin')], 'do everything.', 'HIGH'],
  [
    [
      role('ClusterRole', SECRETS),
      binding('ClusterRoleBinding', 'ClusterRole', { kind: 'Group', name: 'system:serviceaccounts:app' }),
    ],
    'read all secrets.',
    'HIGH',
  ],
])('rights of the service account %#', (roles, right, priority) => {
  const objects = [...balanced(4711, { spec: { serviceAccountName: 'robot' } }), ...roles]
  const rating = rate(objects, 'LoadBalancer')
  expect(rating.reasons).toContain(`The service account may ${right}`)
  expect(rating.priority).toBe(priority)
})

test('rights to some secrets, and of a token that the pod is not given, are no rights to all', () => {
  const some = role('ClusterRole', [{ ...SECRETS[0], resourceNames: ['one'] }])
  const bound = binding('ClusterRoleBinding', 'ClusterRole')
  const spec = { serviceAccountName: 'robot' }
  const without = { ...spec, automountServiceAccountToken: false }
  const read = (objects: readonly unknown[]) => rate(objects, 'LoadBalancer').reasons.join().includes('secrets')
  expect(read([...balanced(4711, { spec }), some, bound])).toBe(false)
  expect(read([...balanced(4711, { spec: without }), role('ClusterRole', SECRETS), bound])).toBe(false)
})

test('a rating does not depend on the order of the objects', () => {
  const other = pod('web-2', {
    labels: { app: 'web' },
    spec: { containers: [{ name: 'main', image: 'redis:8', ports: [{ name: 'http', containerPort: 8080 }] }] },
  })
  const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'set', controller: true }
  const owned = [pod(), other].map((one) => ({ ...one, metadata: { ...one.metadata, ownerReferences: [owner] } }))
  const objects = [...owned, service('NodePort'), node('n1', { ExternalIP: '8.8.4.1' })]
  expect(rate(objects.toReversed(), 'NodePort')).toEqual(rate(objects, 'NodePort'))
})
