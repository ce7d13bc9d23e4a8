import { absenceOf, onComponent, STATIC_POD_PATCH } from '../control-plane.ts'
import { cis, nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Auditing": the log backend is set by `--audit-log-path`, the webhook backend by `--audit-webhook-config-file`.
 */
export const apiServerNoAuditLog: Rule = {
  id: 'KC-123',
  title: 'API server: no audit log',
  severity: 'high',
  frameworks: [...cis({ '1.10': '1.2.16', '1.11': '1.2.16', '1.12': '1.2.16' }), ...nsa('Audit logging')],
  why: 'Without a record of requests an attack can neither be noticed nor followed afterwards.',
  remedy: 'Start the API server with --audit-policy-file and with --audit-log-path or --audit-webhook-config-file.',
  noPatch: STATIC_POD_PATCH,
  absence: absenceOf('kube-apiserver'),
  objects: onComponent('kube-apiserver', (flags) => {
    const isKept = ['audit-log-path', 'audit-webhook-config-file'].some((flag) => flags.valueOf(flag))
    return isKept
      ? []
      : [
          {
            path: flags.placeOf('audit-log-path'),
            text: 'The API server keeps no audit log and sends none to a webhook.',
          },
        ]
  }),
}
