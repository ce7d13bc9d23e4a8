import { nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, "Adding entries to Pod /etc/hosts with HostAliases". */
export const hostAliases: Rule = {
  id: 'KC-029',
  title: 'Edits /etc/hosts',
  severity: 'low',
  frameworks: nsa('Pod security'),
  why: 'Names are led elsewhere than DNS says, for one pod and unseen by all else; an address that changes hands gets its traffic.',
  remedy: 'Let DNS answer the names: by a Service without selector, an ExternalName, or a record of the zone.',
  noPatch: 'Which names the program needs, and who else can answer them, is for you to say.',
  workload({ spec, specPath }) {
    const aliases = spec['hostAliases']
    const count = Array.isArray(aliases) ? aliases.length : 0
    if (count === 0) return []
    return [{ path: [...specPath, 'hostAliases'], text: `The pod adds ${count} to the addresses in /etc/hosts.` }]
  },
}
