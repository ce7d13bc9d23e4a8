import { expect, test } from 'vitest'
import { clusterObjects } from '../../kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { type AnalysisSettings, DEFAULT_SETTINGS, type Protocol } from '../model.ts'
import { podsOf } from '../pods.ts'
import { cidrsOf } from '../sources.ts'
import { createPolicies } from './create-policies.ts'

const V1ALPHA1 = 'policy.networking.k8s.io/v1alpha1'
const EVERYONE = { namespaces: {} }

test('an earlier administrators policy wins over a later one and over NetworkPolicy', () => {
  const late = anp('late', 20, [{ action: 'Allow', from: [EVERYONE] }])
  const early = anp('early', 10, [{ action: 'Deny', from: [EVERYONE] }])
  const { between } = engine([pod('a'), pod('b'), late, early, networkPolicy({ ingress: [{}] })])
  expect(between('a', 'b')).toMatchObject({
    allowed: false,
    policies: [{ policy: { name: 'early' }, effect: 'denies' }],
  })
})

test('Pass hands on to NetworkPolicy, over later rules', () => {
  const rules = [
    { action: 'Pass', from: [EVERYONE] },
    { action: 'Deny', from: [EVERYONE] },
  ]
  expect(
    engine([pod('a'), pod('b'), anp('p', 1, rules), networkPolicy({ ingress: [{}] })]).between('a', 'b').allowed,
  ).toBe(true)
  expect(
    engine([pod('a'), pod('b'), anp('p', 1, rules), networkPolicy({ ingress: [] })]).between('a', 'b').allowed,
  ).toBe(false)
})

test('the baseline is asked only where no NetworkPolicy selects the pod', () => {
  const spec = { subject: EVERYONE, ingress: [{ action: 'Deny', from: [EVERYONE] }] }
  const baseline = { apiVersion: V1ALPHA1, kind: 'BaselineAdminNetworkPolicy', metadata: { name: 'default' }, spec }
  expect(engine([pod('a'), pod('b'), baseline]).between('a', 'b').allowed).toBe(false)
  expect(engine([pod('a'), pod('b'), baseline, networkPolicy({ ingress: [{}] })]).between('a', 'b').allowed).toBe(true)
})

test('administrators policies say nothing of sources outside', () => {
  expect(engine([pod('b'), anp('p', 1, [{ action: 'Deny', from: [EVERYONE] }])]).outside('b')).toEqual([
    '0.0.0.0/0',
    '::/0',
  ])
})

test('equal priorities are told where both select the pod', () => {
  const both = ['x', 'y'].map((name) => anp(name, 5, [{ action: 'Allow', from: [EVERYONE] }]))
  expect(engine([pod('a'), pod('b'), ...both]).between('a', 'b').doubts).toMatchObject([{ code: 'equalPriority' }])
})

test('ClusterNetworkPolicy: tiers, protocols and networks that cover pods', () => {
  const tcp80 = [{ tcp: { destinationPort: { number: 80 } } }]
  const deny = cnp('deny', 'Admin', { ingress: [{ action: 'Deny', from: [EVERYONE], protocols: tcp80 }] })
  const networks = cnp('net', 'Baseline', { egress: [{ action: 'Deny', to: [{ networks: ['10.1.0.0/16'] }] }] })
  const { between } = engine([pod('a'), pod('b', { ip: '10.1.0.2' }), pod('c', { ip: '10.2.0.2' }), deny, networks])
  expect(between('a', 'c', 80).ingress).toBe(false)
  expect(between('a', 'c', 81).allowed).toBe(true)
  expect(between('a', 'b', 81).egress).toBe(false)
})

test('a peer that is not understood allows nothing and denies everyone', () => {
  const odd = [{ somethingNew: {} }]
  const allow = cnp('p', 'Admin', { ingress: [{ action: 'Accept', from: odd }] })
  const deny = cnp('p', 'Admin', { ingress: [{ action: 'Deny', from: odd }] })
  const closed = networkPolicy({ ingress: [] })
  expect(engine([pod('b'), allow, closed]).outside('b')).toEqual([])
  expect(engine([pod('b'), deny]).outside('b')).toEqual([])
  expect(engine([pod('b'), deny]).outsideDoubts('b')).toEqual(['policyUnclear'])
})

test('a named port is that of the pod that is connected to', () => {
  const policy = networkPolicy({ ingress: [{ ports: [{ port: 'http' }] }] })
  const { outside } = engine([pod('b', { port: 8080 }), pod('c', { port: 9090 }), policy])
  expect([outside('b', 8080).length, outside('b', 9090).length, outside('c', 9090).length]).toEqual([2, 0, 2])
})

test('endPort is the last port that is meant', () => {
  const { outside } = engine([pod('b'), networkPolicy({ ingress: [{ ports: [{ port: 100, endPort: 200 }] }] })])
  expect([99, 100, 200, 201].map((port) => outside('b', port).length > 0)).toEqual([false, true, true, false])
})

test('exceptions are taken out of their block, of IPv4 and IPv6', () => {
  const from = [
    { ipBlock: { cidr: '8.0.0.0/7', except: ['9.0.0.0/8'] } },
    { ipBlock: { cidr: '2600::/15', except: ['2601::/16'] } },
  ]
  expect(engine([pod('b'), networkPolicy({ ingress: [{ from }] })]).outside('b')).toEqual(['8.0.0.0/8', '2600::/16'])
})

test('a pod in the network of its node is subject to nothing, and no peer by its labels', () => {
  const peers = networkPolicy({ ingress: [{ from: [{ podSelector: {} }] }] })
  const { between, outside } = engine([pod('a', { hostNetwork: true }), pod('b'), peers])
  expect(outside('a')).toHaveLength(2)
  expect(between('a', 'b').allowed).toBe(false)
})

test('an arbitrary pod gets another answer than one that a peer means', () => {
  const only = networkPolicy({ ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'edge' } } }] }] })
  const all = networkPolicy({ ingress: [{ from: [{ namespaceSelector: {} }] }] })
  expect(engine([pod('b'), only]).anyPod('b')).toMatchObject({ allowed: false, varies: true })
  expect(engine([pod('b'), all]).anyPod('b')).toMatchObject({ allowed: true, varies: false })
})

test('policies of other plug-ins are a doubt about those that they select, and about all where they are not understood', () => {
  const calico = (selector: string) => ({
    apiVersion: 'projectcalico.org/v3',
    kind: 'GlobalNetworkPolicy',
    metadata: { name: 'g' },
    spec: { selector },
  })
  const doubts = (selector: string) =>
    ['a', 'b'].map((name) => engine([pod('a'), pod('b'), calico(selector)]).outsideDoubts(name))
  expect(doubts("app == 'a' && has(app)")).toEqual([['policyNotAnalyzed'], []])
  expect(doubts("app == 'a' || app starts with 'b'")).toEqual([['policyNotAnalyzed'], ['policyNotAnalyzed']])
})

test('a kind of policies that could not be read is a doubt', () => {
  expect(engine([pod('b')], {}, ['CiliumNetworkPolicy']).outsideDoubts('b')).toEqual(['policyKindUnread'])
})

test('where flannel runs alone policies have no effect, unless it is set by hand that they do', () => {
  const flannel = pod('flannel', { image: 'ghcr.io/flannel-io/flannel:v0.26.1' })
  const calico = pod('calico', { image: 'docker.io/calico/node:v3.29.0' })
  const closed = networkPolicy({ ingress: [] })
  expect(engine([pod('b'), flannel, closed]).outside('b')).toHaveLength(2)
  expect(engine([pod('b'), flannel, calico, closed]).outside('b')).toEqual([])
  expect(engine([pod('b'), flannel, closed], { enforcement: 'enforced' }).outside('b')).toEqual([])
})

test('hostile objects are no reason to throw', () => {
  const odd: unknown[] = [null, 7, 'x', [], {}, [null], [{}], { a: { b: [] } }]
  const kinds = [
    networkPolicy,
    (spec: object) => cnp('p', 'Admin', spec),
    (spec: object) => ({ ...anp('p', 1, []), spec }),
  ]
  const objects = odd.flatMap((ingress) =>
    odd.flatMap((podSelector) => kinds.map((make) => make({ podSelector, ingress, subject: podSelector }))),
  )
  expect(() => engine([pod('a'), pod('b'), ...objects]).between('a', 'b')).not.toThrow()
})

function engine(objects: readonly object[], settings: Partial<AnalysisSettings> = {}, unread: readonly string[] = []) {
  const cluster = clusterObjects(objects as KubernetesObject[], new Map(unread.map((kind) => [kind, 'FORBIDDEN'])))
  const pods = podsOf(cluster)
  const policies = createPolicies(pods, cluster, { ...DEFAULT_SETTINGS, ...settings })
  const named = (name: string) => {
    const found = pods.find((candidate) => candidate.name === name)
    if (!found) throw new Error(`There is no pod ${name}.`)
    return found
  }
  const tcp: Protocol = 'TCP'
  return {
    outside: (to: string, port = 80) => cidrsOf(policies.outside(named(to), tcp, port).sources),
    outsideDoubts: (to: string) => policies.outside(named(to), tcp, 80).doubts.map(({ code }) => code),
    between: (from: string, to: string, port = 80) => policies.between(named(from), named(to), tcp, port),
    anyPod: (to: string) => policies.anyPod(named(to), tcp, 80),
  }
}

interface PodParts {
  readonly ip?: string
  readonly port?: number
  readonly hostNetwork?: boolean
  readonly image?: string
}

function pod(
  name: string,
  { ip = '10.9.0.1', port = 80, hostNetwork = false, image = 'app:1' }: PodParts = {},
): object {
  const containers = [{ name: 'main', image, ports: [{ name: 'http', containerPort: port }] }]
  const metadata = { name, namespace: 'x', labels: { app: name } }
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { hostNetwork, containers }, status: { podIP: ip } }
}

let made = 0
function networkPolicy(spec: object): object {
  const metadata = { name: `policy-${made++}`, namespace: 'x' }
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: {}, ...spec } }
}

function anp(name: string, priority: number, ingress: readonly object[]): object {
  const spec = { priority, subject: EVERYONE, ingress }
  return { apiVersion: V1ALPHA1, kind: 'AdminNetworkPolicy', metadata: { name }, spec }
}

function cnp(name: string, tier: string, rules: object): object {
  const spec = { tier, priority: 1, subject: EVERYONE, ...rules }
  return { apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', metadata: { name }, spec }
}
