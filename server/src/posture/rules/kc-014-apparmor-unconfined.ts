import { APP_ARMOR, namedProfiles } from '../confinement.ts'
import { nsa, pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/** Source: Pod Security Standards, baseline, "AppArmor". */
export const appArmorUnconfined: Rule = {
  id: 'KC-014',
  title: 'AppArmor unconfined',
  severity: 'low',
  frameworks: [...pss('baseline'), ...nsa('Pod security')],
  why: 'The profile that container runtimes set by default is taken away: it keeps a process from mounting, and from writing to parts of /proc and /sys.',
  remedy: 'Leave the profile out, or set it to RuntimeDefault or to one that is loaded on the nodes (Localhost).',
  workload: (workload, facts) =>
    namedProfiles(workload, APP_ARMOR, facts)
      .filter(({ confines }) => !confines)
      .map(({ who, type, path, repair }) => ({
        path,
        text: `${who} sets the AppArmor profile ${type}.`,
        fix: { edits: [repair] },
      })),
}
