import { cis, mitre } from '../frameworks.ts'
import { KUBELET_ABSENCE, kubeletFix, onKubelet } from '../kubelet.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Kubelet authentication/authorization": anonymous requests are to be disabled by `--anonymous-auth=false`;
 * KubeletConfiguration v1beta1: `authentication.anonymous.enabled` is false by default, the flag without a file is true.
 */
export const kubeletAnonymousAuth: Rule = {
  id: 'KC-128',
  title: 'Kubelet: anonymous auth',
  severity: 'critical',
  frameworks: [...cis({ '1.10': '4.2.1', '1.11': '4.2.1', '1.12': '4.2.1' }), ...mitre('T1133')],
  why: 'Whoever reaches port 10250 of the node is answered without credentials, and where authorization is lax may run commands in its pods.',
  remedy: "Set authentication.anonymous.enabled to false in the kubelet's configuration.",
  absence: KUBELET_ABSENCE,
  objects: onKubelet(
    {
      flag: 'anonymous-auth',
      field: ['authentication', 'anonymous', 'enabled'],
      collected: 'kubeletAnonymousAuthArgumentSet',
      default: false,
      legacyDefault: true,
    },
    (found) =>
      found.value === false
        ? []
        : [
            {
              path: found.path,
              text: 'The kubelet answers requests without credentials.',
              ...kubeletFix(found, false),
            },
          ],
  ),
}
