import fc, { type Arbitrary } from 'fast-check'
import type {
  Container,
  ContainerPort,
  Labels,
  Meta,
  NamespaceObject,
  NodeObject,
  PodObject,
  Protocol,
  Selector,
  SmallObject,
} from './shapes.ts'

/** Small clusters: few labels, ports and blocks, so that much of what is made meets. All of it is valid by the API's rules. */

export const NAMESPACES = ['alpha', 'beta', 'gamma', 'delta'] as const
export const PORT_NUMBERS = [80, 81, 443, 8080, 9000] as const
export const PORT_NAMES = ['web', 'api', 'metrics'] as const
export const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP']
export const POD_LABELS: Record<string, readonly string[]> = { app: ['a', 'b', 'c'], layer: ['x', 'y'] }
const NAMESPACE_LABELS: Record<string, readonly string[]> = { team: ['red', 'blue'], env: ['live', 'test'] }
const NODE_LABELS: Record<string, readonly string[]> = { zone: ['1', '2'] }

export const podSelector = selectorOf(POD_LABELS)
export const nodeSelector = selectorOf(NODE_LABELS)
export const namespaceSelector = fc.oneof(
  { arbitrary: selectorOf(NAMESPACE_LABELS), weight: 4 },
  {
    arbitrary: fc
      .constantFrom(...NAMESPACES)
      .map((name): Selector => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
    weight: 1,
  },
)

/** What stands in every small cluster; addresses of pods are all of one family. */
export interface Ground {
  readonly namespaces: readonly NamespaceObject[]
  readonly nodes: readonly NodeObject[]
  readonly pods: readonly PodObject[]
}

export interface GroundOptions {
  readonly pods: { readonly min: number; readonly max: number }
  /** What a pod is beyond its labels and ports. */
  readonly pod?: Arbitrary<Partial<PodTraits>>
  readonly nodeAddresses?: Arbitrary<readonly string[]>
  readonly containerPort?: Arbitrary<Partial<ContainerPort>>
}

export interface PodTraits {
  readonly hostNetwork: boolean
  readonly isScheduled: boolean
  readonly isReady: boolean
  readonly isFinished: boolean
  readonly isTerminating: boolean
  /** The pods of one StatefulSet; undefined for a pod without owner. */
  readonly owner: string | undefined
}

export function ground(options: GroundOptions): Arbitrary<Ground> {
  const { pods, pod = fc.record({ hostNetwork: rarely }), nodeAddresses = fc.constant([]), containerPort } = options
  return fc
    .record({
      namespaces: fc.array(labelsFrom(NAMESPACE_LABELS), { minLength: 2, maxLength: 4 }),
      nodes: fc.array(fc.record({ labels: labelsFrom(NODE_LABELS), addresses: nodeAddresses }), {
        minLength: 2,
        maxLength: 2,
      }),
      pods: fc.array(
        fc.record({
          namespace: fc.nat({ max: 3 }),
          node: fc.nat({ max: 1 }),
          labels: labelsFrom(POD_LABELS),
          ports: podPorts(containerPort ?? fc.constant({})),
          traits: pod,
        }),
        { minLength: pods.min, maxLength: pods.max },
      ),
      isV6: rarely,
    })
    .map(({ namespaces, nodes, pods: drawn, isV6 }) => ({
      namespaces: namespaces.map((labels, at) => namespaceObject(NAMESPACES[at] ?? 'alpha', labels)),
      nodes: nodes.map(({ labels, addresses }, at) => nodeObject(at, labels, addresses)),
      pods: drawn.map((one, at) =>
        podObject(`p${at}`, NAMESPACES[one.namespace % namespaces.length] ?? 'alpha', one.labels, one.ports, {
          ...one.traits,
          node: one.node,
          podIP: isV6 ? `fd00:10::${at + 1}` : `10.244.${one.node}.${at + 1}`,
        }),
      ),
    }))
}

export function objectsOfGround({ namespaces, nodes, pods }: Ground): SmallObject[] {
  return [...namespaces, ...nodes, ...pods]
}

/** True about once in eight. */
export const rarely = fc.nat({ max: 7 }).map((drawn) => drawn === 7)

export function labelsFrom(pool: Record<string, readonly string[]>): Arbitrary<Labels> {
  const value = (values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
  return fc
    .record(Object.fromEntries(Object.entries(pool).map(([key, values]) => [key, value(values)])))
    .map((drawn) =>
      Object.fromEntries(Object.entries(drawn).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    )
}

/** All operators; empty ones select everything. */
function selectorOf(pool: Record<string, readonly string[]>): Arbitrary<Selector> {
  const requirement = fc.constantFrom(...Object.keys(pool)).chain((key) => {
    const values = fc.uniqueArray(fc.constantFrom(...(pool[key] ?? [])), { minLength: 1, maxLength: 2 })
    return fc.oneof(
      fc.record({ key: fc.constant(key), operator: fc.constantFrom('In' as const, 'NotIn' as const), values }),
      fc.record({ key: fc.constant(key), operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const) }),
    )
  })
  return fc.oneof(
    { arbitrary: fc.constant<Selector>({}), weight: 1 },
    { arbitrary: labelsFrom(pool).map((matchLabels): Selector => ({ matchLabels })), weight: 3 },
    {
      arbitrary: fc
        .array(requirement, { minLength: 1, maxLength: 2 })
        .map((list): Selector => ({ matchExpressions: list })),
      weight: 2,
    },
  )
}

interface PlacedPort {
  readonly container: number
  readonly port: ContainerPort
}

/** Ports of two containers and a sidecar: a name once in a pod, a number and protocol too. */
function podPorts(more: Arbitrary<Partial<ContainerPort>>): Arbitrary<PlacedPort[]> {
  return fc.uniqueArray<PlacedPort, { name: string | undefined; number: string }>(
    fc.record({
      container: fc.nat({ max: 4 }),
      port: fc
        .tuple(
          fc.record(
            {
              name: fc.constantFrom(...PORT_NAMES),
              containerPort: fc.constantFrom(...PORT_NUMBERS),
              protocol: fc.constantFrom(...PROTOCOLS),
            },
            { requiredKeys: ['containerPort'] },
          ),
          more,
        )
        .map(([port, extra]): ContainerPort => ({ ...port, ...extra })),
    }),
    {
      maxLength: 4,
      comparator: (a, b) => (a.name !== undefined && a.name === b.name) || a.number === b.number,
      selector: ({ port }) => ({ name: port.name, number: `${port.containerPort}/${port.protocol ?? 'TCP'}` }),
    },
  )
}

function namespaceObject(name: string, labels: Labels): NamespaceObject {
  const all = { ...labels, 'kubernetes.io/metadata.name': name }
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: all } }
}

function nodeObject(at: number, labels: Labels, addresses: readonly string[]): NodeObject {
  const external = addresses.map((address) => ({ type: 'ExternalIP' as const, address }))
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `n${at}`, labels },
    spec: { podCIDRs: [`10.244.${at}.0/24`] },
    status: { addresses: [{ type: 'InternalIP', address: `192.168.0.${at + 1}` }, ...external] },
  }
}

function podObject(
  name: string,
  namespace: string,
  labels: Labels,
  ports: readonly PlacedPort[],
  placed: Partial<PodTraits> & { node: number; podIP: string },
): PodObject {
  const { node, podIP, hostNetwork = false, isScheduled = true, isReady = true, isFinished = false } = placed
  const hostIP = `192.168.0.${node + 1}`
  const container = (title: string, from: number, to: number): Container => ({
    name: title,
    image: 'registry.example/app:1',
    ports: ports
      .filter((one) => one.container >= from && one.container <= to)
      .map(({ port }) => (hostNetwork ? onHost(port) : port)),
  })
  const metadata: Meta = { name, namespace, labels }
  if (placed.isTerminating) metadata.deletionTimestamp = '2026-01-01T00:00:00Z'
  if (placed.owner !== undefined) {
    const owner = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      name: placed.owner,
      uid: placed.owner,
      controller: true,
    }
    metadata.ownerReferences = [owner]
  }
  const isRunning = isScheduled && !isFinished
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: {
      ...(isScheduled ? { nodeName: `n${node}` } : {}),
      ...(hostNetwork ? { hostNetwork } : {}),
      initContainers: [{ ...container('sidecar', 3, 3), restartPolicy: 'Always' }, container('setup', 4, 4)],
      containers: [container('main', 0, 1), container('second', 2, 2)],
    },
    status: {
      phase: isFinished ? 'Succeeded' : isScheduled ? 'Running' : 'Pending',
      ...(isScheduled ? { podIP: hostNetwork ? hostIP : podIP, hostIP } : {}),
      conditions: [{ type: 'Ready', status: isRunning && isReady ? 'True' : 'False' }],
    },
  }
}

/** On the network of its host a port is one of the host's already. */
function onHost({ hostPort: _port, hostIP: _address, ...port }: ContainerPort): ContainerPort {
  return port
}
