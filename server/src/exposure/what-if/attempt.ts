import type { ClusterView } from '../cluster-view.ts'
import type { Draft } from './draft.ts'

/** What an action works on. */
export interface Attempt {
  readonly draft: Draft
  /** The cluster as it is. */
  readonly cluster: ClusterView
  /** Says what the simulation cannot see. */
  note(text: string): void
}

/** Why an action does not fit an exposure, in a sentence; undefined where it was carried out. One that is refused has changed nothing. */
export type Refused = string | undefined
