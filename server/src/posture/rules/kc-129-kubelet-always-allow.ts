import { cis, mitre } from '../frameworks.ts'
import { KUBELET_ABSENCE, kubeletFix, onKubelet } from '../kubelet.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Kubelet authentication/authorization": AlwaysAllow allows all requests; KubeletConfiguration v1beta1:
 * `authorization.mode` is Webhook by default, the flag without a file is AlwaysAllow.
 */
export const kubeletAlwaysAllow: Rule = {
  id: 'KC-129',
  title: 'Kubelet: AlwaysAllow',
  severity: 'critical',
  frameworks: [...cis({ '1.10': '4.2.2', '1.11': '4.2.2', '1.12': '4.2.2' }), ...mitre('T1609')],
  why: 'Every request that the kubelet takes for authenticated may read the logs of its pods and run commands in them.',
  remedy: "Set authorization.mode to Webhook in the kubelet's configuration: the API server then decides.",
  absence: KUBELET_ABSENCE,
  objects: onKubelet(
    {
      flag: 'authorization-mode',
      field: ['authorization', 'mode'],
      collected: 'kubeletAuthorizationModeArgumentSet',
      default: 'Webhook',
      legacyDefault: 'AlwaysAllow',
    },
    (found) =>
      String(found.value).split(',').includes('AlwaysAllow')
        ? [{ path: found.path, text: 'The kubelet authorizes every request.', ...kubeletFix(found, 'Webhook') }]
        : [],
  ),
}
