import type { KubernetesObject } from '../../src/kubernetes/object.ts'

/** What a real server was asked and answered, with what differs from run to run replaced (see normal-form.ts). */
export interface Transcript {
  readonly about: string
  /** Such as `v1.37.2`. */
  readonly server: string
  readonly etcd: string
  /** What was there before the first exchange, as the server had it. */
  readonly objects: readonly KubernetesObject[]
  readonly exchanges: readonly Exchange[]
}

/** A question and its answer. */
export interface Exchange extends Question {
  /** What happened before it, and while its watch was open. */
  readonly before?: readonly Happening[]
  readonly during?: readonly Happening[]
  readonly answer: NormalAnswer
}

export interface Question {
  /** The fact that the answer shows. */
  readonly what: string
  /** A reader of everything when absent. `restricted` may not see services; a stranger has a wrong token. */
  readonly as?: 'restricted' | 'anonymous' | 'stranger'
  readonly method?: 'POST'
  /** `{name}` stands for what an earlier answer told. */
  readonly path: string
  readonly accept?: string
  readonly body?: object
  /** What later paths may name: where it stands in this answer, such as `metadata.continue`. */
  readonly keep?: Readonly<Record<string, string>>
  /**
   * How another server's answer is held against it: `exact` (when absent) in everything; `known` in what both know of the
   * lists in it; `shape` in which fields there are.
   */
  readonly compare?: 'exact' | 'known' | 'shape'
}

export type Happening =
  | { readonly put: KubernetesObject }
  | { readonly remove: { readonly kind: string; readonly name: string; readonly namespace?: string } }
  /** The server forgot what there was before: the states that lists go on from, or those that watches go on from. */
  | { readonly forget: 'lists' | 'watches' }

export interface NormalAnswer {
  readonly status: number
  readonly contentType: string
  readonly retryAfter?: string
  /** JSON, or text where it is none. */
  readonly body?: unknown
  /** Of a watch, in place of a body. */
  readonly events?: readonly unknown[]
}
