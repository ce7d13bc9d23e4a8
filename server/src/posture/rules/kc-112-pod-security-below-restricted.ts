import { cis } from '../frameworks.ts'
import { atLeast } from '../pod-security-level.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, Pod Security Standards: restricted follows hardening best practices; the checks of the CIS benchmark that it adds. */
export const belowRestricted: Rule = {
  id: 'KC-112',
  title: 'Pod security level below restricted',
  severity: 'low',
  frameworks: [
    ...cis({ '1.10': '5.2.6', '1.11': '5.2.6', '1.12': '5.2.6' }),
    ...cis({ '1.10': '5.2.7', '1.11': '5.2.7', '1.12': '5.2.7' }),
    ...cis({ '1.10': '5.2.8', '1.11': '5.2.8', '1.12': '5.2.8' }),
    ...cis({ '1.10': '5.2.9', '1.11': '5.2.9' }),
    ...cis({ '1.10': '5.2.10', '1.11': '5.2.10', '1.12': '5.2.9' }),
  ],
  why: 'Below restricted a container may run as root, keep capabilities and gain rights, so that a hole in the program or the kernel leads further.',
  remedy: 'See what would be refused by kubectl label --dry-run=server, mend those workloads, then enforce restricted.',
  reads: [
    'ValidatingWebhookConfiguration',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ],
  objects: { Namespace: (namespace, facts) => atLeast(namespace, facts, 'restricted') },
}
