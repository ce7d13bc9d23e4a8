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
  const kubeadm = labelled(facts, 'node-role.kubernetes.io/control-plane=')
  if (kubeadm) return { type: 'SELF_MANAGED', distribution: '', evidence: `${kubeadm}: its control plane is its own` }
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

/** The most specific first: an OpenShift on AWS is an OpenShift, an edge cluster of ACK an edge cluster. */
const RULES: readonly Rule[] = [
  {
    distribution: 'ACK Edge',
    type: 'EDGE',
    told: (facts) => labelled(facts, 'alibabacloud.com/is-edge-worker=true'),
  },
  { distribution: 'OpenYurt', type: 'EDGE', told: (facts) => labelled(facts, 'openyurt.io/is-edge-worker=true') },
  { distribution: 'KubeEdge', type: 'EDGE', told: (facts) => labelled(facts, 'node-role.kubernetes.io/edge=') },
  {
    distribution: 'OpenShift',
    type: (facts) =>
      labelled(facts, 'api.openshift.com/') || labelled(facts, 'hypershift.openshift.io/') ? 'MANAGED' : 'SELF_MANAGED',
    told: (facts) => labelled(facts, 'node.openshift.io/') ?? imaged(facts, /OpenShift|CoreOS 4\d\d\./i),
  },
  {
    distribution: 'EKS',
    type: (facts) => (every(facts, 'eks.amazonaws.com/compute-type=fargate') ? 'SERVERLESS' : 'MANAGED'),
    told: (facts) => versioned(facts, /-eks-/) ?? labelled(facts, 'eks.amazonaws.com/'),
  },
  {
    distribution: 'GKE',
    type: (facts) =>
      every(facts, 'cloud.google.com/gke-provisioning=autopilot') ||
      facts.nodes.some((node) => node.name.startsWith('gk3-'))
        ? 'SERVERLESS'
        : 'MANAGED',
    told: (facts) => versioned(facts, /-gke\./) ?? labelled(facts, 'cloud.google.com/gke-'),
  },
  { distribution: 'AKS', type: 'MANAGED', told: (facts) => labelled(facts, 'kubernetes.azure.com/') },
  {
    distribution: 'ACK',
    type: ackType,
    told: (facts) =>
      versioned(facts, /-aliyun/) ??
      labelled(facts, 'alibabacloud.com/nodepool-id') ??
      labelled(facts, 'node.alibabacloud.com/') ??
      labelled(facts, 'type=virtual-kubelet'),
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
  { distribution: 'minikube', type: 'SELF_MANAGED', told: (facts) => labelled(facts, 'minikube.k8s.io/') },
  { distribution: 'kind', type: 'SELF_MANAGED', told: (facts) => provided(facts, 'kind://') },
  {
    distribution: 'k3d',
    type: 'SELF_MANAGED',
    told: (facts) => (versioned(facts, /\+k3s/) ? named(facts, /^k3d-/) : undefined),
  },
  {
    distribution: 'k3s',
    type: 'SELF_MANAGED',
    told: (facts) => versioned(facts, /\+k3s/) ?? provided(facts, 'k3s://'),
  },
  {
    distribution: 'RKE2',
    type: 'SELF_MANAGED',
    told: (facts) => versioned(facts, /\+rke2/) ?? provided(facts, 'rke2://'),
  },
  { distribution: 'k0s', type: 'SELF_MANAGED', told: (facts) => versioned(facts, /\+k0s/) },
  { distribution: 'MicroK8s', type: 'SELF_MANAGED', told: (facts) => labelled(facts, 'microk8s.io/') },
  { distribution: 'Talos', type: 'SELF_MANAGED', told: (facts) => imaged(facts, /^Talos/) },
  { distribution: 'Docker Desktop', type: 'SELF_MANAGED', told: (facts) => named(facts, /^docker-desktop$/) },
  { distribution: 'Rancher Desktop', type: 'SELF_MANAGED', told: (facts) => named(facts, /^lima-rancher-desktop$/) },
]

/** ACK shows its masters as nodes in a dedicated cluster only, and no real node in a serverless one. */
function ackType(facts: Facts): ClusterType {
  if (every(facts, 'type=virtual-kubelet')) return 'SERVERLESS'
  return labelled(facts, 'node-role.kubernetes.io/master=') || labelled(facts, 'node-role.kubernetes.io/control-plane=')
    ? 'DEDICATED'
    : 'MANAGED'
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

function every({ nodes }: Facts, label: string): boolean {
  return nodes.length > 0 && nodes.every(({ labels }) => labels.includes(label))
}

function provided({ nodes }: Facts, prefix: string): string | undefined {
  const node = nodes.find(({ providerId }) => providerId.startsWith(prefix))
  return node && `provider id ${node.providerId} of node ${node.name}`
}

function imaged({ nodes }: Facts, pattern: RegExp): string | undefined {
  const node = nodes.find(({ osImage }) => pattern.test(osImage))
  return node && `system ${node.osImage} of node ${node.name}`
}

function named({ nodes }: Facts, pattern: RegExp): string | undefined {
  const node = nodes.find(({ name }) => pattern.test(name))
  return node && `node ${node.name}`
}
