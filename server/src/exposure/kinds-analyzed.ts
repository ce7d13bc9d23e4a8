import { KINDS } from '../kubernetes/kinds.ts'
import { EXPOSURE_KINDS } from './kinds-read.ts'

/** What tells how bad an exposure is: what the workload behind it may do. */
const RATING_KINDS = new Set(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'])

/** The kinds that an analysis of a connected cluster reads. */
export const ANALYZED_KINDS: readonly string[] = [
  ...EXPOSURE_KINDS,
  ...KINDS.filter(({ kind }) => RATING_KINDS.has(kind)),
].map(({ kind }) => kind)
