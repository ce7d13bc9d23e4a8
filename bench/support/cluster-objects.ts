import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts'

export interface Scale {
  readonly pods: number
  readonly services: number
  readonly policies: number
  readonly ingresses: number
  readonly seed?: number
}

const GENERATOR = fileURLToPath(new URL('../../../shared/vectors/exposure/gen_scale.py', import.meta.url))
const CREATED = '2026-01-01T00:00:00Z'

/**
 * A synthetic cluster as an API server would serve it: pods, services, policies and routes of the generator among the test vectors,
 * and what it leaves out: uids and bookkeeping, the Deployments and ReplicaSets that own the pods, EndpointSlices. The same for the
 * same scale. Throws when Python or the vectors are not there.
 */
export function clusterObjects({ pods, services, policies, ingresses, seed = 1 }: Scale): KubernetesObject[] {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-scale-'))
  try {
    const amounts = { pods, services, policies, ingresses, seed, profile: 'full', out: folder }
    const args = Object.entries(amounts).flatMap(([name, value]) => [`--${name}`, String(value)])
    execFileSync('python3', [GENERATOR, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
    const { items } = JSON.parse(readFileSync(join(folder, 'cluster.json'), 'utf8')) as { items: KubernetesObject[] }
    return [...items.map(asServed), ...owners(items), ...endpointSlices(items)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
    rmSync(`${folder}.meta.json`, { force: true })
  }
}

function asServed(object: KubernetesObject): KubernetesObject {
  const { kind = '', metadata } = object
  const bookkeeping = { uid: uidOf(kind, metadata?.namespace, metadata?.name), creationTimestamp: CREATED }
  const served = { ...object, metadata: { ...metadata, ...bookkeeping, managedFields: managedFields(kind) } }
  return kind === 'Pod' ? { ...served, ...asRunning(object) } : served
}

/** What admission and the kubelet add to a pod. */
function asRunning(pod: KubernetesObject): Pick<KubernetesObject, 'spec' | 'status'> {
  const spec = pod['spec'] as { containers: { name: string; image: string }[] }
  const status = pod['status'] as object
  const name = pod.metadata?.name ?? ''
  const mount = { name: 'kube-api-access', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }
  return {
    spec: {
      ...spec,
      containers: spec.containers.map((container) => ({
        ...container,
        env: ENVIRONMENT,
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        livenessProbe: probe('/live'),
        readinessProbe: probe('/ready'),
        volumeMounts: [mount],
        imagePullPolicy: 'IfNotPresent',
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      })),
      volumes: [{ name: 'kube-api-access', projected: PROJECTED }],
      tolerations: ['not-ready', 'unreachable'].map((taint) => ({
        key: `node.kubernetes.io/${taint}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
      serviceAccountName: 'default',
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      schedulerName: 'default-scheduler',
      terminationGracePeriodSeconds: 30,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      securityContext: {},
    },
    status: {
      ...status,
      startTime: CREATED,
      qosClass: 'Burstable',
      conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
        (type) => ({
          type,
          status: 'True',
          lastProbeTime: null,
          lastTransitionTime: CREATED,
        }),
      ),
      containerStatuses: spec.containers.map((container) => ({
        name: container.name,
        image: container.image,
        imageID: `${container.image.split(':')[0]}@sha256:${digestOf(container.image)}`,
        containerID: `containerd://${digestOf(name)}`,
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: CREATED } },
        lastState: {},
      })),
    },
  }
}

const ENVIRONMENT = ['LOG_LEVEL', 'REGION', 'CACHE_HOST', 'CACHE_PORT', 'FEATURE_FLAGS', 'TRACING_ENDPOINT'].map(
  (name) => ({ name, value: `${name.toLowerCase().replaceAll('_', '-')}.example.invalid` }),
)
const PROJECTED = {
  defaultMode: 420,
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] },
    },
  ],
}

function probe(path: string): object {
  return {
    httpGet: { path, port: 8080, scheme: 'HTTP' },
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  }
}

/** The Deployment and the ReplicaSet of each group of pods. */
function owners(items: readonly KubernetesObject[]): KubernetesObject[] {
  const pods = items.filter(({ kind }) => kind === 'Pod')
  const byOwner = Map.groupBy(pods, ({ metadata }) => `${metadata?.namespace}/${metadata?.ownerReferences?.[0]?.name}`)
  return [...byOwner.values()].flatMap((owned) => {
    const [first] = owned
    const { namespace = '', labels, ownerReferences } = first?.metadata ?? {}
    const reference = ownerReferences?.[0]
    if (!first || !reference) return []
    const name = (reference.name ?? '').replace(/-abc$/, '')
    const spec = {
      replicas: owned.length,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: asRunning(first).spec },
    }
    const status = { replicas: owned.length, readyReplicas: owned.length, observedGeneration: 1 }
    const common = { namespace, labels, creationTimestamp: CREATED }
    const uid = uidOf('Deployment', namespace, name)
    return [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { ...common, name, uid, managedFields: managedFields('Deployment') },
        spec,
        status,
      },
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          ...common,
          name: reference.name,
          uid: reference.uid,
          managedFields: managedFields('ReplicaSet'),
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true }],
        },
        spec,
        status,
      },
    ]
  })
}

/** What the EndpointSlice controller would make of the services with a selector. */
function endpointSlices(items: readonly KubernetesObject[]): KubernetesObject[] {
  const pods = Map.groupBy(
    items.filter(({ kind }) => kind === 'Pod'),
    ({ metadata }) => metadata?.namespace,
  )
  return items.flatMap((service) => {
    if (service.kind !== 'Service') return []
    const { name = '', namespace = '' } = service.metadata ?? {}
    const { selector = {}, ports = [] } = service['spec'] as {
      selector?: Record<string, string>
      ports?: { name?: string; port: number; protocol?: string }[]
    }
    const selected = (pods.get(namespace) ?? []).filter(({ metadata }) =>
      Object.entries(selector).every(([key, value]) => metadata?.labels?.[key] === value),
    )
    return [
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: `${name}-slice`,
          namespace,
          uid: uidOf('EndpointSlice', namespace, name),
          creationTimestamp: CREATED,
          labels: { 'kubernetes.io/service-name': name },
        },
        addressType: 'IPv4',
        ports: ports.map(({ name: port, protocol }) => ({ name: port ?? '', port: 8080, protocol: protocol ?? 'TCP' })),
        endpoints: selected.slice(0, 100).map((pod) => ({
          addresses: [String((pod['status'] as { podIP?: string }).podIP)],
          conditions: { ready: true, serving: true, terminating: false },
          targetRef: { kind: 'Pod', name: pod.metadata?.name, namespace },
        })),
      },
    ]
  })
}

/** About as many fields as a real server keeps account of. */
function managedFields(kind: string): object[] {
  const managers = kind === 'Pod' ? ['kube-controller-manager', 'kubelet'] : ['kubectl-client-side-apply']
  return managers.map((manager) => ({
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: CREATED,
    fieldsType: 'FieldsV1',
    ...(manager === 'kubelet' ? { subresource: 'status' } : {}),
    fieldsV1: manager === 'kubelet' ? STATUS_FIELDS : SPEC_FIELDS,
  }))
}

const SPEC_FIELDS = {
  'f:metadata': { 'f:labels': { '.': {}, 'f:app': {}, 'f:tier': {}, 'f:ver': {} }, 'f:ownerReferences': { '.': {} } },
  'f:spec': {
    'f:containers': {
      'k:{"name":"main"}': {
        '.': {},
        'f:env': Object.fromEntries(
          ENVIRONMENT.map(({ name }) => [`k:{"name":"${name}"}`, { '.': {}, 'f:name': {}, 'f:value': {} }]),
        ),
        'f:image': {},
        'f:imagePullPolicy': {},
        'f:livenessProbe': { '.': {}, 'f:httpGet': { '.': {}, 'f:path': {}, 'f:port': {} }, 'f:periodSeconds': {} },
        'f:name': {},
        'f:ports': { '.': {}, 'k:{"containerPort":8080,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
        'f:readinessProbe': { '.': {}, 'f:httpGet': { '.': {}, 'f:path': {}, 'f:port': {} }, 'f:periodSeconds': {} },
        'f:resources': { '.': {}, 'f:limits': { '.': {}, 'f:memory': {} }, 'f:requests': { '.': {}, 'f:cpu': {} } },
        'f:terminationMessagePath': {},
      },
    },
    'f:dnsPolicy': {},
    'f:enableServiceLinks': {},
    'f:restartPolicy': {},
    'f:schedulerName': {},
    'f:securityContext': {},
    'f:terminationGracePeriodSeconds': {},
  },
}
const STATUS_FIELDS = {
  'f:status': {
    'f:conditions': Object.fromEntries(
      ['PodReadyToStartContainers', 'ContainersReady', 'Initialized', 'Ready'].map((type) => [
        `k:{"type":"${type}"}`,
        { '.': {}, 'f:lastProbeTime': {}, 'f:lastTransitionTime': {}, 'f:status': {}, 'f:type': {} },
      ]),
    ),
    'f:containerStatuses': {},
    'f:hostIP': {},
    'f:phase': {},
    'f:podIP': {},
    'f:podIPs': { '.': {}, 'k:{"ip":"10.0.0.1"}': { '.': {}, 'f:ip': {} } },
    'f:startTime': {},
  },
}

function uidOf(kind: string, namespace: string | undefined, name: string | undefined): string {
  const hex = digestOf(`${kind} ${namespace ?? ''}/${name ?? ''}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
