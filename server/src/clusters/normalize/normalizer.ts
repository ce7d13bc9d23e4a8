import type { KubernetesObject, Labels } from '../../kubernetes/object.ts'
import type { AssetRow, WorkloadRow } from './asset-row.ts'
import type { Content } from './content.ts'
import type { ObjectIdentity } from './identity.ts'
import type { NormalizeContext } from './normalize.ts'
import type { PodFacts, WorkloadFacts } from './workload-state.ts'

/** How objects of a kind become content and typed rows. Every field is looked at before it is used. */
export interface Normalizer {
  /** Kinds that it is for. */
  readonly kinds: readonly string[]
  normalize(object: KubernetesObject, identity: ObjectIdentity, context: NormalizeContext): Parts
}

export interface Parts {
  /** Without noise; credentials are masked afterwards. Called only when the object may have changed. */
  content(): Content
  /** What the typed rows depend on beside the content, such as the workload of a pod. A change of it is a change. */
  readonly derived?: string
  /** Id of the workload that it belongs to, when that is another object. */
  readonly belongsTo?: string
  /** The typed rows of this object, its own first. Called only when something changed. */
  assets(common: CommonColumns): AssetRow[]
  /** The row of the workload that it belongs to, for the case that nothing else brings it. */
  owner?(common: CommonColumns): WorkloadRow
  readonly pod?: PodFacts
  readonly workload?: WorkloadFacts
}

/** What the normaliser of a kind need not work out. */
export interface CommonColumns {
  /** Masked. */
  readonly labels: Labels
  readonly contentHash: string
}
