import { fieldsOf, textOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { ClusterView } from '../cluster-view.ts'
import { labelsOf } from '../pods.ts'
import { type Service, serviceOf } from '../services.ts'
import type { Provider } from './what-if.ts'

/** What tells whose cluster it is. */
interface Signs {
  readonly provider: Provider
  /** Of annotations and classes of load balancers. */
  readonly service: RegExp
  /** `spec.providerID` of nodes. */
  readonly node: RegExp
  readonly nodeLabel: string
  /** `spec.controller` of ingress classes. */
  readonly controllers: readonly string[]
}

/** Sources: the cloud controller managers and load balancer controllers of each provider. */
const SIGNS: readonly Signs[] = [
  {
    provider: 'ACK',
    service: /^(?:service\.beta\.kubernetes\.io\/(?:alibaba-cloud|alicloud)-loadbalancer-|alibabacloud\.com\/)/,
    node: /^(?:alicloud:\/\/|[a-z]{2}-[a-z0-9-]+\.i-[a-z0-9]+$)/,
    nodeLabel: 'alibabacloud.com/nodepool-id',
    controllers: ['ingress.k8s.alibabacloud/alb'],
  },
  {
    provider: 'AWS',
    service: /^(?:service\.beta\.kubernetes\.io\/aws-load-balancer-|(?:service\.k8s\.aws|eks\.amazonaws\.com)\/)/,
    node: /^aws:\/\//,
    nodeLabel: 'eks.amazonaws.com/nodegroup',
    controllers: ['ingress.k8s.aws/alb', 'eks.amazonaws.com/alb'],
  },
  {
    provider: 'GKE',
    service: /^(?:networking\.gke\.io|cloud\.google\.com)\//,
    node: /^gce:\/\//,
    nodeLabel: 'cloud.google.com/gke-nodepool',
    controllers: [],
  },
  {
    provider: 'AZURE',
    service: /^service\.beta\.kubernetes\.io\/azure-/,
    node: /^azure:\/\//,
    nodeLabel: 'kubernetes.azure.com/cluster',
    controllers: ['azure/application-gateway'],
  },
]

/** By what stands at the service, else by nodes, else by ingress classes. Undefined where nothing tells, or where signs disagree. */
export function providerOf(cluster: ClusterView, service: KubernetesObject): Provider | undefined {
  const { annotations, loadBalancerClass }: Service = serviceOf(service)
  const marks = [...Object.keys(annotations), loadBalancerClass]
  const byService = SIGNS.filter((signs) => marks.some((mark) => signs.service.test(mark)))
  const byNodes = SIGNS.filter((signs) => cluster.of('Node').some((node) => isOf(node, signs)))
  const byClasses = SIGNS.filter(({ controllers }) =>
    cluster.of('IngressClass').some((one) => controllers.includes(textOf(fieldsOf(one['spec'])['controller'], 253))),
  )
  const [found = []] = [byService, byNodes, byClasses].filter((signs) => signs.length > 0)
  return found.length === 1 ? found[0]?.provider : undefined
}

function isOf(node: KubernetesObject, signs: Signs): boolean {
  const labels = labelsOf(fieldsOf(node.metadata)['labels'])
  return signs.node.test(textOf(fieldsOf(node['spec'])['providerID'])) || labels[signs.nodeLabel] !== undefined
}
