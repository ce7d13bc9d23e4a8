import { cis, mitre } from '../frameworks.ts'
import { KUBELET_ABSENCE, kubeletFix, onKubelet } from '../kubelet.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: KubeletConfiguration v1beta1: `readOnlyPort` is "the read-only port for the Kubelet to serve on with no authentication/authorization",
 * disabled by default; the flag without a file is 10255.
 */
export const kubeletReadOnlyPort: Rule = {
  id: 'KC-130',
  title: 'Kubelet: read-only port',
  severity: 'high',
  frameworks: [...cis({ '1.10': '4.2.4', '1.11': '4.2.4', '1.12': '4.2.4' }), ...mitre('T1613')],
  why: 'The port tells whoever reaches it the pods of the node, their environment included, and asks for no credentials.',
  remedy: "Set readOnlyPort to 0 in the kubelet's configuration.",
  absence: KUBELET_ABSENCE,
  objects: onKubelet(
    {
      flag: 'read-only-port',
      field: ['readOnlyPort'],
      collected: 'kubeletReadOnlyPortArgumentSet',
      default: 0,
      legacyDefault: 10_255,
    },
    (found) =>
      found.value === 0
        ? []
        : [
            {
              path: found.path,
              text: 'The kubelet serves a port that asks for no credentials.',
              ...kubeletFix(found, 0),
            },
          ],
  ),
}
