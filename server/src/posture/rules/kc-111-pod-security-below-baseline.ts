import { cis } from '../frameworks.ts'
import { atLeast } from '../pod-security-level.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, Pod Security Standards: baseline prevents known ways to more rights; the checks of the CIS benchmark that it holds. */
export const belowBaseline: Rule = {
  id: 'KC-111',
  title: 'Pod security level below baseline',
  severity: 'medium',
  frameworks: [
    ...cis({ '1.10': '5.2.2', '1.11': '5.2.2', '1.12': '5.2.2' }),
    ...cis({ '1.10': '5.2.3', '1.11': '5.2.3', '1.12': '5.2.3' }),
    ...cis({ '1.10': '5.2.4', '1.11': '5.2.4', '1.12': '5.2.4' }),
    ...cis({ '1.10': '5.2.5', '1.11': '5.2.5', '1.12': '5.2.5' }),
    ...cis({ '1.10': '5.2.11', '1.11': '5.2.11', '1.12': '5.2.10' }),
    ...cis({ '1.10': '5.2.12', '1.11': '5.2.12', '1.12': '5.2.11' }),
    ...cis({ '1.10': '5.2.13', '1.11': '5.2.13', '1.12': '5.2.12' }),
  ],
  why: 'Below baseline a pod may be privileged, share the namespaces of its node or mount its folders, each of which is a way out of the container.',
  remedy: 'See what would be refused by kubectl label --dry-run=server, then enforce baseline or restricted.',
  covers: ['KC-112'],
  reads: [
    'ValidatingWebhookConfiguration',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ],
  objects: { Namespace: (namespace, facts) => atLeast(namespace, facts, 'baseline') },
}
