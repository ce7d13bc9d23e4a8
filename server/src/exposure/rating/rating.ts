/** What an exposure means: how urgent it is, why, and what to do about it. */
export interface Rating {
  /** What first; the words of risks. `NONE` for what nobody outside reaches: `private`, `blocked` and `none`. */
  readonly priority: 'HIGH' | 'MEDIUM' | 'LOW' | 'NONE'
  readonly portClass: PortClass
  readonly authentication: Authentication
  /** Sentences, each one fact, the weightiest first. */
  readonly reasons: readonly string[]
  /** What to do, the most effective first; empty where the priority is `NONE`. */
  readonly advice: readonly Advice[]
  /** One line that says what is reached, by whom and through what. */
  readonly title: string
}

export type RatingPriority = Rating['priority']

/** What a port is for. Queues, caches and shares of files count as databases. */
export type PortClass = 'administration' | 'database' | 'metrics' | 'web' | 'other'

/**
 * Whether somebody is asked who they are before they get through: `known`: objects say so. `hinted`: something is there whose name says so.
 * `none`: nothing on the way asks, and what answers is not known to. `unknown`: what answers may ask by itself.
 */
export type Authentication = 'known' | 'hinted' | 'none' | 'unknown'

export interface Advice {
  readonly title: string
  readonly text: string
}
