import { wholeOf } from '../../kubernetes/fields.ts'
import { cis, nsa, pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { whoIs } from '../security-context.ts'
import { membersOf } from '../subject.ts'

/** Source: Pod Security Standards, baseline, "Host Ports". */
export const hostPort: Rule = {
  id: 'KC-026',
  title: 'Host port used',
  severity: 'medium',
  frameworks: [
    ...pss('baseline'),
    ...nsa('Pod security'),
    ...cis({ '1.10': '5.2.13', '1.11': '5.2.13', '1.12': '5.2.12' }),
  ],
  why: 'The container is reached at the address of its node, past Services and often past the network policies that are meant for it.',
  remedy: 'Remove hostPort, and publish the port by a Service.',
  workload({ containers, spec }) {
    // In the network of the node each port is one of the node: API servers would write the field again.
    const isKept = spec['hostNetwork'] === true
    return containers
      .filter(({ list }) => list !== 'ephemeralContainers')
      .flatMap((container) =>
        membersOf(container.fields['ports']).flatMap(({ fields, at }) => {
          const port = wholeOf(fields['hostPort'], 1)
          if (port === undefined) return []
          const path = [...container.path, 'ports', at, 'hostPort']
          const text = `${whoIs(container)} takes port ${port} of its node.`
          return [isKept ? { path, text } : { path, text, fix: { edits: [{ path, remove: true as const }] } }]
        }),
      )
  },
}
