import type { ObjectRef } from '../kubernetes/object.ts'

/** What the engine is given and what it answers. Data only: nothing here touches a database, a network or a clock. */

export type Protocol = 'TCP' | 'UDP' | 'SCTP'
export const PROTOCOLS: readonly Protocol[] = ['SCTP', 'TCP', 'UDP']

/** From weakest to strongest. */
export const VERDICTS = ['none', 'blocked', 'private', 'possible', 'restricted', 'internet'] as const
export type Verdict = (typeof VERDICTS)[number]

export const CONFIDENCES = ['low', 'medium', 'high'] as const
export type Confidence = (typeof CONFIDENCES)[number]

export const ENTRY_KINDS = [
  'LoadBalancer',
  'NodePort',
  'ExternalIP',
  'HostPort',
  'HostNetwork',
  'Ingress',
  'Gateway',
  'Route',
] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** Where an ingress class, gateway class or router has its pods, when somebody set it by hand. */
export interface ControllerSetting {
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
}

export interface AnalysisSettings {
  /** Public ranges of the company itself: what is reachable only from there counts as private. */
  readonly ownRanges: readonly string[]
  /** Public ranges of bastions: what is reachable only from there counts as restricted. */
  readonly bastionRanges: readonly string[]
  /** By ingress class, gateway class or router name. */
  readonly controllers: Readonly<Record<string, ControllerSetting>>
  /** Whether the network plug-in enforces policies; `detect` looks at what runs in the cluster. */
  readonly enforcement: 'detect' | 'enforced' | 'notEnforced'
}

export const DEFAULT_SETTINGS: AnalysisSettings = {
  ownRanges: [],
  bastionRanges: [],
  controllers: {},
  enforcement: 'detect',
}

/** A port that a container declares. */
export interface DeclaredPort {
  readonly container: string
  readonly name: string
  readonly port: number
  readonly protocol: Protocol
  readonly hostPort: number | undefined
  readonly hostIp: string
}

/** A pod, or one that the template of a workload without pods would make. */
export interface Pod {
  readonly namespace: string
  /** Of a workload's template: the workload's name. */
  readonly name: string
  readonly workload: ObjectRef
  readonly labels: Readonly<Record<string, string>>
  /** Of its namespace; with `kubernetes.io/metadata.name`, also when the namespace's object is not there. */
  readonly namespaceLabels: Readonly<Record<string, string>>
  readonly serviceAccount: string
  readonly hostNetwork: boolean
  readonly ips: readonly string[]
  readonly hostIps: readonly string[]
  /** Empty while it is not scheduled. */
  readonly node: string
  /** Main containers, sidecars and init containers that go on running; others serve no port. */
  readonly ports: readonly DeclaredPort[]
  readonly containers: readonly string[]
  readonly images: readonly string[]
  /** `unknown` for templates. */
  readonly ready: 'ready' | 'notReady' | 'unknown'
  /** `Succeeded` and `Failed` pods serve nothing. */
  readonly finished: boolean
  readonly terminating: boolean
  /** Made of a template, not read as a pod. */
  readonly isTemplate: boolean
}

/** Why a verdict is as it is: a code that programs know, and words for people. */
export interface Reason {
  /** Lower camel case, such as `noReadyEndpoint`. */
  readonly code: string
  readonly text: string
}

/** One step of a path, from the entry point inwards. */
export interface Hop {
  readonly kind: 'entry' | 'listener' | 'route' | 'service' | 'endpoint' | 'container'
  /** What the step is read from; undefined for a step without an object of its own. */
  readonly object: ObjectRef | undefined
  /** What to show: an address and port, a host and path, a port's name. */
  readonly label: string
  /** Facts that it rests on, such as `spec.type = LoadBalancer`. */
  readonly evidence: readonly string[]
  /** Policies that were asked at this step, with what they say. */
  readonly policies: readonly PolicyEvidence[]
}

export interface PolicyEvidence {
  readonly policy: ObjectRef
  readonly effect: 'allows' | 'denies' | 'isolates' | 'passes'
}

export type Tls = 'terminated' | 'passthrough' | 'none' | 'unknown'

/** An entry point from which a container port is reached, hop by hop. */
export interface Exposure {
  /**
   * Stable over restarts: a hash of entry kind, entry, listener or port or host and path, service and its port, workload, container
   * port and protocol. No pod names, addresses, node names or generated node ports.
   */
  readonly id: string
  readonly verdict: Verdict
  /** The rule that decided it, in words. */
  readonly rule: string
  readonly confidence: Confidence
  readonly reasons: readonly Reason[]
  readonly entry: Entry
  readonly service: (ObjectRef & { readonly port: number }) | undefined
  /** Undefined for a backend outside of the cluster, and for what leads nowhere. */
  readonly workload: ObjectRef | undefined
  /** The container that declares the port; empty when none does. */
  readonly container: string
  /** 0 when it is not known, as of what leads nowhere. */
  readonly containerPort: number
  readonly protocol: Protocol
  /** Who reaches it: ranges in CIDR notation, sorted; empty for `blocked` and `none`. */
  readonly sources: readonly string[]
  readonly hops: readonly Hop[]
  /** `externalBackend`, `noBackend`: what to look at although no container is reached. */
  readonly finding: 'externalBackend' | 'noBackend' | undefined
}

export interface Entry {
  readonly kind: EntryKind
  readonly object: ObjectRef
  /** Addresses and host names that clients use, sorted. Attributes, never a part of the id. */
  readonly addresses: readonly string[]
  /** What clients connect to; undefined when it is not known. */
  readonly port: number | undefined
  readonly host: string
  readonly path: string
  readonly tls: Tls
}

/** What the engine could not see, and what that means. */
export interface Gap {
  readonly kind: string
  readonly code: string
  readonly text: string
}

export interface ExposureAnswer {
  /** Sorted by id; the same whatever the order of the objects. */
  readonly exposures: readonly Exposure[]
  readonly gaps: readonly Gap[]
}
