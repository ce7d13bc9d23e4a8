import { fieldsOf } from '../../kubernetes/fields.ts'
import type { KindDefinition } from '../../kubernetes/kinds.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Owners } from '../../kubernetes/owners.ts'
import type { Masker } from '../../secrets/mask.ts'
import type { AssetRow, WorkloadRow } from './asset-row.ts'
import { canonicalJson, hashOf } from './canonical-json.ts'
import { identityOf, labelsOf, type ObjectIdentity } from './identity.ts'
import { normalizerOf } from './index-of-normalizers.ts'
import { maskContent } from './mask-content.ts'
import type { PodFacts, WorkloadFacts } from './workload-state.ts'

/** An object as it is stored. */
export interface NormalizedObject {
  readonly identity: ObjectIdentity
  /** Canonical JSON, credentials masked. */
  readonly content: string
  /** Of the content and of what else the typed rows depend on: equal hashes, equal rows. */
  readonly contentHash: string
  /** Id of the workload that it belongs to, when that is another object. */
  readonly belongsTo: string | undefined
  /** Its typed rows, its own first. */
  readonly assets: () => AssetRow[]
  /** The row of the workload that it belongs to, for the case that nothing else brings it. */
  readonly owner: () => WorkloadRow | undefined
  readonly pod: PodFacts | undefined
  readonly workload: WorkloadFacts | undefined
}

/** Why an object was left out. */
export type Refusal = 'NAMELESS' | 'TOO_LARGE' | 'TOO_DEEP'

/** An object that was left out. */
export interface RefusedObject {
  readonly refused: Refusal
  /** Of its row, were it taken; `undefined` when it has no usable name. */
  readonly id: string | undefined
}

export interface NormalizeContext {
  readonly cluster: string
  readonly masker: Masker
  readonly owners: Owners
}

/** Raised when normalizing changes what it makes of the same object: the next sync then writes everything anew. */
const REVISION = 1

/** etcd takes 1.5 MiB; what is larger was not served by Kubernetes. */
const MOST_CHARACTERS = 2 * 1024 * 1024

/** Makes of an object what is stored; or says why it is not taken. Never throws for what the object holds. */
export function normalizeObject(
  object: KubernetesObject,
  kind: KindDefinition,
  { cluster, masker, owners }: NormalizeContext,
): NormalizedObject | RefusedObject {
  const identity = identityOf(cluster, kind, object)
  if (!identity) return { refused: 'NAMELESS', id: undefined }
  try {
    const parts = normalizerOf(kind.kind).normalize(object, identity, owners)
    const masked = maskContent(parts.content, masker)
    const content = canonicalJson(masked)
    if (content.length > MOST_CHARACTERS) return { refused: 'TOO_LARGE', id: identity.id }
    const contentHash = hashOf(`${REVISION}\n${parts.derived ?? ''}\n${identity.apiVersion}\n${content}`)
    const common = () => ({ labels: labelsOf(fieldsOf(masked['metadata'])['labels']), contentHash })
    return {
      identity,
      content,
      contentHash,
      belongsTo: parts.belongsTo,
      assets: () => parts.assets(common()),
      owner: () => parts.owner?.(common()),
      pod: parts.pod,
      workload: parts.workload,
    }
  } catch (error) {
    if (error instanceof RangeError) return { refused: 'TOO_DEEP', id: identity.id }
    throw error
  }
}
