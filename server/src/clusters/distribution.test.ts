import { expect, test } from 'vitest'
import { type NodeEvidence, nodeEvidence, recognizeDistribution } from './distribution.ts'

const node = (given: Partial<NodeEvidence>): NodeEvidence => ({
  name: 'node-1',
  labels: [],
  providerId: '',
  osImage: 'Ubuntu 24.04.2 LTS',
  kubeletVersion: 'v1.34.2',
  containerRuntime: 'containerd://2.1.4',
  annotations: [],
  ...given,
})
const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane='
const KUBEADM = 'kubeadm.alpha.kubernetes.io/cri-socket'

test.each<[string, string, string | undefined, Partial<NodeEvidence>, string]>([
  ['EKS', 'MANAGED', 'v1.33.5-eks-113cf36', {}, 'version v1.33.5-eks-113cf36'],
  ['EKS', 'MANAGED', undefined, { labels: ['eks.amazonaws.com/nodegroup=a'] }, 'label eks.amazonaws.com/nodegroup'],
  [
    'EKS',
    'SERVERLESS',
    'v1.33.5-eks-113cf36',
    { name: 'fargate-ip-10-0-1-7', labels: ['eks.amazonaws.com/compute-type=fargate'] },
    'its only node fargate-ip-10-0-1-7',
  ],
  ['EKS Anywhere', 'SELF_MANAGED', 'v1.33.5-eks-113cf36', { labels: [CONTROL_PLANE] }, 'control-plane'],
  ['GKE', 'MANAGED', 'v1.34.1-gke.1829001', { name: 'gke-shop-default-pool-1' }, 'version v1.34.1-gke.1829001'],
  ['GKE', 'MANAGED', undefined, { labels: ['cloud.google.com/gke-nodepool=a'] }, 'label cloud.google.com/gke-nodepool'],
  ['GKE', 'SERVERLESS', 'v1.34.1-gke.1829001', { name: 'gk3-shop-pool' }, 'its only node gk3-shop-pool'],
  ['AKS', 'MANAGED', 'v1.34.2', { labels: ['kubernetes.azure.com/cluster=a'] }, 'label kubernetes.azure.com/cluster'],
  ['ACK', 'MANAGED', 'v1.34.1-aliyun.1', {}, 'version v1.34.1-aliyun.1'],
  ['ACK', 'MANAGED', undefined, { labels: ['ack.aliyun.com=c1f2'] }, 'label ack.aliyun.com'],
  ['ACK', 'MANAGED', undefined, { providerId: 'cn-hangzhou.i-bp1abc' }, 'provider id cn-hangzhou.i-bp1abc'],
  ['ACK', 'DEDICATED', 'v1.34.1-aliyun.1', { labels: [CONTROL_PLANE] }, 'version'],
  ['ACK', 'DEDICATED', 'v1.20.11-aliyun.1', { labels: ['node-role.kubernetes.io/master='] }, 'version'],
  ['ACK', 'SERVERLESS', 'v1.34.1-aliyun.1', { labels: ['type=virtual-kubelet'] }, 'version'],
  ['ACK Edge', 'EDGE', 'v1.34.1-aliyun.1', { labels: ['alibabacloud.com/is-edge-worker=true'] }, 'is-edge-worker'],
  ['OpenYurt', 'EDGE', 'v1.30.0', { labels: ['openyurt.io/is-edge-worker=true'] }, 'openyurt.io/is-edge-worker'],
  [
    'KubeEdge',
    'EDGE',
    'v1.31.12',
    { kubeletVersion: 'v1.31.12-kubeedge-v1.21.0' },
    'kubelet v1.31.12-kubeedge-v1.21.0',
  ],
  ['KubeEdge', 'EDGE', 'v1.31.12', { labels: ['node-role.kubernetes.io/edge='] }, 'node-role.kubernetes.io/edge'],
  ['TKE', 'MANAGED', 'v1.32.2-tke.6', {}, 'version v1.32.2-tke.6'],
  ['DOKS', 'MANAGED', 'v1.34.1', { labels: ['doks.digitalocean.com/node-pool=a'] }, 'doks.digitalocean.com/node-pool'],
  ['Gardener', 'MANAGED', 'v1.33.5', { labels: ['worker.gardener.cloud/pool=a'] }, 'worker.gardener.cloud/pool'],
  ['OpenShift', 'SELF_MANAGED', 'v1.31.6', { labels: ['node.openshift.io/os_id=rhcos'] }, 'node.openshift.io/os_id'],
  [
    'OpenShift',
    'SELF_MANAGED',
    'v1.31.6',
    { osImage: 'Red Hat Enterprise Linux CoreOS 418.94.202501221327-0' },
    'system Red Hat Enterprise Linux CoreOS',
  ],
  [
    'OpenShift',
    'MANAGED',
    'v1.31.6',
    { labels: ['hypershift.openshift.io/nodePool=a', 'node.openshift.io/os_id=rhcos'] },
    'node.openshift.io/os_id',
  ],
  ['k3s', 'SELF_MANAGED', 'v1.34.1+k3s1', {}, 'version v1.34.1+k3s1'],
  [
    'k3s',
    'SELF_MANAGED',
    undefined,
    { containerRuntime: 'containerd://2.1.4-k3s2' },
    'runtime containerd://2.1.4-k3s2',
  ],
  ['k3s', 'SELF_MANAGED', undefined, { providerId: 'k3s://node-1' }, 'provider id k3s://node-1'],
  ['k3d', 'SELF_MANAGED', 'v1.34.1+k3s1', { name: 'k3d-shop-server-0' }, 'node k3d-shop-server-0'],
  ['Rancher Desktop', 'SELF_MANAGED', 'v1.34.1+k3s1', { name: 'lima-rancher-desktop' }, 'node lima-rancher-desktop'],
  ['RKE2', 'SELF_MANAGED', 'v1.34.1+rke2r1', {}, 'version v1.34.1+rke2r1'],
  ['k0s', 'SELF_MANAGED', 'v1.34.1+k0s', {}, 'version v1.34.1+k0s'],
  [
    'kind',
    'SELF_MANAGED',
    'v1.34.0',
    { providerId: 'kind://docker/kind/kind-control-plane', annotations: [KUBEADM] },
    'kind://',
  ],
  [
    'minikube',
    'SELF_MANAGED',
    'v1.34.0',
    { labels: ['minikube.k8s.io/version=v1.37.0'], annotations: [KUBEADM] },
    'minikube',
  ],
  ['MicroK8s', 'SELF_MANAGED', 'v1.34.1', { labels: ['microk8s.io/cluster=true'] }, 'label microk8s.io/cluster'],
  ['Talos', 'SELF_MANAGED', 'v1.34.1', { osImage: 'Talos (v1.11.2)' }, 'system Talos (v1.11.2)'],
  [
    'Docker Desktop',
    'SELF_MANAGED',
    'v1.34.1',
    { name: 'docker-desktop', annotations: [KUBEADM] },
    'node docker-desktop',
  ],
  [
    'Docker Desktop',
    'SELF_MANAGED',
    'v1.34.1',
    { providerId: 'kind://docker/desktop/desktop-control-plane' },
    'kind://docker/desktop',
  ],
  ['Tanzu', 'SELF_MANAGED', 'v1.33.1+vmware.1', {}, 'version v1.33.1+vmware.1'],
  ['kOps', 'SELF_MANAGED', 'v1.34.1', { labels: ['kops.k8s.io/instancegroup=nodes', CONTROL_PLANE] }, 'kops.k8s.io'],
  ['kubeadm', 'SELF_MANAGED', 'v1.34.2', { annotations: [KUBEADM], labels: [CONTROL_PLANE] }, `annotation ${KUBEADM}`],
  ['', 'SELF_MANAGED', 'v1.34.2', { labels: [CONTROL_PLANE] }, 'its control plane is its own'],
  ['', 'SERVERLESS', 'v1.34.2', { labels: ['type=virtual-kubelet'] }, 'its only node node-1'],
])('%s, %s: version %s, %j', (distribution, type, version, given, evidence) => {
  const recognized = recognizeDistribution(version, [node(given)])
  expect(recognized).toEqual({ distribution, type, evidence: expect.stringContaining(evidence) })
})

test('one node without a machine behind it does not make a cluster serverless', () => {
  const fargate = node({ labels: ['eks.amazonaws.com/compute-type=fargate'] })
  expect(recognizeDistribution('v1.33.5-eks-113cf36', [fargate, node({})]).type).toBe('MANAGED')
  const virtual = node({ labels: ['type=virtual-kubelet'] })
  expect(recognizeDistribution('v1.34.1-aliyun.1', [virtual, node({})]).type).toBe('MANAGED')
  expect(recognizeDistribution('v1.34.2', [virtual, node({})]).type).toBe('UNKNOWN')
})

test('a serverless cluster of several nodes names one of them', () => {
  const nodes = ['gk3-a', 'gk3-b'].map((name) => node({ name }))
  expect(recognizeDistribution('v1.34.1-gke.1829001', nodes).evidence).toBe('all of its nodes, such as gk3-a')
})

test('the facts of a node are read from where the kubelet writes them', () => {
  const read = nodeEvidence({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: 'a',
      labels: { role: 'x' },
      annotations: { [KUBEADM]: 'unix:///run/containerd/containerd.sock' },
    },
    spec: { providerID: 'kind://docker/kind/a' },
    status: { nodeInfo: { osImage: 'o', kubeletVersion: 'k', containerRuntimeVersion: 'containerd://2.1.4' } },
  })
  expect(read).toEqual({
    name: 'a',
    labels: ['role=x'],
    providerId: 'kind://docker/kind/a',
    osImage: 'o',
    kubeletVersion: 'k',
    containerRuntime: 'containerd://2.1.4',
    annotations: [KUBEADM],
  })
})

test('what gives nothing away is unknown, without evidence', () => {
  expect(recognizeDistribution(undefined, [])).toEqual({ type: 'UNKNOWN', distribution: '', evidence: '' })
  expect(recognizeDistribution('v1.34.2', [node({})])).toEqual({ type: 'UNKNOWN', distribution: '', evidence: '' })
})

test('a node of the wrong shape is evidence of nothing', () => {
  const odd = { metadata: { labels: 7, name: [] }, spec: 'x', status: { nodeInfo: [] } } as never
  expect(nodeEvidence(odd)).toEqual({
    name: '',
    labels: [],
    providerId: '',
    osImage: '',
    kubeletVersion: '',
    containerRuntime: '',
    annotations: [],
  })
})
