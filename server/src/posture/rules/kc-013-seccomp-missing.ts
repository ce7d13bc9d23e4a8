import { profileOf, SECCOMP } from '../confinement.ts'
import { cis, nsa, pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { isWindows, securityPath, whoIs } from '../security-context.ts'

/** Source: Pod Security Standards, restricted, "Seccomp". What counts is the profile that a container runs with in the end. */
export const seccompMissing: Rule = {
  id: 'KC-013',
  title: 'Seccomp profile missing or unconfined',
  severity: 'medium',
  frameworks: [
    ...pss('restricted', 'v1.19'),
    ...nsa('Pod security'),
    ...cis({ '1.10': '5.7.2', '1.11': '5.6.2', '1.12': '5.6.2' }),
  ],
  why: 'The container may make every call to the kernel, also those that no ordinary program makes and by which most ways out of a container lead.',
  remedy: 'Set seccompProfile.type to RuntimeDefault, on the pod or on each container.',
  workload(workload, facts) {
    if (isWindows(workload)) return undefined
    return workload.containers.flatMap((container) => {
      const profile = profileOf(container, workload, SECCOMP, facts)
      if (profile?.confines) return []
      const path = securityPath(container, 'seccompProfile')
      return [
        {
          path: [...path, 'type'],
          place: profile?.path ?? [...path, 'type'],
          text: `${whoIs(container)} ${profile ? `has the seccomp profile ${profile.type}` : 'has no seccomp profile'}.`,
          fix: { edits: [{ path, value: { type: 'RuntimeDefault' } }] },
        },
      ]
    })
  },
}
