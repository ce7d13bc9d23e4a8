import { absenceOf, onComponent, STATIC_POD_PATCH } from '../control-plane.ts'
import { switchOf } from '../flags.ts'
import { cis, mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, kube-apiserver: `--anonymous-auth` is true by default; "Anonymous authenticator configuration": a file that
 * `--authentication-config` names may say it instead.
 */
export const apiServerAnonymousAuth: Rule = {
  id: 'KC-120',
  title: 'API server: anonymous auth',
  severity: 'high',
  frameworks: [...cis({ '1.10': '1.2.1', '1.11': '1.2.1', '1.12': '1.2.1' }), ...mitre('T1078')],
  why: 'Requests that no other method of authentication refuses are answered as system:anonymous, so every right that is given to it is given to whoever reaches the API server.',
  remedy:
    'Start the API server with --anonymous-auth=false, or allow it for the paths of health checks alone in the file of --authentication-config.',
  noPatch: STATIC_POD_PATCH,
  absence: absenceOf('kube-apiserver'),
  objects: onComponent('kube-apiserver', (flags) => {
    const set = flags.valueOf('anonymous-auth')
    if (switchOf(set) === false) return []
    if (set === undefined && flags.valueOf('authentication-config') !== undefined)
      return { notAssessable: 'The file that --authentication-config names decides, and it is not to be seen.' }
    const text =
      set === undefined
        ? 'The API server is started without --anonymous-auth, which is true by default.'
        : 'The API server answers requests without credentials: --anonymous-auth is not false.'
    return [{ path: flags.placeOf('anonymous-auth'), text }]
  }),
}
