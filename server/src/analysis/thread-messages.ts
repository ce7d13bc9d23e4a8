import { objectKind } from '../kubernetes/kinds.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'

/** What every thread that analyzes is told of clusters; what a domain asks it beside that stands there. */

/** An object as it is stored: its content is JSON that only the thread takes apart. */
export interface StoredObject {
  /** As `kubernetes/kinds.ts` names it. */
  readonly kind: string
  readonly apiVersion: string
  readonly namespace: string
  readonly name: string
  readonly content: string
}

/** The object as it was read. The kind is that of the row: content has none. */
export function parsedObject({ kind, apiVersion, content }: StoredObject): KubernetesObject {
  return { ...(JSON.parse(content) as KubernetesObject), apiVersion, kind: objectKind({ kind }) }
}

export interface GoneObject {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** Puts objects of a cluster in, and takes others out. A cluster that is not known yet begins with none. */
export interface ChangeQuestion<Settings> {
  readonly ask: 'change'
  readonly cluster: string
  /** How the cluster is judged. */
  readonly settings: Settings
  readonly changed: readonly StoredObject[]
  readonly gone: readonly GoneObject[]
}

/** Forgets a cluster. */
export interface ForgetQuestion {
  readonly ask: 'forget'
  readonly cluster: string
}

export type Told<Settings> = ChangeQuestion<Settings> | ForgetQuestion

/** A domain's own question. */
export interface ClusterQuestion {
  readonly ask: string
  readonly cluster: string
}

export interface Asked {
  readonly number: number
  readonly question: ClusterQuestion
}

export type Answered =
  | { readonly number: number; readonly answer: unknown }
  | { readonly number: number; readonly error: string }
