import { addedCapabilities } from '../capabilities.ts'
import { cis, mitre, nsa, pss } from '../frameworks.ts'
import type { Failure, Rule } from '../rule.ts'
import { isWindows, securityPath, whoIs } from '../security-context.ts'
import type { Container } from '../subject.ts'

/** Source: Pod Security Standards, restricted, "Privilege Escalation". */
export const privilegeEscalation: Rule = {
  id: 'KC-009',
  title: 'Privilege escalation allowed',
  severity: 'medium',
  frameworks: [
    ...pss('restricted', 'v1.8'),
    ...nsa('Pod security'),
    ...cis({ '1.10': '5.2.6', '1.11': '5.2.6', '1.12': '5.2.6' }),
    ...mitre('T1548'),
  ],
  why: 'A process may get more rights than its parent has, by a program with the setuid bit for instance: a user without rights becomes root of the container.',
  remedy: 'Set allowPrivilegeEscalation to false on each container; it is allowed where nothing is said.',
  workload(workload) {
    if (isWindows(workload)) return undefined
    return workload.containers
      .filter(({ security }) => security['allowPrivilegeEscalation'] !== false)
      .map((container) => failureOf(container))
  },
}

function failureOf(container: Container): Failure {
  const path = securityPath(container, 'allowPrivilegeEscalation')
  const isExplicit = container.security['allowPrivilegeEscalation'] === true
  const text = `${whoIs(container)} ${isExplicit ? 'allows' : 'does not forbid'} privilege escalation.`
  return isAlways(container) ? { path, text } : { path, text, fix: { edits: [{ path, value: false }] } }
}

/** Whether it stays allowed whatever is said, which API servers then refuse. Source: Kubernetes API, SecurityContext, allowPrivilegeEscalation. */
function isAlways(container: Container): boolean {
  return (
    container.security['privileged'] === true || addedCapabilities(container).some(({ name }) => name === 'SYS_ADMIN')
  )
}
