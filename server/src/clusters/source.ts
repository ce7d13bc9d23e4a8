import type { KindDefinition } from '../kubernetes/kinds.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'

/** Where the objects of a cluster come from. A source reads and never writes. */
export interface ClusterSource {
  readonly kind: SourceKind
  /** Who the cluster is. Throws `SourceError` when that cannot be told. */
  identify(signal: AbortSignal): Promise<ClusterIdentity>
  /** Which of `kinds` this source has, and for the others why not. */
  served(kinds: readonly KindDefinition[], signal: AbortSignal): Promise<ServedKinds>
  /** The same as far as the source says it of itself, without asking for each kind; listing a kind then tells the rest. */
  announced?(kinds: readonly KindDefinition[], signal: AbortSignal): Promise<ServedKinds>
  /** In which version a kind is read, and in which it is served. A source that does not know has none. Throws `SourceError`. */
  versions?(kind: KindDefinition, signal: AbortSignal): Promise<KindVersions>
  /**
   * All objects of one kind, page by page. Complete when the iteration ends without throwing.
   * A page with `restart` means that the listing began anew (410 Gone): what came before is void.
   * Throws `SourceError`.
   */
  pages(kind: KindDefinition, signal: AbortSignal): AsyncIterable<ObjectPage>
  /**
   * What changes after the state `version`, as it happens; the changes of one connection, which the other side ends now and then.
   * A source that is not alive has none. Throws `SourceError`, EXPIRED when the state is too old to go on from.
   */
  watch?(kind: KindDefinition, version: string, signal: AbortSignal): AsyncIterable<WatchEvent>
  /** What the caller may list and watch. A source without rights has none. Throws the signal's reason when it is aborted. */
  rights?(kinds: readonly KindDefinition[], signal: AbortSignal): Promise<RightsOfKinds>
  /** The name that the source knows the caller by; undefined where it does not tell. */
  caller?(signal: AbortSignal): Promise<string | undefined>
  /** Frees connections. Safe to call twice. */
  close(): Promise<void>
}

export type SourceKind = 'KUBECONFIG' | 'IN_CLUSTER' | 'SNAPSHOT'

export interface ClusterIdentity {
  /** uid of the kube-system namespace; for a snapshot without one `snapshot-` and a hash of the name it was added under. */
  readonly uid: string
  /** gitVersion of the API server, such as `v1.34.2`; undefined when a snapshot does not tell. */
  readonly version: string | undefined
  /** Where the API server is; undefined for a snapshot. */
  readonly server: string | undefined
}

export interface ObjectPage {
  readonly objects: readonly KubernetesObject[]
  readonly restart: boolean
  /** metadata.remainingItemCount, where the server tells it. An estimate. */
  readonly remaining: number | undefined
  /** metadata.resourceVersion: the state that the listing shows, to watch on from. A file tells none. */
  readonly version?: string | undefined
}

export type WatchEvent =
  /** The source has taken the watch up. */
  | { readonly type: 'OPEN' }
  | { readonly type: 'PUT' | 'DELETE'; readonly object: KubernetesObject; readonly version: string | undefined }
  /** Nothing changed up to `version`. */
  | { readonly type: 'BOOKMARK'; readonly version: string }

/** By the name of the kind, such as `Pod`; `undefined` for a kind that can be listed. */
export type ServedKinds = ReadonlyMap<string, CoverageGap | undefined>

/** Versions of a kind's API, such as `autoscaling/v2`. */
export interface KindVersions {
  /** The one in which it is listed; empty when none is served. */
  readonly chosen: string
  /** As many as are served, the server's preferred one first. */
  readonly served: readonly string[]
}

/** By the name of the kind; one that nothing is known of is missing. */
export type RightsOfKinds = ReadonlyMap<string, KindRights>

export interface KindRights {
  readonly list: boolean
  readonly watch: boolean
}

/** Why a kind could not be seen, for programs and for people. */
export interface CoverageGap {
  readonly reason: 'NOT_SERVED' | 'FORBIDDEN' | 'NOT_IN_SNAPSHOT' | 'FAILED'
  readonly message: string
  readonly advice: string
}

export type SourceErrorCode =
  | 'UNREACHABLE'
  | 'TIMED_OUT'
  | 'UNTRUSTED_CERTIFICATE'
  | 'EXPIRED_CERTIFICATE'
  | 'WRONG_HOST'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'NOT_KUBERNETES'
  | 'EXEC_NOT_ALLOWED'
  /** The program that gives the credential was run, or tried to be, and gave none. */
  | 'EXEC_FAILED'
  | 'ADDRESS_NOT_ALLOWED'
  | 'INVALID_KUBECONFIG'
  | 'INVALID_SNAPSHOT'
  | 'TOO_LARGE'
  | 'SERVER_ERROR'
  /** The state to go on from is no longer known. */
  | 'EXPIRED'

/** A source that could not be read: a code for programs, a sentence for people, advice for both. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly code: SourceErrorCode
  readonly advice: string
  constructor(code: SourceErrorCode, message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.advice = advice
  }
}
