import { z } from 'zod'
import { isFields } from '../kubernetes/fields.ts'
import type { ManifestProblem, Manifests } from '../kubernetes/manifests.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { type Masker, patternMarks } from '../secrets/mask.ts'
import { patternsOfValue } from './normalize/config-map.ts'
import { maskContent } from './normalize/mask-content.ts'
import { type ClusterIdentity, type CoverageGap, SourceError } from './source.ts'

/**
 * What a snapshot tells beside its objects. The file is a JSON `List` of `v1`, as kubectl writes, with this as its
 * `breakwater` field.
 */
export interface SnapshotMetadata {
  readonly format: typeof SNAPSHOT_FORMAT
  readonly takenAt: string
  readonly cluster: Pick<ClusterIdentity, 'uid' | 'version'>
  /** A line a kind: null when all of its objects are in the file, else why they are not. */
  readonly coverage: Readonly<Record<string, CoverageGap | null>>
}

export const SNAPSHOT_FORMAT = 1

const gapSchema = z.object({
  reason: z.enum(['NOT_SERVED', 'FORBIDDEN', 'NOT_IN_SNAPSHOT', 'FAILED']),
  message: z.string().max(1_000),
  advice: z.string().max(1_000),
})
const metadataSchema = z.object({
  format: z.literal(SNAPSHOT_FORMAT),
  takenAt: z.string(),
  cluster: z.object({ uid: z.string().regex(/^[\w-]{1,63}$/), version: z.string().max(64).optional() }),
  coverage: z.record(z.string(), gapSchema.nullable()),
})

/** Finds the metadata among the lists of a snapshot; undefined in manifests of other making. Throws `SourceError` INVALID_SNAPSHOT. */
export function snapshotMetadata(lists: readonly KubernetesObject[]): SnapshotMetadata | undefined {
  const found = lists.find((list) => list['breakwater'] !== undefined)?.['breakwater']
  if (found === undefined) return undefined
  const parsed = metadataSchema.safeParse(found)
  if (parsed.success)
    return { ...parsed.data, cluster: { uid: parsed.data.cluster.uid, version: parsed.data.cluster.version } }
  throw new SourceError(
    'INVALID_SNAPSHOT',
    'The snapshot tells of itself in a way that is not understood.',
    'Read it with the version that wrote it, or take it again.',
  )
}

const DROPPED_KINDS = new Set(['Secret'])
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/**
 * An object as a snapshot keeps it: without the bookkeeping of the API server and without what kubectl copied of a former
 * manifest, which may hold secrets. Undefined for what is not kept at all.
 */
export function keptInSnapshot(object: KubernetesObject): KubernetesObject | undefined {
  if (DROPPED_KINDS.has(object.kind ?? '')) return undefined
  const metadata = object.metadata
  if (!metadata) return object
  const { managedFields: _, ...kept } = metadata as typeof metadata & { managedFields?: unknown }
  const annotations = metadata.annotations
  if (!annotations || !(LAST_APPLIED in annotations)) return { ...object, metadata: kept }
  const { [LAST_APPLIED]: __, ...others } = annotations
  return { ...object, metadata: { ...kept, annotations: others } }
}

/**
 * An object as it is written into a file: what looks like a credential is masked, and of the values of a ConfigMap only the
 * patterns that match are there. Undefined for what is not kept at all, and for what is nested too deeply to be looked through.
 */
export function writtenToSnapshot(object: KubernetesObject, masker: Masker): KubernetesObject | undefined {
  const kept = keptInSnapshot(object)
  if (!kept) return undefined
  try {
    const withoutValues = kept.kind === 'ConfigMap' ? withPatternsOnly(kept, masker) : kept
    return maskContent(withoutValues, masker) as KubernetesObject
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** All objects as they are written into a file. One that is nested too deeply becomes a problem, so that nobody takes it for gone. */
export function maskedManifests({ objects, lists, problems }: Manifests, masker: Masker): Manifests {
  const masked = objects.map((object) => ({ object, written: writtenToSnapshot(object, masker) }))
  const tooDeep = masked.filter(({ object, written }) => !written && !DROPPED_KINDS.has(object.kind ?? ''))
  return {
    objects: masked.flatMap(({ written }) => (written ? [written] : [])),
    lists,
    problems: [...problems, ...tooDeep.map(({ object }) => tooDeepProblem(object))],
  }
}

function tooDeepProblem({ kind, metadata }: KubernetesObject): ManifestProblem {
  const message = 'The object is nested too deeply.'
  return { code: 'TOO_DEEP', file: `${kind} ${metadata?.name}`, line: undefined, kind, message }
}

function withPatternsOnly(configMap: KubernetesObject, masker: Masker): KubernetesObject {
  const { data, binaryData, ...rest } = configMap
  const marked = (values: unknown, patterns: (name: string, value: unknown) => string[]) =>
    isFields(values)
      ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, patternMarks(patterns(name, value))]))
      : undefined
  return {
    ...rest,
    data: marked(data, (name, value) => patternsOfValue(masker, name, value)),
    binaryData: marked(binaryData, () => []),
  }
}
