import { cis, mitre, nsa, pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/** Source: Pod Security Standards, baseline, "Privileged Containers". */
export const privilegedContainer: Rule = {
  id: 'KC-001',
  title: 'Privileged container',
  severity: 'critical',
  frameworks: [
    ...pss('baseline'),
    ...nsa('Pod security'),
    ...cis({ '1.10': '5.2.2', '1.11': '5.2.2', '1.12': '5.2.2' }),
    ...mitre('T1611'),
  ],
  why: 'Whoever takes over a privileged container has all rights on its node, and with them every pod that runs there.',
  remedy: 'Set privileged to false, and add the one capability or device that the program needs.',
  covers: ['KC-002', 'KC-003', 'KC-004', 'KC-005', 'KC-009'],
  workload: ({ containers }) =>
    containers
      .filter(({ security }) => security['privileged'] === true)
      .map(({ name, path }) => {
        const field = [...path, 'securityContext', 'privileged']
        return {
          path: field,
          place: path,
          text: `Container ${name} runs privileged.`,
          fix: { edits: [{ path: field, value: false }] },
        }
      }),
}
