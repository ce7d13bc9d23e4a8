import type { CLUSTER_TYPES } from '@breakwater/drizzle/tables/cluster.ts'
import { type Fields, fieldsOf, textOf } from '../kubernetes/fields.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'

export type ClusterType = (typeof CLUSTER_TYPES)[number]

/** What a node tells of who runs the cluster. */
export interface NodeEvidence {
  readonly name: string
  readonly labels: readonly string[]
  /** Such as `aws:///eu-central-1a/i-0abc`. */
  readonly providerId: string
  readonly osImage: string
  readonly kubeletVersion: string
  /** Such as `containerd://2.1.4`. */
  readonly containerRuntime: string
  /** Keys alone. */
  readonly annotations: readonly string[]
}

export interface Distribution {
  readonly type: ClusterType
  /** Such as `EKS` or `k3s`; empty when not recognised. */
  readonly distribution: string
  /** What it was told from, in words. */
  readonly evidence: string
}

/** Enough nodes to tell. */
export const MOST_NODES = 100

export function nodeEvidence(node: KubernetesObject): NodeEvidence {
  const info: Fields = fieldsOf(fieldsOf(node['status'])['nodeInfo'])
  return {
    name: textOf(fieldsOf(node.metadata)['name'], 253),
    labels: Object.entries(fieldsOf(fieldsOf(node.metadata)['labels']))
      .slice(0, 256)
      .map(([key, value]) => `${key}=${String(value)}`),
    providerId: textOf(fieldsOf(node['spec'])['providerID'], 253),
    osImage: textOf(info['osImage'], 253),
    kubeletVersion: textOf(info['kubeletVersion'], 128),
    containerRuntime: textOf(info['containerRuntimeVersion'], 128),
    annotations: Object.keys(fieldsOf(fieldsOf(node.metadata)['annotations'])).slice(0, 256),
  }
}

/**
 * Tells who runs a cluster, from its nodes and the API server's version. `UNKNOWN` when nothing gives it away.
 * Sources: the distributions' documentation of their node labels, provider ids and version suffixes.
 */
export function recognizeDistribution(version: string | undefined, nodes: readonly NodeEvidence[]): Distribution {
  const facts: Facts = { version: version ?? '', nodes }
  for (const rule of RULES) {
    const evidence = rule.told(facts)
    if (evidence)
      return {
        type: typeof rule.type === 'string' ? rule.type : rule.type(facts),
        distribution: rule.distribution,
        evidence,
      }
  }
  const virtual = allVirtual(facts)
  if (virtual) return { type: 'SERVERLESS', distribution: '', evidence: virtual }
  const own = controlPlane(facts)
  if (own) return { type: 'SELF_MANAGED', distribution: '', evidence: `${own}: its control plane is its own` }
  return { type: 'UNKNOWN', distribution: '', evidence: '' }
}

interface Facts {
  readonly version: string
  readonly nodes: readonly NodeEvidence[]
}

interface Rule {
  readonly distribution: string
  readonly type: ClusterType | ((facts: Facts) => ClusterType)
  /** The evidence in words; `undefined` when it is another distribution. */
  told(facts: Facts): string | undefined
}

/**
 * The most specific first: an OpenShift on AWS is an OpenShift, an edge cluster of ACK an edge cluster. Those that others build on
 * stand last: minikube, kind and many more are set up by kubeadm.
 */
const RULES: readonly Rule[] = [
  {
    distribution: 'ACK Edge',
    type: 'EDGE',
    told: (facts) => labelled(facts, 'alibabacloud.com/is-edge-worker=true'),
  },
  {
    distribution: 'OpenYurt',
    type: 'EDGE',
    told: (facts) =>
      labelled(facts, 'openyurt.io/is-edge-worker=true') ?? labelled(facts, 'apps.openyurt.io/nodepool='),
  },
  {
    distribution: 'KubeEdge',
    type: 'EDGE',
    told: (facts) => versioned(facts, /-kubeedge-/) ?? labelled(facts, 'node-role.kubernetes.io/edge='),
  },
  {
    distribution: 'OpenShift',
    type: (facts) =>
      labelled(facts, 'api.openshift.com/') || labelled(facts, 'hypershift.openshift.io/') ? 'MANAGED' : 'SELF_MANAGED',
    told: (facts) => labelled(facts, 'node.openshift.io/') ?? imaged(facts, /OpenShift|CoreOS 4\d\d\./i),
  },
  {
    // The same builds, on machines of one's own: EKS itself never shows its control plane.
    distribution: 'EKS Anywhere',
    type: 'SELF_MANAGED',
    told: (facts) => (versioned(facts, /-eks-/) ? controlPlane(facts) : undefined),
  },
  {
    distribution: 'EKS',
    type: (facts) => (every(facts, (node) => node.labels.includes(FARGATE)) ? 'SERVERLESS' : 'MANAGED'),
    told: (facts) =>
      every(facts, (node) => node.labels.includes(FARGATE)) ??
      versioned(facts, /-eks-/) ??
      labelled(facts, 'eks.amazonaws.com/'),
  },
  {
    distribution: 'GKE',
    type: (facts) => (every(facts, isAutopilot) ? 'SERVERLESS' : 'MANAGED'),
    told: (facts) =>
      every(facts, isAutopilot) ?? versioned(facts, /-gke\./) ?? labelled(facts, 'cloud.google.com/gke-'),
  },
  { distribution: 'AKS', type: 'MANAGED', told: (facts) => labelled(facts, 'kubernetes.azure.com/') },
  {
    distribution: 'ACK',
    type: ackType,
    told: (facts) =>
      versioned(facts, /-aliyun/) ??
      labelled(facts, 'alibabacloud.com/') ??
      labelled(facts, 'node.alibabacloud.com/') ??
      labelled(facts, 'ack.aliyun.com=') ??
      provided(facts, /^[a-z]{2}-[a-z]+(?:-\d+)?\.i-/),
  },
  {
    distribution: 'TKE',
    type: 'MANAGED',
    told: (facts) => versioned(facts, /-tke\./) ?? labelled(facts, 'cloud.tencent.com/'),
  },
  {
    distribution: 'CCE',
    type: 'MANAGED',
    told: (facts) =>
      labelled(facts, 'os.modelarts/') ??
      labelled(facts, 'node.cce.io/') ??
      versioned(facts, /-r\d+-\d+\.\d+\.\d+\.\d+$/),
  },
  { distribution: 'DOKS', type: 'MANAGED', told: (facts) => labelled(facts, 'doks.digitalocean.com/') },
  { distribution: 'LKE', type: 'MANAGED', told: (facts) => labelled(facts, 'lke.linode.com/') },
  { distribution: 'OKE', type: 'MANAGED', told: (facts) => labelled(facts, 'oke.oraclecloud.com/') },
  {
    distribution: 'IKS',
    type: 'MANAGED',
    told: (facts) => versioned(facts, /\+IKS/) ?? labelled(facts, 'ibm-cloud.kubernetes.io/'),
  },
  { distribution: 'Kapsule', type: 'MANAGED', told: (facts) => labelled(facts, 'k8s.scaleway.com/') },
  { distribution: 'VKE', type: 'MANAGED', told: (facts) => labelled(facts, 'vke.vultr.com/') },
  { distribution: 'Gardener', type: 'MANAGED', told: (facts) => labelled(facts, 'worker.gardener.cloud/') },
  { distribution: 'minikube', type: 'SELF_MANAGED', told: (facts) => labelled(facts, 'minikube.k8s.io/') },
  {
    distribution: 'Docker Desktop',
    type: 'SELF_MANAGED',
    told: (facts) => named(facts, /^docker-desktop$/) ?? provided(facts, /^kind:\/\/docker\/desktop\//),
  },
  { distribution: 'kind', type: 'SELF_MANAGED', told: (facts) => provided(facts, /^kind:\/\//) },
  { distribution: 'Rancher Desktop', type: 'SELF_MANAGED', told: (facts) => named(facts, /^lima-rancher-desktop$/) },
  { distribution: 'k3d', type: 'SELF_MANAGED', told: (facts) => (k3s(facts) ? named(facts, /^k3d-/) : undefined) },
  { distribution: 'k3s', type: 'SELF_MANAGED', told: k3s },
  {
    distribution: 'RKE2',
    type: 'SELF_MANAGED',
    told: (facts) => versioned(facts, /\+rke2/) ?? provided(facts, /^rke2:\/\//),
  },
  {
    distribution: 'k0s',
    type: 'SELF_MANAGED',
    told: (facts) => versioned(facts, /\+k0s/) ?? labelled(facts, 'node.k0sproject.io/'),
  },
  {
    distribution: 'MicroK8s',
    type: 'SELF_MANAGED',
    told: (facts) => labelled(facts, 'microk8s.io/') ?? labelled(facts, 'node.kubernetes.io/microk8s-'),
  },
  { distribution: 'Talos', type: 'SELF_MANAGED', told: (facts) => imaged(facts, /^Talos/) },
  { distribution: 'Tanzu', type: 'SELF_MANAGED', told: (facts) => versioned(facts, /\+vmware\./) },
  { distribution: 'kOps', type: 'SELF_MANAGED', told: (facts) => labelled(facts, 'kops.k8s.io/instancegroup=') },
  { distribution: 'kubeadm', type: 'SELF_MANAGED', told: (facts) => annotated(facts, 'kubeadm.alpha.kubernetes.io/') },
]

const FARGATE = 'eks.amazonaws.com/compute-type=fargate'

function isAutopilot({ name, labels }: NodeEvidence): boolean {
  return name.startsWith('gk3-') || labels.includes('cloud.google.com/gke-provisioning=autopilot')
}

/** Its version may be hidden from who may not ask for it; its runtime is built by it too. */
function k3s(facts: Facts): string | undefined {
  return versioned(facts, /\+k3s/) ?? provided(facts, /^k3s:\/\//) ?? running(facts, /-k3s\d/)
}

/** ACK shows its masters as nodes in a dedicated cluster only, and no real node in a serverless one. */
function ackType(facts: Facts): ClusterType {
  if (allVirtual(facts)) return 'SERVERLESS'
  return controlPlane(facts) ? 'DEDICATED' : 'MANAGED'
}

/** That no machine stands behind any node, but a service that runs pods. Source: virtual-kubelet's documentation. */
function allVirtual(facts: Facts): string | undefined {
  return every(facts, ({ labels }) => labels.includes('type=virtual-kubelet'))
}

function controlPlane(facts: Facts): string | undefined {
  return labelled(facts, 'node-role.kubernetes.io/control-plane=') ?? labelled(facts, 'node-role.kubernetes.io/master=')
}

function versioned({ version, nodes }: Facts, pattern: RegExp): string | undefined {
  if (pattern.test(version)) return `version ${version.slice(0, 128)}`
  const node = nodes.find(({ kubeletVersion }) => pattern.test(kubeletVersion))
  return node && `kubelet ${node.kubeletVersion} of node ${node.name}`
}

/** A label `key=value` that begins with `prefix`. */
function labelled({ nodes }: Facts, prefix: string): string | undefined {
  for (const { name, labels } of nodes) {
    const label = labels.find((one) => one.startsWith(prefix))
    if (label) return `label ${label.split('=')[0]} of node ${name}`
  }
  return undefined
}

/** That a test holds for each node there is. */
function every({ nodes }: Facts, holds: (node: NodeEvidence) => boolean): string | undefined {
  const [first] = nodes
  if (!first || !nodes.every(holds)) return undefined
  return nodes.length === 1 ? `its only node ${first.name}` : `all of its nodes, such as ${first.name}`
}

function annotated({ nodes }: Facts, prefix: string): string | undefined {
  for (const { name, annotations } of nodes) {
    const annotation = annotations.find((one) => one.startsWith(prefix))
    if (annotation) return `annotation ${annotation} of node ${name}`
  }
  return undefined
}

function provided({ nodes }: Facts, pattern: RegExp): string | undefined {
  const node = nodes.find(({ providerId }) => pattern.test(providerId))
  return node && `provider id ${node.providerId} of node ${node.name}`
}

function running({ nodes }: Facts, pattern: RegExp): string | undefined {
  const node = nodes.find(({ containerRuntime }) => pattern.test(containerRuntime))
  return node && `runtime ${node.containerRuntime} of node ${node.name}`
}

function imaged({ nodes }: Facts, pattern: RegExp): string | undefined {
  const node = nodes.find(({ osImage }) => pattern.test(osImage))
  return node && `system ${node.osImage} of node ${node.name}`
}

function named({ nodes }: Facts, pattern: RegExp): string | undefined {
  const node = nodes.find(({ name }) => pattern.test(name))
  return node && `node ${node.name}`
}
