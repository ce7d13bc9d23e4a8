import { absenceOf, onComponent, STATIC_POD_PATCH } from '../control-plane.ts'
import { switchOf } from '../flags.ts'
import { cis, mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, kube-apiserver: `--profiling` is true by default and serves host:port/debug/pprof/.
 */
export const apiServerProfiling: Rule = {
  id: 'KC-125',
  title: 'API server: profiling on',
  severity: 'low',
  frameworks: [...cis({ '1.10': '1.2.15', '1.11': '1.2.15', '1.12': '1.2.15' }), ...mitre('T1613')],
  why: 'Profiles tell how the API server works inside, and taking them costs it time that an attacker may use up.',
  remedy: 'Start the API server with --profiling=false.',
  noPatch: STATIC_POD_PATCH,
  absence: absenceOf('kube-apiserver'),
  objects: onComponent('kube-apiserver', (flags) => {
    return switchOf(flags.valueOf('profiling')) === false
      ? []
      : [{ path: flags.placeOf('profiling'), text: 'The API server serves profiles: --profiling is not false.' }]
  }),
}
