import { expect, test } from 'vitest'
import { node, only, pod, service } from '../../../test/exposure-objects.ts'

const PREFIX = 'service.beta.kubernetes.io'

test.each([
  [`${PREFIX}/alibaba-cloud-loadbalancer-address-type`, 'intranet', 'private'],
  [`${PREFIX}/alibaba-cloud-loadbalancer-address-type`, 'Intranet', 'possible'],
  [`${PREFIX}/alicloud-loadbalancer-address-type`, 'intranet', 'private'],
  [`${PREFIX}/aws-load-balancer-scheme`, 'internal', 'private'],
  [`${PREFIX}/aws-load-balancer-scheme`, 'internet-facing', 'possible'],
  [`${PREFIX}/aws-load-balancer-internal`, 'true', 'private'],
  [`${PREFIX}/aws-load-balancer-internal`, '0.0.0.0/0', 'private'],
  [`${PREFIX}/aws-load-balancer-type`, 'external', 'private'],
  ['networking.gke.io/load-balancer-type', 'Internal', 'private'],
  ['cloud.google.com/load-balancer-type', 'Internal', 'private'],
  [`${PREFIX}/azure-load-balancer-internal`, 'true', 'private'],
  [`${PREFIX}/azure-load-balancer-internal`, 'false', 'possible'],
])('without an address, %s = %s is %s', (name, value, verdict) => {
  expect(loadBalancer({ annotations: { [name]: value } }).verdict).toBe(verdict)
})

test('the class of AWS is internal unless a scheme says otherwise', () => {
  const spec = { loadBalancerClass: 'service.k8s.aws/nlb' }
  const annotations = { [`${PREFIX}/aws-load-balancer-scheme`]: 'internet-facing' }
  const published = [{ hostname: 'k8s-web-1.elb.eu-west-1.amazonaws.com' }]
  expect(loadBalancer({ spec, published }).verdict).toBe('private')
  expect(loadBalancer({ spec, published, annotations }).verdict).toBe('internet')
})

test('a published address goes before the annotation, and the conflict is said', () => {
  const annotations = { [`${PREFIX}/azure-load-balancer-internal`]: 'true' }
  const found = loadBalancer({ annotations, published: [{ ip: '8.8.4.4' }] })
  expect(found.verdict).toBe('internet')
  expect(found.reasons.map(({ code }) => code)).toContain('internalMarkConflict')
})

test.each([
  ['internal-k8s-web-1.eu-west-1.elb.amazonaws.com', 'private', 'high'],
  ['lb.example.invalid', 'internet', 'medium'],
])('the host name %s is %s, confidence %s', (hostname, verdict, confidence) => {
  expect(loadBalancer({ published: [{ hostname }] })).toMatchObject({ verdict, confidence })
})

test.each([
  ['2600:1f00::1', 'internet'],
  ['2001:db8::1', 'private'],
  ['fd00::1', 'private'],
  ['100.64.0.9', 'private'],
  ['203.0.113.9', 'private'],
  ['::ffff:8.8.4.4', 'internet'],
  ['no address', 'possible'],
])('the address %s is %s', (ip, verdict) => {
  expect(loadBalancer({ published: [{ ip }] }).verdict).toBe(verdict)
})

test.each([
  [['8.9.0.0/16', '2600::/16'], 'restricted', ['8.9.0.0/16']],
  [['10.0.0.0/8'], 'private', ['10.0.0.0/8']],
  [['0.0.0.0/1', '128.0.0.0/1'], 'internet', ['0.0.0.0/0']],
  [['128.0.0.0/1'], 'restricted', ['128.0.0.0/1']],
  [['everybody'], 'possible', ['0.0.0.0/0']],
])('source ranges %j are %s', (loadBalancerSourceRanges, verdict, sources) => {
  const found = loadBalancer({ spec: { loadBalancerSourceRanges }, published: [{ ip: '8.8.4.4' }] })
  expect(found).toMatchObject({ verdict, sources })
})

test('the annotation gives source ranges where the spec has none', () => {
  const annotations = { [`${PREFIX}/load-balancer-source-ranges`]: '8.9.0.0/16, 8.10.0.0/16' }
  expect(loadBalancer({ annotations, published: [{ ip: '8.8.4.4' }] }).sources).toEqual(['8.9.0.0/16', '8.10.0.0/16'])
})

test('what an access list named by its id lets in is not known', () => {
  const annotations = {
    [`${PREFIX}/alibaba-cloud-loadbalancer-acl-id`]: 'acl-1',
    [`${PREFIX}/alibaba-cloud-loadbalancer-acl-status`]: 'on',
  }
  expect(loadBalancer({ annotations, published: [{ ip: '8.8.4.4' }] }).verdict).toBe('possible')
})

test('ranges of the company are private, those of bastions restricted', () => {
  const spec = { loadBalancerSourceRanges: ['8.9.0.0/16'] }
  const published = [{ ip: '8.8.4.4' }]
  expect(loadBalancer({ spec, published }, { ownRanges: ['8.9.0.0/16'] }).verdict).toBe('private')
  expect(loadBalancer({ spec: {}, published }, { bastionRanges: ['0.0.0.0/0', '::/0'] }).verdict).toBe('restricted')
})

test('policies that let in only ranges of pods block it', () => {
  const cidr = '10.1.0.0/24'
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace: 'app' },
    spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr } }] }] },
  }
  const n1 = { ...node('n1', { InternalIP: '192.168.0.1' }), spec: { podCIDR: '10.1.0.0/16' } }
  const found = only([pod(), n1, service('LoadBalancer', { published: [{ ip: '8.8.4.4' }] }), policy], 'LoadBalancer')
  expect(found.verdict).toBe('blocked')
  expect(found.hops.flatMap(({ policies }) => policies.map(({ policy: { name } }) => name))).toContain('p')
})

function loadBalancer(extra: Parameters<typeof service>[1], settings = {}) {
  return only([pod(), service('LoadBalancer', extra)], 'LoadBalancer', { settings })
}
