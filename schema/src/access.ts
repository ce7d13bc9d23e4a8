import { requestError } from './errors.ts'
import type { Viewer } from './viewer.ts'
import { isScoped } from './visible.ts'

const RANK: Readonly<Record<Viewer['role'], number>> = { VIEWER: 0, OPERATOR: 1, ADMINISTRATOR: 2 }

/** Throws a GraphQLError FORBIDDEN unless the viewer has `role` or a higher one. `what` ends the sentence, such as `run tasks`. */
export function requireRole(viewer: Viewer, role: Viewer['role'], what: string): void {
  if (RANK[viewer.role] >= RANK[role]) return
  const needed = role === 'ADMINISTRATOR' ? 'an administrator' : 'an operator'
  throw requestError('FORBIDDEN', `Only ${needed} may ${what}; ${viewer.name} is ${viewer.role.toLowerCase()}.`)
}

/**
 * Throws a GraphQLError FORBIDDEN for a viewer with a scope: what is asked for belongs to no cluster and no registry. `what` ends the
 * sentence, such as `read settings`.
 */
export function requireNoScope(viewer: Viewer, what: string): void {
  if (!isScoped(viewer)) return
  throw requestError('FORBIDDEN', `Only who sees everything may ${what}; ${viewer.name} has a scope.`)
}
