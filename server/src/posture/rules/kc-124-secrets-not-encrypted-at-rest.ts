import { absenceOf, onComponent, STATIC_POD_PATCH } from '../control-plane.ts'
import { cis, mitre, nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Encrypting Confidential Data at Rest": without `--encryption-provider-config` data are stored in etcd as they are.
 */
export const secretsNotEncryptedAtRest: Rule = {
  id: 'KC-124',
  title: 'Secrets not encrypted at rest',
  severity: 'high',
  frameworks: [
    ...cis({ '1.10': '1.2.27', '1.11': '1.2.27', '1.12': '1.2.27' }),
    ...nsa('Authentication and authorization'),
    ...mitre('T1552'),
  ],
  why: 'Whoever reads the disk of etcd, or a backup of it, reads all Secrets of the cluster.',
  remedy:
    'Write an EncryptionConfiguration with the provider kms, secretbox or aescbc, name it by --encryption-provider-config, and rewrite the Secrets that are there.',
  noPatch: STATIC_POD_PATCH,
  absence: absenceOf('kube-apiserver'),
  objects: onComponent('kube-apiserver', (flags) => {
    return flags.valueOf('encryption-provider-config')
      ? []
      : [
          {
            path: flags.placeOf('encryption-provider-config'),
            text: 'The API server is started without --encryption-provider-config: Secrets are stored as they are.',
          },
        ]
  }),
}
