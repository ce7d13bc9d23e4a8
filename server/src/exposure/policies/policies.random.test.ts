import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PORT_NUMBERS, PROTOCOLS } from '../../../test/exposure/cluster-arbitraries.ts'
import { blocksOf, objectsOf, type PolicyCluster, policyCluster } from '../../../test/exposure/policy-arbitraries.ts'
import { type Address, representatives } from '../../../test/exposure/reference-addresses.ts'
import { referencePolicies } from '../../../test/exposure/reference-policies.ts'
import type { Labels, PodObject, SmallObject } from '../../../test/exposure/shapes.ts'
import { SEED } from '../../../test/seed.ts'
import { clusterObjects } from '../../kubernetes/cluster-objects.ts'
import { DEFAULT_SETTINGS, type Pod } from '../model.ts'
import { podsOf } from '../pods.ts'
import type { SourceSet } from '../sources.ts'
import { createPolicies } from './create-policies.ts'
import type { Policies } from './policies.ts'

const SETTINGS = { ...DEFAULT_SETTINGS, enforcement: 'enforced' } as const
const RUNS = 200
const FEWER_RUNS = 100
/** Port 1 is named by no policy alone. */
const PORTS = [...PORT_NUMBERS, 1]

describe('policies of random clusters', () => {
  test('between pods are as the specification has them, connection by connection', () => {
    check(RUNS, (cluster) => {
      const objects = objectsOf(cluster)
      const engine = engineOf(objects)
      const reference = referencePolicies(objects)
      const answers = connections(cluster, (from, to, protocol, port, name) => {
        const { ingress, egress, combined } = reference.reaches(from, to, protocol, port)
        const told = engine.policies.between(engine.pod(from), engine.pod(to), protocol, port)
        return answer(name, said(told.ingress, told.egress, told.allowed), said(ingress, egress, combined))
      })
      expect(disagreements(answers)).toEqual([])
    })
  })

  test('let in from outside what the specification lets in, address by address', () => {
    check(RUNS, (cluster) => {
      const objects = objectsOf(cluster)
      const engine = engineOf(objects)
      const reference = referencePolicies(objects)
      const addresses = representatives(blocksOf(cluster.policies))
      const answers = targets(cluster, (to, protocol, port, name) => {
        const { sources } = engine.policies.outside(engine.pod(to), protocol, port)
        return addresses.map((from) =>
          answer(
            `${from.bits} bits ${from.value.toString(16)} > ${name}`,
            has(sources, from),
            reference.letsIn(from, to, protocol, port),
          ),
        )
      })
      expect(disagreements(answers.flat())).toEqual([])
    })
  })

  test('answer for an arbitrary pod as for one without labels in a namespace without labels', () => {
    check(RUNS, (cluster) => {
      const stranger = strangerIn('elsewhere')
      const objects = objectsOf(cluster)
      const engine = engineOf(objects)
      const reference = referencePolicies([...objects, ...stranger.objects])
      const answers = targets(cluster, (to, protocol, port, name) =>
        answer(
          name,
          engine.policies.anyPod(engine.pod(to), protocol, port).allowed,
          reference.reaches(stranger.pod, to, protocol, port).combined,
        ),
      )
      expect(disagreements(answers)).toEqual([])
    })
  })

  test('say that it varies with the source wherever a pod that is there is let in otherwise', () => {
    check(RUNS, (cluster) => {
      const engine = engineOf(objectsOf(cluster))
      const reference = referencePolicies(objectsOf(cluster))
      const unsaid = connections(cluster, (from, to, protocol, port, name) => {
        const any = engine.policies.anyPod(engine.pod(to), protocol, port)
        const isOther = reference.reaches(from, to, protocol, port).ingress !== any.ingress
        return isOther && !any.varies && from.spec.hostNetwork !== true ? [name] : []
      })
      expect(unsaid.flat()).toEqual([])
    })
  })
})

describe('the answer', () => {
  test('does not depend on the order of the objects', () => {
    fc.assert(
      fc.property(policyCluster(), fc.infiniteStream(fc.nat()), (cluster, draws) => {
        const objects = objectsOf(cluster)
        expect(everything(cluster, shuffled(objects, draws))).toEqual(everything(cluster, objects))
      }),
      { numRuns: FEWER_RUNS, seed: SEED },
    )
  })

  test('does not depend on how labels are called', () => {
    check(FEWER_RUNS, (cluster) => {
      const renamed = renamedLabels(cluster)
      expect(allowedBetween(renamed)).toEqual(allowedBetween(cluster))
    })
  })

  test('is the same where a block is split into its halves', () => {
    check(FEWER_RUNS, (cluster) => {
      const split = { ...cluster, policies: cluster.policies.map(withHalves) }
      expect(everything(split, objectsOf(split))).toEqual(everything(cluster, objectsOf(cluster)))
    })
  })

  test('is open to no less when a policy that allows joins those that isolate a pod', () => {
    fc.assert(
      fc.property(policyCluster(), fc.nat(), (cluster, at) => {
        const isolated = isolating(cluster, at)
        const opened = { ...isolated, policies: [...isolated.policies, ...allowing(isolated, at)] }
        const after = new Set(allowedBetween(opened))
        expect(allowedBetween(isolated).filter((name) => !after.has(name))).toEqual([])
      }),
      { numRuns: FEWER_RUNS, seed: SEED },
    )
  })

  test('is for a replica as for the pod that it is of', () => {
    check(FEWER_RUNS, (cluster) => {
      const engine = engineOf([...objectsOf(cluster), ...cluster.ground.pods.map(replicaOf)])
      const answers = connections(cluster, (from, to, protocol, port, name) => {
        const originals = engine.policies.between(engine.pod(from), engine.pod(to), protocol, port)
        const replicas = engine.policies.between(engine.pod(replicaOf(from)), engine.pod(replicaOf(to)), protocol, port)
        return answer(name, replicas.allowed, originals.allowed)
      })
      expect(disagreements(answers)).toEqual([])
      expect(allowedBetween(cluster, engine)).toEqual(allowedBetween(cluster))
    })
  })
})

interface Engine {
  readonly policies: Policies
  pod(object: PodObject): Pod
}

type Answer = readonly [name: string, engine: unknown, reference: unknown]
type ProtocolAndPort = [protocol: (typeof PROTOCOLS)[number], port: number, name: string]

function check(numRuns: number, holds: (cluster: PolicyCluster) => void): void {
  fc.assert(fc.property(policyCluster(), holds), { numRuns, seed: SEED })
}

function engineOf(objects: readonly SmallObject[]): Engine {
  const read = clusterObjects(objects)
  const pods = podsOf(read)
  const byName = new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]))
  return {
    policies: createPolicies(pods, read, SETTINGS),
    pod(object) {
      const found = byName.get(nameOf(object))
      if (!found) throw new Error(`no pod ${nameOf(object)}`)
      return found
    },
  }
}

/** Lets the members of an answer keep their places. */
function answer(name: string, engine: unknown, reference: unknown): Answer {
  return [name, engine, reference]
}

function targets<T>({ ground }: PolicyCluster, ask: (to: PodObject, ...at: ProtocolAndPort) => T): T[] {
  return ground.pods.flatMap((to) =>
    PROTOCOLS.flatMap((protocol) => PORTS.map((port) => ask(to, protocol, port, `${nameOf(to)} ${protocol} ${port}`))),
  )
}

/** A pod to itself is left out: no policy holds it from itself. */
function connections<T>(
  cluster: PolicyCluster,
  ask: (from: PodObject, to: PodObject, ...at: ProtocolAndPort) => T,
): T[] {
  return targets(cluster, (to, protocol, port, name) =>
    cluster.ground.pods
      .filter((from) => from !== to)
      .map((from) => ask(from, to, protocol, port, `${nameOf(from)} > ${name}`)),
  ).flat()
}

function allowedBetween(cluster: PolicyCluster, engine = engineOf(objectsOf(cluster))): string[] {
  return connections(cluster, (from, to, protocol, port, name) =>
    engine.policies.between(engine.pod(from), engine.pod(to), protocol, port).allowed ? [name] : [],
  ).flat()
}

/** All that is told of the pods, with evidence and doubts. */
function everything(cluster: PolicyCluster, objects: readonly SmallObject[]): unknown {
  const engine = engineOf(objects)
  return [
    targets(cluster, (to, protocol, port) => [
      engine.policies.outside(engine.pod(to), protocol, port),
      engine.policies.anyPod(engine.pod(to), protocol, port),
    ]),
    connections(cluster, (from, to, protocol, port) =>
      engine.policies.between(engine.pod(from), engine.pod(to), protocol, port),
    ),
  ]
}

function disagreements(answers: readonly Answer[]): string[] {
  return answers
    .filter(([, engine, reference]) => engine !== reference)
    .map(([name, engine, reference]) => `${name}: engine ${engine}, reference ${reference}`)
}

function said(ingress: boolean, egress: boolean, combined: boolean): string {
  return `ingress ${ingress} egress ${egress} combined ${combined}`
}

function nameOf({ metadata }: PodObject): string {
  return `${metadata.namespace}/${metadata.name}`
}

function has({ v4, v6 }: SourceSet, { bits, value }: Address): boolean {
  const ranges = (bits === 32 ? v4 : v6).map(BigInt)
  return ranges.some((first, at) => at % 2 === 0 && value >= first && value <= (ranges[at + 1] ?? first))
}

function strangerIn(namespace: string): { pod: PodObject; objects: SmallObject[] } {
  const pod: PodObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'stranger', namespace },
    spec: { containers: [] },
  }
  return { pod, objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, pod] }
}

function replicaOf(pod: PodObject): PodObject {
  return { ...pod, metadata: { ...pod.metadata, name: `${pod.metadata.name}-replica` } }
}

function shuffled(objects: readonly SmallObject[], draws: Iterator<number>): SmallObject[] {
  const rest = [...objects]
  return objects.flatMap(() => rest.splice((draws.next().value ?? 0) % rest.length, 1))
}

/** Every key of labels and of selectors, none of which is also that of a field; but for the name that the API gives namespaces. */
function renamedLabels(cluster: PolicyCluster): PolicyCluster {
  const renames: Labels = {
    app: 'zapp',
    layer: 'a.example/layer',
    team: 'zteam',
    env: 'a',
    zone: 'topology.example/zone',
  }
  const renamed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renamed)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        renames[key] ?? key,
        key === 'key' && typeof member === 'string' ? (renames[member] ?? member) : renamed(member),
      ]),
    )
  }
  return renamed(cluster) as PolicyCluster
}

function withHalves(policy: SmallObject): SmallObject {
  if (policy.kind !== 'NetworkPolicy') return policy
  const { ingress, egress, ...spec } = policy.spec
  const split = (rules: typeof ingress, side: 'from' | 'to') =>
    rules?.map((rule) => {
      const peers = rule[side]
      return peers ? { ...rule, [side]: peers.flatMap(halvesOf) } : rule
    })
  return {
    ...policy,
    spec: {
      ...spec,
      ...(ingress ? { ingress: split(ingress, 'from') ?? [] } : {}),
      ...(egress ? { egress: split(egress, 'to') ?? [] } : {}),
    },
  }
}

type Peer = NonNullable<NonNullable<Extract<SmallObject, { kind: 'NetworkPolicy' }>['spec']['ingress']>[0]['from']>[0]

/** Only blocks of which everybody knows the halves; an `except` goes with the half that holds it. */
function halvesOf(peer: Peer): Peer[] {
  if (!peer.ipBlock || peer.ipBlock.except) return [peer]
  const halves: Record<string, [string, string]> = {
    '0.0.0.0/0': ['0.0.0.0/1', '128.0.0.0/1'],
    '203.0.113.0/24': ['203.0.113.0/25', '203.0.113.128/25'],
    '10.244.0.0/16': ['10.244.0.0/17', '10.244.128.0/17'],
    '::/0': ['::/1', '8000::/1'],
    '2001:db8::/32': ['2001:db8::/33', '2001:db8:8000::/33'],
  }
  return (halves[peer.ipBlock.cidr] ?? [peer.ipBlock.cidr]).map((cidr) => ({ ipBlock: { cidr } }))
}

/** The pod, which a policy of its own now isolates both ways. */
function isolating(cluster: PolicyCluster, at: number): PolicyCluster {
  const pod = podAt(cluster, at)
  return { ...cluster, policies: [...cluster.policies, policyFor(pod, 'isolates', {})] }
}

function allowing(cluster: PolicyCluster, at: number): SmallObject[] {
  const peer = { namespaceSelector: { matchLabels: { team: 'red' } } }
  return [policyFor(podAt(cluster, at), 'allows', { ingress: [{ from: [peer] }], egress: [{ to: [peer] }] })]
}

function podAt({ ground }: PolicyCluster, at: number): PodObject {
  const pod = ground.pods[at % ground.pods.length]
  if (!pod) throw new Error('a cluster without pods')
  return pod
}

function policyFor({ metadata }: PodObject, name: string, rules: object): SmallObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: metadata.namespace ?? 'default' },
    spec: { podSelector: { matchLabels: metadata.labels ?? {} }, policyTypes: ['Ingress', 'Egress'], ...rules },
  }
}
