import { expect, test } from 'vitest'
import { analyze, node, only, pod, said, service } from '../../../test/exposure-objects.ts'

const OPEN = node('n1', { InternalIP: '192.168.0.1', ExternalIP: '8.8.4.6' })
const CLOSED = node('n1', { InternalIP: '192.168.0.1' })
const PORTS = [{ port: 80, targetPort: 8080, nodePort: 30_080 }]

test.each([
  [[OPEN], 'internet cloudFirewallUnknown'],
  [[CLOSED], 'private'],
  [[], 'possible nodeUnknown'],
  [[node('n1', { InternalIP: '8.8.4.6' })], 'internet cloudFirewallUnknown'],
  [[CLOSED, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n2' } }], 'possible nodeUnknown'],
])('a node port of nodes %j is %s', (nodes, expected) => {
  expect(said(only([pod(), service('NodePort', { spec: { ports: PORTS } }), ...nodes], 'NodePort'))).toBe(expected)
})

test('a local node port is open at the node of a ready pod, whatever is known of another pod', () => {
  const labels = { app: 'web' }
  const waiting = pod('waiting', { labels, spec: { nodeName: undefined }, status: { phase: 'Pending' } })
  const spec = { ports: PORTS, externalTrafficPolicy: 'Local', publishNotReadyAddresses: true }
  const { exposures } = analyze([pod(), waiting, OPEN, service('NodePort', { spec })])
  expect(exposures.map(({ workload, verdict }) => `${workload?.name} ${verdict}`).sort()).toEqual([
    'waiting possible',
    'web internet',
  ])
})

test('source ranges of a load balancer are not taken to bind its node port', () => {
  const spec = { ports: PORTS, loadBalancerSourceRanges: ['10.0.0.0/8'] }
  const objects = [pod(), OPEN, service('LoadBalancer', { spec, published: [{ ip: '8.8.4.4' }] })]
  expect(only(objects, 'LoadBalancer').verdict).toBe('private')
  expect(said(only(objects, 'NodePort'))).toBe('internet cloudFirewallUnknown sourceRangesMayNotBind')
})

test('an external address that a node holds is sure', () => {
  const at = (address: string) =>
    only([pod(), OPEN, service('ClusterIP', { spec: { externalIPs: [address] } })], 'ExternalIP')
  expect(at('8.8.4.6')).toMatchObject({ verdict: 'internet', confidence: 'high' })
  expect(at('8.8.4.9')).toMatchObject({ verdict: 'internet', confidence: 'medium' })
})

test.each([
  [{}, [OPEN], 'internet cloudFirewallUnknown hostPortPolicyVaries'],
  [{}, [CLOSED], 'private hostPortPolicyVaries'],
  [{}, [], 'possible hostPortPolicyVaries nodeUnknown'],
  [{ hostIP: '192.168.0.1' }, [OPEN], 'private hostIpMayBeTranslated hostPortPolicyVaries'],
  [{ hostIP: '0.0.0.0' }, [OPEN], 'internet cloudFirewallUnknown hostPortPolicyVaries'],
])('a port of the host %j on %j is %s', (extra, nodes, expected) => {
  expect(said(only([hostPort(extra), ...nodes], 'HostPort'))).toBe(expected)
})

test('a port of the host on its loopback address is no way in', () => {
  expect(analyze([hostPort({ hostIP: '127.0.0.1' }), OPEN]).exposures).toEqual([])
})

test('a pod on the network of its node is reached whatever policies say, which is doubted', () => {
  const deny = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny', namespace: 'app' },
    spec: { podSelector: {} },
  }
  const found = only([pod('web', { spec: { hostNetwork: true } }), OPEN, deny], 'HostNetwork')
  expect(said(found)).toBe('internet cloudFirewallUnknown hostNetworkPolicyIgnored')
  expect(found.confidence).toBe('medium')
})

function hostPort(extra: object) {
  const ports = [{ containerPort: 8080, hostPort: 80, ...extra }]
  return pod('web', { spec: { containers: [{ name: 'main', ports }] } })
}
