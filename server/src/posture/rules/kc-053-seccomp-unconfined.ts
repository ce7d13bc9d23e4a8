import { namedProfiles, SECCOMP } from '../confinement.ts'
import { pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/** Source: Pod Security Standards, baseline, "Seccomp": wherever a profile is named it confines, also where a container overrides it. */
export const seccompUnconfined: Rule = {
  id: 'KC-053',
  title: 'Seccomp Unconfined',
  severity: 'medium',
  frameworks: pss('baseline'),
  why: 'The filter that keeps containers from rare and dangerous calls to the kernel is switched off on purpose.',
  remedy:
    'Set seccompProfile.type to RuntimeDefault, or to Localhost with a profile that allows what the program needs.',
  covers: ['KC-013'],
  workload: (workload, facts) =>
    namedProfiles(workload, SECCOMP, facts)
      .filter(({ confines }) => !confines)
      .map(({ who, type, path, repair }) => ({
        path,
        text: `${who} sets the seccomp profile ${type}.`,
        fix: { edits: [repair] },
      })),
}
