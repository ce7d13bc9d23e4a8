import { fieldsOf, textOf } from '../../kubernetes/fields.ts'
import type { KindDefinition } from '../../kubernetes/kinds.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Owners } from '../../kubernetes/owners.ts'
import type { Responsible } from '../../kubernetes/responsible.ts'
import type { Masker } from '../../secrets/mask.ts'
import type { AssetRow, WorkloadRow } from './asset-row.ts'
import { canonicalJson, hashOf, plainJson } from './canonical-json.ts'
import { identityOf, labelsOf, type ObjectIdentity } from './identity.ts'
import { normalizerOf } from './index-of-normalizers.ts'
import { introducedBy } from './introduced-by.ts'
import { maskContent } from './mask-content.ts'
import type { Parts } from './normalizer.ts'
import type { PodFacts, WorkloadFacts } from './workload-state.ts'

/** An object of which is known who it is and where it belongs. */
export interface ReadObject {
  readonly identity: ObjectIdentity
  /** Equal versions, equal objects: the rest need not be looked at. Empty where the source gives no versions. */
  readonly version: string
  /** Id of the workload that it belongs to, when that is another object. */
  readonly belongsTo: string | undefined
  readonly pod: PodFacts | undefined
  readonly workload: WorkloadFacts | undefined
  /** Makes of it what is stored: most of the work. */
  normalize(): NormalizedObject | RefusedObject
}

/** An object as it is stored. */
export interface NormalizedObject extends Omit<ReadObject, 'normalize'> {
  /** JSON, credentials masked; canonical where a source may write the same object in another order. */
  readonly content: string
  /** Of the content and of what else the typed rows depend on: equal hashes, equal rows. */
  readonly contentHash: string
  /** Who brought it into the cluster, in words; empty when it does not say. */
  readonly introducedBy: string
  /** Its typed rows, its own first. */
  readonly assets: () => AssetRow[]
  /** The row of the workload that it belongs to, for the case that nothing else brings it. */
  readonly owner: () => WorkloadRow | undefined
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
  /** Whether a resourceVersion tells states of an object apart: that of an API server does, that in a file does not. */
  readonly versioned: boolean
  readonly masker: Masker
  readonly owners: Owners
  /** Who answers for what; namespaces are added to it as they are read. */
  readonly responsible: Responsible
}

/** Raised when normalizing changes what it makes of the same object: the next sync then writes everything anew. */
const REVISION = 4

/** etcd takes 1.5 MiB; what is larger was not served by Kubernetes. */
const MOST_CHARACTERS = 2 * 1024 * 1024

/** Reads an object; or says why it is not taken. Never throws for what the object holds. */
export function readObject(
  object: KubernetesObject,
  kind: KindDefinition,
  context: NormalizeContext,
): ReadObject | RefusedObject {
  const identity = identityOf(context.cluster, kind, object)
  if (!identity) return { refused: 'NAMELESS', id: undefined }
  return orTooDeep(identity, () => {
    const parts = normalizerOf(kind.kind).normalize(object, identity, context)
    const { belongsTo, pod, workload } = parts
    const version = context.versioned ? versionOf(object, identity, parts, context) : ''
    const read = { identity, version, belongsTo, pod, workload }
    return { ...read, normalize: () => orTooDeep(identity, () => normalized(object, read, parts, context)) }
  })
}

/** Every write gives an object another resourceVersion; one that was made anew under its name has another uid. */
function versionOf(
  object: KubernetesObject,
  { uid, apiVersion }: ObjectIdentity,
  { derived = '' }: Parts,
  { masker: { knows } }: NormalizeContext,
): string {
  const version = textOf(fieldsOf(object.metadata)['resourceVersion'], 128)
  return version && uid
    ? `${[REVISION, knows].filter(Boolean).join(' ')} ${version} ${uid} ${apiVersion} ${derived}`
    : ''
}

function normalized(
  object: KubernetesObject,
  read: Omit<ReadObject, 'normalize'>,
  parts: Parts,
  context: NormalizeContext,
): NormalizedObject | RefusedObject {
  const { identity } = read
  const masked = maskContent(parts.content(), context.masker)
  const content = context.versioned ? plainJson(masked) : canonicalJson(masked)
  if (content.length > MOST_CHARACTERS) return { refused: 'TOO_LARGE', id: identity.id }
  const contentHash = hashOf(`${REVISION}\n${parts.derived ?? ''}\n${identity.apiVersion}\n${hashOf(content)}`)
  const common = () => ({ labels: labelsOf(fieldsOf(masked['metadata'])['labels']), contentHash })
  return {
    ...read,
    content,
    contentHash,
    introducedBy: introducedBy(object, context.masker),
    assets: () => parts.assets(common()),
    owner: () => parts.owner?.(common()),
  }
}

function orTooDeep<T>(identity: ObjectIdentity, fn: () => T): T | RefusedObject {
  try {
    return fn()
  } catch (error) {
    if (error instanceof RangeError) return { refused: 'TOO_DEEP', id: identity.id }
    throw error
  }
}
