import { absenceOf, onComponent, STATIC_POD_PATCH } from '../control-plane.ts'
import { switchOf } from '../flags.ts'
import { cis, mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: etcd, "Transport security model": with `--client-cert-auth` all client requests are checked for a certificate of the trusted CA; it
 * is false by default, and ETCD_CLIENT_CERT_AUTH says the same.
 */
export const etcdClientCertificates: Rule = {
  id: 'KC-127',
  title: 'etcd: client certificates not asked',
  severity: 'high',
  frameworks: [...cis({ '1.10': '2.2', '1.11': '2.2', '1.12': '2.2' }), ...mitre('T1552')],
  why: 'Whoever reaches the port of etcd reads and writes all of the state of the cluster, Secrets and rights included.',
  remedy: 'Start etcd with --client-cert-auth=true and --trusted-ca-file.',
  noPatch: STATIC_POD_PATCH,
  absence: absenceOf('etcd'),
  objects: onComponent('etcd', (flags) => {
    return switchOf(flags.valueOf('client-cert-auth')) === true
      ? []
      : [
          {
            path: flags.placeOf('client-cert-auth'),
            text: 'etcd asks clients for no certificate: --client-cert-auth is not true.',
          },
        ]
  }),
}
