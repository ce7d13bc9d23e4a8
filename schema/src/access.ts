import { requestError } from './errors.ts'
import type { Viewer } from './viewer.ts'

const RANK: Readonly<Record<Viewer['role'], number>> = { VIEWER: 0, OPERATOR: 1, ADMINISTRATOR: 2 }

/** Throws a GraphQLError FORBIDDEN unless the viewer has `role` or a higher one. `what` ends the sentence, such as `run tasks`. */
export function requireRole(viewer: Viewer, role: Viewer['role'], what: string): void {
  if (RANK[viewer.role] >= RANK[role]) return
  const needed = role === 'ADMINISTRATOR' ? 'an administrator' : 'an operator'
  throw requestError('FORBIDDEN', `Only ${needed} may ${what}; ${viewer.name} is ${viewer.role.toLowerCase()}.`)
}
