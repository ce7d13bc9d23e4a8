import { wholeOf } from '../../kubernetes/fields.ts'
import { cis, nsa, pss } from '../frameworks.ts'
import type { Failure, Rule } from '../rule.ts'
import { hasOwnUsers, securityPath, whoIs } from '../security-context.ts'
import type { Container, Workload } from '../subject.ts'

/**
 * Source: Pod Security Standards, restricted, "Running as Non-root". Kinder than the standard in one point: a user other than 0 that is named
 * does as well.
 */
export const mayRunAsRoot: Rule = {
  id: 'KC-010',
  title: 'May run as root',
  severity: 'medium',
  frameworks: [
    ...pss('restricted'),
    ...nsa('Pod security'),
    ...cis({ '1.10': '5.2.7', '1.11': '5.2.7', '1.12': '5.2.7' }),
  ],
  why: 'What runs as root in a container is root of the node as soon as it gets out of it, and may write to whatever is mounted.',
  remedy: 'Set runAsNonRoot to true, and runAsUser where the image names no user of its own.',
  workload(workload, facts) {
    if (hasOwnUsers(workload, facts)) return []
    return workload.containers.flatMap((container) => failuresOf(container, workload))
  },
}

function failuresOf(container: Container, { security: pod }: Workload): Failure[] {
  const own = container.security
  const nonRoot = [own['runAsNonRoot'], pod['runAsNonRoot']].find((value) => typeof value === 'boolean')
  const user = wholeOf(own['runAsUser']) ?? wholeOf(pod['runAsUser'])
  if (nonRoot === true || (user !== undefined && user > 0)) return []
  const path = securityPath(container, 'runAsNonRoot')
  // A container that has to be root would not start any more: which user it can be is not known.
  if (user === 0) return [{ path, text: `${whoIs(container)} runs as root.` }]
  return [{ path, text: `${whoIs(container)} may run as root.`, fix: { edits: [{ path, value: true }] } }]
}
