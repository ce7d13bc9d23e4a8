import { analyzeExposure } from '../src/exposure/analyze-exposure.ts'
import { type AnalysisSettings, DEFAULT_SETTINGS, type Exposure, type ExposureAnswer } from '../src/exposure/model.ts'
import { clusterObjects } from '../src/kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../src/kubernetes/object.ts'

/** Objects of a small cluster: namespace `app`, one pod `web` of port 8080 behind the service `web`, on node `n1`. */

type Extra = Readonly<Record<string, unknown>>

const READY = { phase: 'Running', podIP: '10.1.0.5', conditions: [{ type: 'Ready', status: 'True' }] }

export function pod(
  name = 'web',
  { labels = { app: name }, spec = {}, status = {}, namespace = 'app' }: PodExtra = {},
) {
  const ports = [{ name: 'http', containerPort: 8080 }]
  return {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels } },
    spec: { nodeName: 'n1', containers: [{ name: 'main', image: 'example.invalid/main:1', ports }], ...spec },
    status: { ...READY, ...status },
  }
}

interface PodExtra {
  readonly labels?: Record<string, string>
  readonly spec?: Extra
  readonly status?: Extra
  readonly namespace?: string
}

export function service(
  type: string,
  { spec = {}, annotations = {}, published = [], name = 'web' }: ServiceExtra = {},
) {
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }]
  return {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'app', annotations } },
    spec: { type, selector: { app: 'web' }, ports, ...spec },
    status: { loadBalancer: { ingress: published } },
  }
}

interface ServiceExtra {
  readonly spec?: Extra
  readonly annotations?: Record<string, string>
  readonly published?: readonly Extra[]
  readonly name?: string
}

export function node(name: string, addresses: Readonly<Record<string, string>>) {
  const listed = Object.entries(addresses).map(([type, address]) => ({ type, address }))
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, status: { addresses: listed } }
}

export function ingress(spec: Extra, { annotations = {}, published = [{ ip: '8.8.4.4' }] }: ServiceExtra = {}) {
  return {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'i', namespace: 'app', annotations } },
    spec,
    status: { loadBalancer: { ingress: published } },
  }
}

export function ingressClass(name: string, controller: string, extra: Extra = {}) {
  const metadata = { name }
  return { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata, spec: { controller, ...extra } }
}

export function gateway(listeners: readonly Extra[], extra: Extra = {}) {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'g', namespace: 'infra' },
    spec: { gatewayClassName: 'c', listeners },
    status: { addresses: [{ type: 'IPAddress', value: '8.8.4.7' }] },
    ...extra,
  }
}

export function route(kind: string, spec: Extra = {}, status: Extra = {}) {
  return {
    apiVersion: `gateway.networking.k8s.io/${kind === 'HTTPRoute' || kind === 'GRPCRoute' ? 'v1' : 'v1alpha2'}`,
    kind,
    metadata: { name: 'r', namespace: 'app' },
    spec: {
      parentRefs: [{ name: 'g', namespace: 'infra' }],
      rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
      ...spec,
    },
    status,
  }
}

export interface Asked {
  readonly unread?: readonly string[]
  readonly settings?: Partial<AnalysisSettings>
}

export function analyze(objects: readonly unknown[], { unread = [], settings = {} }: Asked = {}): ExposureAnswer {
  const gaps = new Map(unread.map((kind) => [kind, 'FORBIDDEN']))
  return analyzeExposure(clusterObjects(objects as KubernetesObject[], gaps), { ...DEFAULT_SETTINGS, ...settings })
}

/** The only exposure of the kind of entry. Throws when there are none or several. */
export function only(objects: readonly unknown[], kind: Exposure['entry']['kind'], asked: Asked = {}): Exposure {
  const found = analyze(objects, asked).exposures.filter(({ entry }) => entry.kind === kind)
  const [first] = found
  if (!first || found.length > 1) throw new Error(`${found.length} exposures by ${kind}`)
  return first
}

/** Verdict and sorted codes of reasons, in one line. */
export function said({ verdict, reasons }: Exposure): string {
  return [verdict, ...new Set(reasons.map(({ code }) => code))].join(' ')
}
