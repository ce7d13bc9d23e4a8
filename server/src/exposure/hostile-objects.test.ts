import { expect, test } from 'vitest'
import { withEachField } from '../../test/exposure/each-field.ts'
import { gateway, ingress, ingressClass, node, pod, route, service } from '../../test/exposure-objects.ts'
import { clusterObjects } from '../kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { analyzeExposure } from './analyze-exposure.ts'
import { DEFAULT_SETTINGS } from './model.ts'
import { pathSentence } from './path-sentence.ts'
import { createRater } from './rating/create-rater.ts'
import { ReachabilityError, reachability } from './reachability.ts'
import { simulate } from './what-if/simulate.ts'
import type { WhatIfAction } from './what-if/what-if.ts'

const LABELS = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' }
const backend = { service: { name: 'web', port: { number: 80 } } }
const CONTAINER = {
  name: 'main',
  image: 'postgres:17',
  ports: [{ name: 'http', containerPort: 8080, hostPort: 9000 }],
  securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } },
  volumeMounts: [{ name: 'v', mountPath: '/v' }],
}
const SPEC = { nodeName: 'n1', containers: [CONTAINER], volumes: [{ name: 'v', hostPath: { path: '/' } }] }
const RBAC = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: 'r' } }
const owner = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'd', controller: true }
const web = pod('web', { spec: SPEC })
const CLUSTER: readonly unknown[] = [
  { ...node('n1', { ExternalIP: '8.8.4.1' }), spec: { providerID: 'gce://p/z/n' } },
  { ...web, metadata: { ...web.metadata, ownerReferences: [owner] } },
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'd', namespace: 'app' },
    spec: { template: { spec: SPEC } },
  },
  pod('controller', { labels: LABELS }),
  service('LoadBalancer', { published: [{ ip: '8.8.4.4' }], spec: { externalIPs: ['8.8.4.9'] } }),
  ingressClass('nginx', 'k8s.io/ingress-nginx'),
  ingress({ ingressClassName: 'nginx', rules: [{ host: 'a.example', http: { paths: [{ path: '/', backend }] } }] }),
  gateway([{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }]),
  route('HTTPRoute', { rules: [{ matches: [{ path: { value: '/a' } }], backendRefs: [{ name: 'web', port: 80 }] }] }),
  { ...RBAC, kind: 'ClusterRole', rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }] },
  {
    ...{ ...RBAC, kind: 'ClusterRoleBinding', roleRef: { kind: 'ClusterRole', name: 'r' } },
    subjects: [{ kind: 'ServiceAccount', namespace: 'app', name: 'default' }],
  },
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'app' } },
    spec: { podSelector: { matchLabels: { app: 'web' } }, ingress: [{ ports: [{ port: 'http' }] }] },
  },
]
const ACTIONS: readonly WhatIfAction[] = [
  { kind: 'makeServiceInternal' },
  { kind: 'makeServiceClusterIp' },
  { kind: 'dropPort' },
  { kind: 'limitSources', ranges: ['8.9.0.0/16'] },
  { kind: 'deleteRoute' },
  { kind: 'admitOnlyController' },
]

/** Everything that is asked beside the analysis; the actions take turns. */
function askAll(objects: readonly unknown[], turn: number): void {
  const cluster = clusterObjects(objects as KubernetesObject[])
  const { exposures } = analyzeExposure(cluster, DEFAULT_SETTINGS)
  const rate = createRater(cluster)
  for (const exposure of exposures) {
    rate(exposure)
    pathSentence(exposure)
  }
  const ids = exposures.map(({ id }) => id)
  simulate(cluster, DEFAULT_SETTINGS, ids, ACTIONS[turn % ACTIONS.length] ?? { kind: 'dropPort' })
  const to = { kind: 'Service', namespace: 'app', name: 'web' }
  try {
    reachability(cluster, DEFAULT_SETTINGS, { from: 'outside', to, protocol: 'TCP', port: 80 })
  } catch (error) {
    if (!(error instanceof ReachabilityError)) throw error
  }
}

test.each([null, '__proto__'])(
  'no field that is %j makes rating, sentences, what-if or reachability throw',
  (value) => {
    let turn = 0
    for (const object of CLUSTER) {
      const others = CLUSTER.filter((other) => other !== object)
      for (const changed of withEachField(object, value)) {
        expect(() => askAll([...others, changed], turn++)).not.toThrow()
      }
    }
    expect(turn).toBeGreaterThan(100)
  },
)
