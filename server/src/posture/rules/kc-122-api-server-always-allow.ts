import { absenceOf, onComponent, STATIC_POD_PATCH } from '../control-plane.ts'
import { cis, mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, kube-apiserver: `--authorization-mode` "Defaults to AlwaysAllow if --authorization-config is not used".
 */
export const apiServerAlwaysAllow: Rule = {
  id: 'KC-122',
  title: 'API server: AlwaysAllow',
  severity: 'critical',
  frameworks: [...cis({ '1.10': '1.2.6', '1.11': '1.2.6', '1.12': '1.2.6' }), ...mitre('T1078')],
  why: 'Every request that is authenticated, be it as anonymous, may do everything in the cluster.',
  remedy: 'Start the API server with --authorization-mode=Node,RBAC.',
  noPatch: STATIC_POD_PATCH,
  absence: absenceOf('kube-apiserver'),
  objects: onComponent('kube-apiserver', (flags) => {
    const modes = flags.listOf('authorization-mode')
    if (!modes && flags.valueOf('authorization-config') !== undefined)
      return { notAssessable: 'The file that --authorization-config names decides, and it is not to be seen.' }
    if (modes && !modes.includes('AlwaysAllow')) return []
    const text = modes
      ? 'The API server authorizes every request: --authorization-mode names AlwaysAllow.'
      : 'The API server is started without --authorization-mode, which is AlwaysAllow by default.'
    return [{ path: flags.placeOf('authorization-mode'), text }]
  }),
}
