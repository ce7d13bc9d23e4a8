import type { ObjectRef } from '../kubernetes/object.ts'
import type { Endpoint } from './endpoints.ts'
import type { Entry, Hop, Pod, PolicyEvidence } from './model.ts'
import type { Remark } from './remarks.ts'
import type { SourceSet } from './sources.ts'
import type { Reach } from './verdict.ts'

/** Who gets in at an entry point, before anything is said of what stands behind it. */
export interface Front {
  /** Empty where nothing gets in at all. */
  readonly heard: readonly Heard[]
  readonly addresses: readonly string[]
  readonly remarks: readonly Remark[]
  readonly evidence: readonly string[]
  readonly policies: readonly PolicyEvidence[]
}

/** How far some of the addresses of an entry point are heard, and who of those that can speak to them is let in. */
export interface Heard {
  readonly reach: Reach
  readonly sources: SourceSet
}

/** From whom the pod behind it sees the connection come. */
export type Via =
  /** From the client, or from a node that it came over. */
  | { readonly kind: 'client'; readonly mayBeNode: boolean }
  /** From one of these pods, which answer for the entry point. */
  | { readonly kind: 'pods'; readonly pods: readonly Pod[] }
  /** From a proxy that is not known, or that is not in the cluster. */
  | { readonly kind: 'unknown' }

/** A way from an entry point to ports of pods, or to what there is instead of them. */
export interface EntryPath {
  readonly entry: Omit<Entry, 'addresses'>
  /** What tells it apart from other ways in at the entry: listener, or port, or host and path. */
  readonly key: readonly string[]
  readonly front: Front
  readonly via: Via
  /** Steps before the service. */
  readonly hops: readonly Hop[]
  readonly service: (ObjectRef & { readonly port: number }) | undefined
  readonly endpoints: readonly Endpoint[]
  /** Where no pod is led to: addresses or names outside of the cluster; empty for nothing at all. */
  readonly outside: readonly string[]
  readonly remarks: readonly Remark[]
}
