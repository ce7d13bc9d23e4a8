import type { ClusterObjectRef } from './exposure-service.ts'

/** Somebody who has rights. */
export interface RightsSubject extends ClusterObjectRef {
  readonly kind: 'User' | 'Group' | 'ServiceAccount'
}

/** What somebody has by a binding. */
export interface RightsGrant {
  readonly subject: RightsSubject
  /** Where it holds; empty for all of the cluster. */
  readonly namespace: string
  readonly binding: ClusterObjectRef
  readonly role: ClusterObjectRef
}

/** A rule of a role that somebody has. */
export interface HeldRight extends RightsGrant {
  readonly verbs: readonly string[]
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
  readonly nonResourceUrls: readonly string[]
}

export interface WhoCanRequest {
  /** Uid. */
  readonly cluster: string
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly subresource: string | undefined
  readonly name: string | undefined
  /** Empty: in all of the cluster; undefined: anywhere. */
  readonly namespace: string | undefined
}

export interface WhatCanRequest {
  /** Uid. */
  readonly cluster: string
  readonly subject: RightsSubject
}

/** An answer: at most 1,000 rows, sorted, and how many there are. */
export interface RightsAnswer<Row> {
  readonly rows: readonly Row[]
  readonly total: number
  /** Kinds that could not be read whole, and why: there may be more. */
  readonly unread: readonly { readonly kind: string; readonly reason: string }[]
}

/** Who can do what in a cluster, by its roles and bindings as they are stored. Both throw `RequestError`. */
export interface RightsService {
  whoCan(request: WhoCanRequest, signal: AbortSignal): Promise<RightsAnswer<RightsGrant>>
  whatCan(request: WhatCanRequest, signal: AbortSignal): Promise<RightsAnswer<HeldRight>>
}
