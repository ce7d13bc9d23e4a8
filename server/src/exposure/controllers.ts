import { compareTexts } from '../kubernetes/compare-texts.ts'
import type { Cluster } from './cluster.ts'
import { addressOf } from './front.ts'
import type { Index } from './live/catalog.ts'
import { podsLabeled } from './live/pod-indexes.ts'
import type { Pod } from './model.ts'
import { doubt, type Remark } from './remarks.ts'
import type { PublishedAddress, Service } from './services.ts'

/** Pods that answer for an ingress class, a gateway or a router. */
export interface Controller {
  /** Empty when they are not known, or not in the cluster. */
  readonly pods: readonly Pod[]
  readonly remarks: readonly Remark[]
  readonly evidence: readonly string[]
}

/** What is known of the pods of a controller: any of the label sets, or any of the images. */
interface KnownController {
  /** Of `spec.controller` of the class; one that ends in `/` is what it begins with. */
  readonly names: readonly string[]
  /** Class names that stand for it where the class's object is not there. */
  readonly classes: readonly string[]
  readonly labels: readonly Readonly<Record<string, string>>[]
  /** Parts of names of images. */
  readonly images: readonly string[]
}

/** Sources: the installation manifests and charts of each project. */
const KNOWN: readonly KnownController[] = [
  {
    names: ['k8s.io/ingress-nginx'],
    classes: ['nginx'],
    labels: [
      { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
      { app: 'ingress-nginx' },
    ],
    images: ['ingress-nginx/controller', 'nginx-ingress-controller', 'aliyun-ingress-controller'],
  },
  {
    names: ['nginx.org/ingress-controller'],
    classes: [],
    labels: [{ 'app.kubernetes.io/name': 'nginx-ingress' }],
    images: ['nginx/nginx-ingress', 'nginx-ic/nginx-plus-ingress'],
  },
  {
    names: ['traefik.io/ingress-controller'],
    classes: ['traefik'],
    labels: [{ 'app.kubernetes.io/name': 'traefik' }],
    images: ['library/traefik', 'traefik/traefik', 'mirrored-library-traefik'],
  },
  {
    names: ['haproxy.org/ingress-controller/', 'haproxy-ingress.github.io/controller'],
    classes: ['haproxy'],
    labels: [{ 'app.kubernetes.io/name': 'kubernetes-ingress' }, { 'app.kubernetes.io/name': 'haproxy-ingress' }],
    images: ['haproxytech/kubernetes-ingress', 'jcmoraisjr/haproxy-ingress'],
  },
  {
    names: ['ingress-controllers.konghq.com/kong'],
    classes: ['kong'],
    labels: [{ 'app.kubernetes.io/name': 'kong' }],
    images: ['kong/kong-gateway', 'library/kong'],
  },
  {
    names: ['projectcontour.io/'],
    classes: ['contour'],
    labels: [{ 'app.kubernetes.io/name': 'contour', 'app.kubernetes.io/component': 'envoy' }, { app: 'envoy' }],
    images: [],
  },
  {
    names: ['istio.io/ingress-controller'],
    classes: ['istio'],
    labels: [{ istio: 'ingressgateway' }],
    images: [],
  },
  {
    names: ['higress.io/higress-controller'],
    classes: ['higress'],
    labels: [{ app: 'higress-gateway' }],
    images: ['higress/gateway'],
  },
  {
    names: ['apisix.apache.org/apisix-ingress'],
    classes: ['apisix'],
    labels: [{ 'app.kubernetes.io/name': 'apisix' }],
    images: ['apache/apisix:'],
  },
]

/** Controllers that configure load balancers of a cloud: no pod of the cluster stands in the way. */
const OUTSIDE = [
  'ingress.k8s.aws/alb',
  'eks.amazonaws.com/alb',
  'ingress.k8s.alibabacloud/alb',
  'azure/application-gateway',
]

/** The name that a class without an object goes by: that of a known controller, or empty. */
export function controllerOfClassName(className: string): string {
  const known = KNOWN.find(({ classes }) => classes.includes(className))
  return known?.names[0] ?? ''
}

/**
 * The pods of a controller: as set by hand; by names, labels or images that are known of it; or those of the only load balancer whose
 * published address is one of `published`.
 */
export function controllerPods(
  cluster: Cluster,
  settingName: string,
  controllerName: string,
  published: readonly PublishedAddress[],
): Controller {
  const bySetting = podsOfSetting(cluster, settingName)
  if (bySetting) return bySetting
  if (OUTSIDE.includes(controllerName)) return NOBODY
  const known = KNOWN.find(({ names }) =>
    names.some((name) => (name.endsWith('/') ? controllerName.startsWith(name) : name === controllerName)),
  )
  const pods = known ? podsOfKnown(cluster, known) : []
  if (pods.length > 0)
    return narrowed(cluster, pods, published, [`pods of ${controllerName} by their labels or images`])
  return podsByAddress(cluster, published)
}

/** Whether the pod is of a controller that is known by its labels or images: it is there to be reached. */
export function isController(pod: Pick<Pod, 'labels' | 'images'>): boolean {
  return KNOWN.some(
    ({ labels, images }) =>
      labels.some((set) => Object.entries(set).every(([key, value]) => pod.labels[key] === value)) ||
      images.some((part) => pod.images.some((image) => image.includes(part))),
  )
}

export const NOBODY: Controller = { pods: [], remarks: [], evidence: [] }

/** Undefined where nobody set it. */
export function podsOfSetting(cluster: Cluster, name: string): Controller | undefined {
  const settings = cluster.settings.controllers
  const setting = Object.hasOwn(settings, name) ? settings[name] : undefined
  if (!setting) return undefined
  const pods = podsLabeled(cluster.pods, setting.namespace, setting.labels)
  return { pods, remarks: [], evidence: [`pods of ${name} as set, in ${setting.namespace}`] }
}

/** Those of the only load balancer whose published address is one of `published`. */
export function podsByAddress(cluster: Cluster, published: readonly PublishedAddress[]): Controller {
  const wanted = new Set(published.map(addressOf))
  const [service, ...others] = new Set([...wanted].flatMap((address) => cluster.services.by(PUBLISHED_AT, address)))
  if (!service || others.length > 0) return NOBODY
  const pods = podsBehind(cluster, service)
  if (pods.length === 0) return NOBODY
  const text = `The controller is told by the address of the load balancer ${service.ref.namespace}/${service.ref.name}.`
  return { pods, remarks: [doubt('controllerByAddress', text)], evidence: [text] }
}

/** Load balancers by the addresses that they publish. */
const PUBLISHED_AT: Index<Service> = {
  keysOf: ({ type, published }) => (type === 'LoadBalancer' ? published.map(addressOf) : []),
}

export function podsBehind(cluster: Cluster, { ref, selector }: Service): readonly Pod[] {
  return selector ? podsLabeled(cluster.pods, ref.namespace, selector) : []
}

/** Of several controllers of one make, the one whose load balancer has the published address. */
function narrowed(
  cluster: Cluster,
  pods: readonly Pod[],
  published: readonly PublishedAddress[],
  evidence: readonly string[],
): Controller {
  const workloads = new Set(pods.map(({ workload }) => `${workload.namespace}/${workload.name}`))
  if (workloads.size === 1) return { pods, remarks: [], evidence }
  const byAddress = new Set(podsByAddress(cluster, published).pods)
  const both = pods.filter((pod) => byAddress.has(pod))
  if (both.length > 0) return { pods: both, remarks: [], evidence }
  const names = [...workloads].sort(compareTexts).slice(0, 5).join(', ')
  return { pods, remarks: [doubt('controllerAmbiguous', `One of these serves it: ${names}.`, 'low')], evidence }
}

/** Pods by the known controllers that they look like, each by its place among those. */
const LOOKING_LIKE: Index<Pod> = {
  keysOf: (pod) => KNOWN.flatMap((known, at) => (isOf(pod, known) ? [String(at)] : [])),
}

function podsOfKnown(cluster: Cluster, known: KnownController): readonly Pod[] {
  return cluster.pods.by(LOOKING_LIKE, String(KNOWN.indexOf(known)))
}

function isOf(pod: Pod, { labels, images }: KnownController): boolean {
  const isLabeled = labels.some((set) => Object.entries(set).every(([key, value]) => pod.labels[key] === value))
  return isLabeled || pod.images.some((image) => images.some((part) => image.includes(part)))
}
