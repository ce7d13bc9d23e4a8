import { absenceOf, onComponent, STATIC_POD_PATCH } from '../control-plane.ts'
import { cis, mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Authenticating", static token file: tokens last indefinitely, and the list cannot be changed without a restart.
 */
export const apiServerTokenFile: Rule = {
  id: 'KC-121',
  title: 'API server: token file',
  severity: 'high',
  frameworks: [...cis({ '1.10': '1.2.2', '1.11': '1.2.2', '1.12': '1.2.2' }), ...mitre('T1078')],
  why: 'The tokens of the file stand there in plain text, never expire and cannot be withdrawn without a restart of the API server.',
  remedy:
    'Take --token-auth-file out, and give people and programs another way of authentication, such as OpenID Connect or service account tokens.',
  noPatch: STATIC_POD_PATCH,
  absence: absenceOf('kube-apiserver'),
  objects: onComponent('kube-apiserver', (flags) => {
    return flags.valueOf('token-auth-file') === undefined
      ? []
      : [{ path: flags.placeOf('token-auth-file'), text: 'The API server takes static tokens of a file.' }]
  }),
}
