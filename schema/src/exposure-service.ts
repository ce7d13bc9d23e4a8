import type { ENTRY_KINDS, EXPOSURE_VERDICTS } from '@breakwater/drizzle/tables/exposure.ts'

/** An object of a cluster. */
export interface ClusterObjectRef {
  readonly kind: string
  /** Empty for what is in none. */
  readonly namespace: string
  readonly name: string
}

export interface ReachabilityRequest {
  readonly cluster: string
  /** A Pod or a workload; undefined for who is not in the cluster. */
  readonly from: ClusterObjectRef | undefined
  /** A Pod, a workload or a Service. */
  readonly to: ClusterObjectRef
  readonly protocol: 'TCP' | 'UDP' | 'SCTP'
  /** Number or name: of a Service a port of its own, else one of the pods. */
  readonly port: string
}

export interface ReachabilityResult {
  readonly allowed: 'YES' | 'NO' | 'PARTLY'
  readonly text: string
  /** Ranges from outside of the cluster that are let in; empty when it is asked from within. */
  readonly sources: readonly string[]
  readonly ingress: 'ALLOWED' | 'DENIED' | 'NOT_ISOLATED'
  readonly egress: 'ALLOWED' | 'DENIED' | 'NOT_ISOLATED'
  readonly policies: readonly {
    readonly policy: ClusterObjectRef
    readonly direction: 'INGRESS' | 'EGRESS'
    readonly effect: 'ALLOWS' | 'DENIES' | 'ISOLATES' | 'PASSES'
  }[]
  readonly doubts: readonly string[]
}

export interface SimulationRequest {
  readonly cluster: string
  /** Natural keys of exposures, all of the cluster. */
  readonly exposures: readonly string[]
  readonly action:
    | 'MAKE_SERVICE_INTERNAL'
    | 'MAKE_SERVICE_CLUSTER_IP'
    | 'DROP_PORT'
    | 'LIMIT_SOURCES'
    | 'DELETE_ROUTE'
    | 'ADMIT_ONLY_CONTROLLER'
  readonly provider: 'ACK' | 'AWS' | 'GKE' | 'AZURE' | undefined
  readonly ranges: readonly string[]
}

/** An exposure as it is, or as it would be. */
export interface SimulatedExposureShape {
  /** Natural key. */
  readonly key: string
  readonly verdict: (typeof EXPOSURE_VERDICTS)[number]
  readonly sources: readonly string[]
  readonly sentence: string
  readonly entryKind: (typeof ENTRY_KINDS)[number]
  readonly workload: ClusterObjectRef | undefined
  readonly containerPort: number
  readonly protocol: string
}

export interface SimulationResult {
  readonly closed: readonly SimulatedExposureShape[]
  readonly narrowed: readonly { readonly before: SimulatedExposureShape; readonly after: SimulatedExposureShape }[]
  readonly unchanged: readonly SimulatedExposureShape[]
  readonly remaining: readonly SimulatedExposureShape[]
  readonly widened: readonly SimulatedExposureShape[]
  readonly broken: readonly {
    readonly from: ClusterObjectRef
    readonly to: ClusterObjectRef
    readonly protocol: string
    readonly ports: readonly number[]
    readonly why: string
  }[]
  readonly brokenTotal: number
  readonly patches: readonly {
    readonly object: ClusterObjectRef
    readonly verb: 'PATCH' | 'APPLY' | 'DELETE'
    readonly yaml: string
    readonly args: readonly string[]
    readonly command: string
  }[]
  readonly refused: readonly { readonly exposure: string; readonly why: string }[]
  readonly gaps: readonly string[]
}

/** Questions about a cluster that an analysis of it as it is stored answers. Both throw `RequestError` of services.ts. */
export interface ExposureService {
  reachability(request: ReachabilityRequest, signal: AbortSignal): Promise<ReachabilityResult>
  /** Changes nothing. */
  simulate(request: SimulationRequest, signal: AbortSignal): Promise<SimulationResult>
}
