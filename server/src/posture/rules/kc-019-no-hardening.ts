import { fieldsOf } from '../../kubernetes/fields.ts'
import { droppedCapabilities } from '../capabilities.ts'
import { APP_ARMOR, profileOf, SECCOMP } from '../confinement.ts'
import type { Facts } from '../facts.ts'
import { nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { isWindows, securityPath, whoIs } from '../security-context.ts'
import type { Container, Workload } from '../subject.ts'

/** Source: NSA/CISA Kubernetes Hardening Guidance, "Hardening container environments": seccomp, AppArmor, SELinux, capabilities. */
export const noHardening: Rule = {
  id: 'KC-019',
  title: 'No hardening profile at all',
  severity: 'medium',
  frameworks: nsa('Pod security'),
  why: 'The container names none of the means by which Linux narrows what a process may do, so that a fault in the kernel is all that it takes to get out.',
  remedy: 'Set a seccomp or AppArmor profile or SELinux options, and drop the capabilities that are not needed.',
  workload(workload, facts) {
    if (isWindows(workload)) return undefined
    return workload.containers
      .filter((container) => !isHardened(container, workload, facts))
      .map((container) => {
        const path = securityPath(container, 'seccompProfile')
        return {
          path,
          text: `${whoIs(container)} has no seccomp, AppArmor or SELinux profile and drops no capability.`,
          fix: { edits: [{ path, value: { type: 'RuntimeDefault' } }] },
        }
      })
  },
}

function isHardened(container: Container, workload: Workload, facts: Facts): boolean {
  const hasProfile = [SECCOMP, APP_ARMOR].some((one) => profileOf(container, workload, one, facts)?.confines)
  const hasSelinux = [container.security, workload.security].some(
    ({ seLinuxOptions }) => Object.keys(fieldsOf(seLinuxOptions)).length > 0,
  )
  return hasProfile || hasSelinux || droppedCapabilities(container).size > 0
}
