import { createHash } from 'node:crypto'
import { type KindDefinition, objectKind } from '../kubernetes/kinds.ts'
import type { ManifestFile, ManifestProblem, Manifests } from '../kubernetes/manifests.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { readManifestFiles } from './manifest-files.ts'
import { readManifestsAside } from './manifest-reading.ts'
import { keptInSnapshot, type SnapshotMetadata, snapshotMetadata } from './snapshot-format.ts'
import {
  type ClusterIdentity,
  type ClusterSource,
  type CoverageGap,
  type ObjectPage,
  type ServedKinds,
  SourceError,
} from './source.ts'

/** A source that also tells which documents it could not read. */
export interface SnapshotSource extends ClusterSource {
  readonly problems: readonly ManifestProblem[]
}

/**
 * A cluster as texts hold it. `name` is the name under which it was added: a newer text under it is the cluster's next state.
 * Throws `SourceError` INVALID_SNAPSHOT when nothing of Kubernetes is in the texts, or TOO_LARGE.
 */
export async function snapshotSourceFromText(
  name: string,
  files: readonly ManifestFile[],
  signal: AbortSignal,
): Promise<SnapshotSource> {
  return snapshotSource(name, await readManifestsAside(files, { signal }))
}

/**
 * A cluster as a file or a folder holds it. A path that comes through the API has to go through `resolveBelow` first.
 * Throws `SourceError` NOT_FOUND, INVALID_SNAPSHOT or TOO_LARGE.
 */
export async function snapshotSourceFromPath(name: string, path: string, signal: AbortSignal): Promise<SnapshotSource> {
  const { files, problems } = await readManifestFiles([path], { signal })
  const manifests = await readManifestsAside(files, { signal })
  return snapshotSource(name, { ...manifests, problems: [...problems, ...manifests.problems] })
}

/** A cluster as manifests that were read hold it. Throws `SourceError` INVALID_SNAPSHOT. */
export function snapshotSource(name: string, manifests: Manifests): SnapshotSource {
  if (manifests.objects.length === 0 && manifests.lists.length === 0) throw nothingThere(manifests.problems)
  return new ManifestSnapshot(name, manifests)
}

const PAGE_SIZE = 500

class ManifestSnapshot implements SnapshotSource {
  readonly kind = 'SNAPSHOT'
  readonly problems: readonly ManifestProblem[]
  readonly #name: string
  readonly #metadata: SnapshotMetadata | undefined
  readonly #objects = new Map<string, KubernetesObject[]>()
  /** Kinds of which a list was there, if only an empty one. */
  readonly #listed: ReadonlySet<string>

  constructor(name: string, manifests: Manifests) {
    this.#name = name
    this.problems = manifests.problems
    this.#metadata = snapshotMetadata(manifests.lists)
    this.#listed = new Set(manifests.lists.map((list) => (list.kind ?? '').replace(/List$/, '')))
    for (const object of manifests.objects) {
      const kept = keptInSnapshot(object)
      if (kept) this.#add(kept)
    }
  }

  async identify(): Promise<ClusterIdentity> {
    const kubeSystem = this.#objects.get('Namespace')?.find((namespace) => namespace.metadata?.name === 'kube-system')
    const named = `snapshot-${createHash('sha256').update(this.#name).digest('hex').slice(0, 32)}`
    return {
      uid: uidOf(kubeSystem) ?? this.#metadata?.cluster.uid ?? named,
      version: this.#metadata?.cluster.version ?? mostCommonVersion(this.#objects.get('Node') ?? []),
      server: undefined,
    }
  }

  async served(kinds: readonly KindDefinition[]): Promise<ServedKinds> {
    return new Map(kinds.map((kind) => [kind.kind, this.#gapOf(kind)]))
  }

  /**
   * What an unread document held is not known. When it may have been of this kind, the pages are followed by an error, so
   * that nobody takes for gone what only could not be read.
   */
  async *pages(kind: KindDefinition, signal: AbortSignal): AsyncIterable<ObjectPage> {
    const objects = this.#understood(kind)
    for (let at = 0; at === 0 || at < objects.length; at += PAGE_SIZE) {
      signal.throwIfAborted()
      const remaining = Math.max(0, objects.length - at - PAGE_SIZE)
      yield { objects: objects.slice(at, at + PAGE_SIZE), restart: false, remaining }
    }
    const hiding = this.problems.find((problem) => mayHide(problem, kind))
    if (hiding) throw incomplete(hiding, kind)
  }

  async close(): Promise<void> {}

  #add(object: KubernetesObject): void {
    const kind = object.kind ?? ''
    const others = this.#objects.get(kind)
    if (others) others.push(object)
    else this.#objects.set(kind, [object])
  }

  #gapOf(kind: KindDefinition): CoverageGap | undefined {
    const told = this.#metadata?.coverage[kind.kind]
    if (told) return told
    if (told === null || this.#listed.has(kind.kind) || this.#understood(kind).length > 0) return undefined
    const others = [...new Set((this.#objects.get(objectKind(kind)) ?? []).map((object) => object.apiVersion))]
    const message =
      others.length > 0
        ? `The snapshot has ${kind.plural} only as ${others.join(', ')}, which is not read.`
        : `The snapshot has no ${kind.plural}.`
    return {
      reason: 'NOT_IN_SNAPSHOT',
      message,
      advice: `Add them: \`kubectl get ${kind.plural} --all-namespaces --output json\`.`,
    }
  }

  /** Objects of a kind in a version that is understood; of one that stands twice, the later one. */
  #understood(kind: KindDefinition): KubernetesObject[] {
    const versions = kind.versions.map((version) => (kind.group ? `${kind.group}/${version}` : version))
    const byName = new Map<string, KubernetesObject>()
    for (const object of this.#objects.get(objectKind(kind)) ?? []) {
      if (!versions.includes(object.apiVersion ?? '')) continue
      const placed = kind.namespaced ? inNamespace(object) : object
      byName.set(`${placed.metadata?.namespace ?? ''}/${placed.metadata?.name ?? ''}`, placed)
    }
    return [...byName.values()]
  }
}

/** kubectl puts what names no namespace into `default`. */
function inNamespace(object: KubernetesObject): KubernetesObject {
  return object.metadata?.namespace ? object : { ...object, metadata: { ...object.metadata, namespace: 'default' } }
}

function uidOf(object: KubernetesObject | undefined): string | undefined {
  const uid = object?.metadata?.uid
  return typeof uid === 'string' && /^[\w-]{1,63}$/.test(uid) ? uid : undefined
}

function mostCommonVersion(nodes: readonly KubernetesObject[]): string | undefined {
  const counts = new Map<string, number>()
  for (const node of nodes) {
    const version = kubeletVersion(node)
    if (version !== undefined) counts.set(version, (counts.get(version) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}

function kubeletVersion(node: KubernetesObject): string | undefined {
  const status = node['status'] as { nodeInfo?: { kubeletVersion?: unknown } } | null | undefined
  const version = status?.nodeInfo?.kubeletVersion
  return typeof version === 'string' && version.length <= 64 ? version : undefined
}

function mayHide(problem: ManifestProblem, kind: KindDefinition): boolean {
  return problem.code !== 'NOT_AN_OBJECT' && (problem.kind === undefined || problem.kind === objectKind(kind))
}

function incomplete(problem: ManifestProblem, kind: KindDefinition): SourceError {
  const place = problem.line === undefined ? problem.file : `${problem.file} line ${problem.line}`
  return new SourceError(
    'INVALID_SNAPSHOT',
    `Not all ${kind.plural} of the snapshot could be read. ${place}: ${problem.message}`,
    'Mend the file and give it again; until then nothing of this kind is taken for removed.',
  )
}

function nothingThere(problems: readonly ManifestProblem[]): SourceError {
  const first = problems[0]
  const place = first && (first.line === undefined ? first.file : `${first.file} line ${first.line}`)
  return new SourceError(
    'INVALID_SNAPSHOT',
    first ? `Nothing of Kubernetes could be read. ${place}: ${first.message}` : 'There is nothing of Kubernetes in it.',
    'Give manifests as YAML or JSON, such as `kubectl get all --all-namespaces --output json` writes.',
  )
}
