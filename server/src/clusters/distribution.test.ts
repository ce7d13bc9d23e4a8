import { expect, test } from 'vitest'
import { type NodeEvidence, nodeEvidence, recognizeDistribution } from './distribution.ts'

const node = (given: Partial<NodeEvidence>): NodeEvidence => ({
  name: 'node-1',
  labels: [],
  providerId: '',
  osImage: '',
  kubeletVersion: 'v1.34.2',
  ...given,
})

test.each<[string, string, string | undefined, Partial<NodeEvidence>]>([
  ['EKS', 'MANAGED', 'v1.33.5-eks-113cf36', {}],
  ['EKS', 'MANAGED', undefined, { labels: ['eks.amazonaws.com/nodegroup=a'] }],
  ['EKS', 'SERVERLESS', 'v1.33.5-eks-113cf36', { labels: ['eks.amazonaws.com/compute-type=fargate'] }],
  ['GKE', 'MANAGED', 'v1.34.1-gke.1829001', {}],
  ['GKE', 'SERVERLESS', 'v1.34.1-gke.1829001', { name: 'gk3-shop-pool' }],
  ['AKS', 'MANAGED', 'v1.34.2', { labels: ['kubernetes.azure.com/cluster=a'] }],
  ['ACK', 'MANAGED', 'v1.34.1-aliyun.1', {}],
  ['ACK', 'DEDICATED', 'v1.34.1-aliyun.1', { labels: ['node-role.kubernetes.io/control-plane='] }],
  ['ACK', 'SERVERLESS', 'v1.34.1-aliyun.1', { labels: ['type=virtual-kubelet'] }],
  ['ACK Edge', 'EDGE', 'v1.34.1-aliyun.1', { labels: ['alibabacloud.com/is-edge-worker=true'] }],
  ['OpenShift', 'SELF_MANAGED', 'v1.31.6', { labels: ['node.openshift.io/os_id=rhcos'] }],
  ['k3s', 'SELF_MANAGED', 'v1.34.1+k3s1', {}],
  ['RKE2', 'SELF_MANAGED', 'v1.34.1+rke2r1', {}],
  ['kind', 'SELF_MANAGED', 'v1.34.0', { providerId: 'kind://docker/kind/kind-control-plane' }],
  ['minikube', 'SELF_MANAGED', 'v1.34.0', { labels: ['minikube.k8s.io/version=v1.37.0'] }],
  ['', 'SELF_MANAGED', 'v1.34.2', { labels: ['node-role.kubernetes.io/control-plane='] }],
])('%s, %s: version %s, %j', (distribution, type, version, given) => {
  const recognized = recognizeDistribution(version, [node(given)])
  expect(recognized).toMatchObject({ distribution, type })
  expect(recognized.evidence).not.toBe('')
})

test('what gives nothing away is unknown, without evidence', () => {
  expect(recognizeDistribution(undefined, [])).toEqual({ type: 'UNKNOWN', distribution: '', evidence: '' })
  expect(recognizeDistribution('v1.34.2', [node({})])).toEqual({ type: 'UNKNOWN', distribution: '', evidence: '' })
})

test('a node of the wrong shape is evidence of nothing', () => {
  const odd = { metadata: { labels: 7, name: [] }, spec: 'x', status: { nodeInfo: [] } } as never
  expect(nodeEvidence(odd)).toEqual({ name: '', labels: [], providerId: '', osImage: '', kubeletVersion: '' })
})
