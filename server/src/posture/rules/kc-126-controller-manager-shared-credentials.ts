import { absenceOf, onComponent, STATIC_POD_PATCH } from '../control-plane.ts'
import { switchOf } from '../flags.ts'
import { cis, mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Using RBAC Authorization", controller roles: without `--use-service-account-credentials` all control loops run with
 * the credential of the controller manager, which must be given all their roles.
 */
export const controllerManagerSharedCredentials: Rule = {
  id: 'KC-126',
  title: 'Controller manager: shared credentials',
  severity: 'medium',
  frameworks: [...cis({ '1.10': '1.3.3', '1.11': '1.3.3', '1.12': '1.3.3' }), ...mitre('T1078')],
  why: 'All controllers act with one identity that holds the rights of all of them, and the audit log cannot tell them apart.',
  remedy: 'Start the controller manager with --use-service-account-credentials=true.',
  noPatch: STATIC_POD_PATCH,
  absence: absenceOf('kube-controller-manager'),
  objects: onComponent('kube-controller-manager', (flags) => {
    return switchOf(flags.valueOf('use-service-account-credentials')) === true
      ? []
      : [
          {
            path: flags.placeOf('use-service-account-credentials'),
            text: 'The controllers share one credential: --use-service-account-credentials is not true.',
          },
        ]
  }),
}
