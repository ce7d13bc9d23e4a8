import type { CheckRequirement, checkRule } from '@breakwater/drizzle/tables/posture.ts'
import type { ClusterObjectRef } from './exposure-service.ts'

/** A requirement of a framework, whether a rule looks after it or not. */
export interface CatalogRequirement extends CheckRequirement {
  readonly title: string
}

/** What a rule that users write is made of. */
export type CheckSource = Pick<typeof checkRule.$inferSelect, 'kinds' | 'each' | 'expression'>

export interface CheckPreviewRequest {
  /** Uid. */
  readonly cluster: string
  readonly source: CheckSource
}

export interface CheckPreviewResult {
  /** How many objects it judges. */
  readonly judged: number
  /** How many places are wrong by it. */
  readonly matches: number
  /** Of how many objects the expression says nothing. */
  readonly notAssessable: number
  /** The first places that are wrong. */
  readonly first: readonly { readonly object: ClusterObjectRef; readonly path: string }[]
  /** Why the expression says nothing, each reason once. */
  readonly problems: readonly string[]
  /** Kinds that are not read of the cluster, or not whole. */
  readonly unread: readonly string[]
}

/** An object as it is stored. */
export interface StoredContent {
  /** As its rows are kept under. */
  readonly kind: string
  readonly apiVersion: string
  /** JSON; what looks secret is masked. */
  readonly content: string
}

/** An object as YAML, and the lines of a place in it, counted from 1. */
export interface ObjectSource {
  /** Empty where it is too large to be told. */
  readonly yaml: string
  /** Undefined where all of the object is meant, or nothing of the path is there. */
  readonly firstLine: number | undefined
  readonly lastLine: number | undefined
  /** False: nothing stands at the path, and the lines are of the nearest that it would stand in. */
  readonly present: boolean
  readonly complete: boolean
}

/** What is known of configuration rules beside their rows. */
export interface CheckService {
  /** What frameworks ask for: titles, and what no rule looks after. */
  catalog(): readonly CatalogRequirement[]
  /** Throws `RequestError` for an expression that cannot be used, or a kind that is not read. */
  examine(source: CheckSource): void
  /** Has all clusters judged: rules are others than before. */
  judgeAnew(): Promise<void>
  /** What a rule would say of a cluster as it is stored. Writes nothing. Throws `RequestError`. */
  preview(request: CheckPreviewRequest, signal: AbortSignal): Promise<CheckPreviewResult>
  /** `path` as results have it, such as `spec.containers[0].image`. */
  source(object: StoredContent, path: string): ObjectSource
}
