import type { ObjectRef } from '../../kubernetes/object.ts'
import type { Exposure, Protocol } from '../model.ts'

/** What could be done about exposures, and what would come of it. Nothing of it is done here: the commands are for people to read and run. */

export const PROVIDERS = ['ACK', 'AWS', 'GKE', 'AZURE'] as const
/** Whose load balancers a cluster gets. */
export type Provider = (typeof PROVIDERS)[number]

export type WhatIfAction =
  /** Marks the service of a load balancer as internal. `provider` where the objects do not tell whose cluster it is. */
  | { readonly kind: 'makeServiceInternal'; readonly provider?: Provider | undefined }
  /** Makes a service reachable in the cluster only. */
  | { readonly kind: 'makeServiceClusterIp' }
  /** Takes the port out of the service, or the host port out of the container. */
  | { readonly kind: 'dropPort' }
  /** Lets in only `ranges`, in CIDR notation, at load balancers, ingresses and routes that have a list of sources. */
  | { readonly kind: 'limitSources'; readonly ranges: readonly string[] }
  /** Deletes the rule of an Ingress, or of a route; the object when it is its only one. */
  | { readonly kind: 'deleteRoute' }
  /** Adds a NetworkPolicy that lets only the pods of the ingress controller reach the workload. */
  | { readonly kind: 'admitOnlyController' }

export interface WhatIfAnswer {
  /** As they are now; they would be `internet`, `restricted` or `possible` no more. Others than the chosen ones may be among them. */
  readonly closed: readonly Exposure[]
  /** Those that stay open with a weaker verdict or fewer sources. */
  readonly narrowed: readonly Narrowing[]
  /** Of the chosen those that the change leaves as they are; refused ones are in `refused` only. */
  readonly unchanged: readonly Exposure[]
  /** Other open ways to the same ports of workloads as the chosen, as they would be. */
  readonly remaining: readonly Exposure[]
  /** As they would be: open to more than now. */
  readonly widened: readonly Exposure[]
  /** Connections within the cluster that policies let through now and then would not; at most `MOST_BROKEN`. */
  readonly broken: readonly BrokenConnection[]
  /** Of all of `broken`, those that are left out included. */
  readonly brokenTotal: number
  /** What to change, in the order in which to do it. */
  readonly patches: readonly WhatIfPatch[]
  /** Chosen exposures that the action does not fit. */
  readonly refused: readonly Refusal[]
  /** What the simulation cannot see, in sentences. */
  readonly gaps: readonly string[]
}

export const MOST_BROKEN = 100

export interface Narrowing {
  readonly before: Exposure
  readonly after: Exposure
}

export interface BrokenConnection {
  readonly from: ObjectRef
  readonly to: ObjectRef
  readonly protocol: Protocol
  /** Of the pods that are reached, sorted. */
  readonly ports: readonly number[]
  readonly why: string
}

export interface WhatIfPatch {
  readonly object: ObjectRef
  readonly verb: 'patch' | 'apply' | 'delete'
  /** `patch`: the JSON merge patch; `apply`: the object, to be given on stdin; `delete`: what names the object. */
  readonly yaml: string
  /** The command and its arguments, for a program that starts it without a shell. */
  readonly args: readonly string[]
  /** The same for a POSIX shell, on one line unless a name has line breaks. */
  readonly command: string
}

export interface Refusal {
  readonly exposureId: string
  readonly why: string
}
