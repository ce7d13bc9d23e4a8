import { pss } from '../frameworks.ts'
import { unmaskedProcMounts } from '../proc-mount.ts'
import type { Rule } from '../rule.ts'

/** Source: Pod Security Standards, restricted, "/proc Mount Type": from v1.35 on a rule of its own, also for pods with users of their own. */
export const procMountRestricted: Rule = {
  id: 'KC-054',
  title: 'procMount not Default (restricted)',
  severity: 'medium',
  frameworks: pss('restricted', 'v1.35'),
  why: 'Parts of /proc that container runtimes hide are open; users of its own make that harmless for most pods, but not for those held to the restricted standard.',
  remedy: 'Leave procMount out, or set it to Default.',
  workload: unmaskedProcMounts,
}
