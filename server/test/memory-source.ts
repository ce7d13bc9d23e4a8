import type {
  ClusterIdentity,
  ClusterSource,
  CoverageGap,
  ObjectPage,
  ServedKinds,
  SourceError,
} from '../src/clusters/source.ts'
import { type KindDefinition, objectKind } from '../src/kubernetes/kinds.ts'
import type { KubernetesObject } from '../src/kubernetes/object.ts'

/** A source that holds its objects in memory, and fails as a test wants it to. Between two syncs everything can be changed. */
export class MemorySource implements ClusterSource {
  kind: ClusterSource['kind'] = 'KUBECONFIG'
  identity: ClusterIdentity
  objects: KubernetesObject[]
  pageSize = 2
  /** Kinds that cannot be listed. */
  readonly gaps = new Map<string, CoverageGap>()
  /** Thrown after so many pages of a kind. */
  readonly failures = new Map<string, { readonly afterPages: number; readonly error: SourceError }>()
  /** Thrown by `identify`. */
  unreachable: SourceError | undefined
  /** Kinds whose listing begins anew after the first page, once. */
  readonly restarts = new Set<string>()
  /** Called before each page. */
  onPage: (kind: string, page: number) => void | Promise<void> = () => {}
  closed = 0
  /** The state of each object that was handed out last, and its version. */
  readonly #states = new Map<string, { readonly state: string; readonly version: number }>()
  #version = 0

  constructor(uid: string, objects: readonly KubernetesObject[]) {
    this.identity = { uid, version: 'v1.34.2', server: 'https://api.example:6443' }
    this.objects = [...objects]
  }

  async identify(): Promise<ClusterIdentity> {
    if (this.unreachable) throw this.unreachable
    return this.identity
  }

  async served(kinds: readonly KindDefinition[]): Promise<ServedKinds> {
    return new Map(kinds.map(({ kind }) => [kind, this.gaps.get(kind)]))
  }

  async *pages(kind: KindDefinition, signal: AbortSignal): AsyncIterable<ObjectPage> {
    const failure = this.failures.get(kind.kind)
    let restart = false
    let pages = 0
    for (let at = 0; ; at += this.pageSize) {
      signal.throwIfAborted()
      await this.onPage(kind.kind, pages)
      if (failure && pages >= failure.afterPages) throw failure.error
      const all = this.objects.filter((object) => isOf(object, kind))
      const objects = all.slice(at, at + this.pageSize)
      const remaining = Math.max(0, all.length - at - this.pageSize)
      yield { objects: objects.map((object) => this.#versioned(object)), restart, remaining }
      restart = false
      pages++
      if (this.restarts.delete(kind.kind)) {
        restart = true
        at = -this.pageSize
        continue
      }
      if (remaining === 0) return
    }
  }

  /** As an API server does it: another state has another resourceVersion. */
  #versioned(object: KubernetesObject): KubernetesObject {
    const copy = structuredClone(object)
    const { metadata } = copy
    if (typeof metadata !== 'object' || metadata === null) return copy
    const key = `${object.kind}/${metadata.namespace}/${metadata.name}`
    const state = JSON.stringify(object)
    const last = this.#states.get(key)
    const version = last?.state === state ? last.version : ++this.#version
    this.#states.set(key, { state, version })
    metadata.resourceVersion = String(version)
    return copy
  }

  async close(): Promise<void> {
    this.closed++
  }
}

/** By name and group; a test that leaves out the version means the kind that is known best by that name. */
function isOf(object: KubernetesObject, kind: KindDefinition): boolean {
  if (object.kind !== objectKind(kind)) return false
  if (object.apiVersion === undefined) return object.kind === kind.kind
  const slash = object.apiVersion.indexOf('/')
  return kind.group === (slash < 0 ? '' : object.apiVersion.slice(0, slash))
}
