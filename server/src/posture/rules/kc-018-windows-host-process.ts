import { fieldsOf } from '../../kubernetes/fields.ts'
import { cis, pss } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { securityContexts } from '../security-context.ts'

/** Source: Pod Security Standards, baseline, "HostProcess". */
export const windowsHostProcess: Rule = {
  id: 'KC-018',
  title: 'Windows HostProcess container',
  severity: 'high',
  frameworks: [...pss('baseline'), ...cis({ '1.10': '5.2.11', '1.11': '5.2.11', '1.12': '5.2.10' })],
  why: 'The container is a process of the Windows node itself, without any wall in between.',
  remedy: 'Set hostProcess to false; leave it to what manages nodes, in a namespace of its own.',
  workload: (workload) =>
    securityContexts(workload)
      .filter(({ fields }) => fieldsOf(fields['windowsOptions'])['hostProcess'] === true)
      .map(({ who, path: context }) => {
        const path = [...context, 'windowsOptions', 'hostProcess']
        return { path, text: `${who} runs as a process of the node.`, fix: { edits: [{ path, value: false }] } }
      }),
}
