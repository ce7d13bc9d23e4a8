import type { Fields } from '../kubernetes/fields.ts'

export type DiskEncryption = 'encrypted' | 'plain' | 'unknown'

/** The parameter of a storage class that asks for encryption, and the values that do. */
interface Parameter {
  readonly name: string
  readonly values: readonly string[]
}

const ENCRYPTED: Parameter = { name: 'encrypted', values: ['true'] }

/**
 * Provisioners whose parameters tell.
 * Sources: references of aws-ebs-csi-driver, alibaba-cloud-csi-driver (disk: encrypted; NAS: encryptType, 1 by a key of the service, 2 by
 * one of KMS), ceph-csi, Longhorn (Volume Encryption), Portworx, scaleway-csi; kubernetes.io ones: Kubernetes, Storage Classes.
 */
const BY_PARAMETER: Readonly<Record<string, Parameter>> = {
  'alicloud/disk': ENCRYPTED,
  'cephfs.csi.ceph.com': ENCRYPTED,
  'csi.scaleway.com': ENCRYPTED,
  'diskplugin.csi.alibabacloud.com': ENCRYPTED,
  'driver.longhorn.io': ENCRYPTED,
  'ebs.csi.aws.com': ENCRYPTED,
  'ebs.csi.eks.amazonaws.com': ENCRYPTED,
  'kubernetes.io/aws-ebs': ENCRYPTED,
  'kubernetes.io/portworx-volume': { name: 'secure', values: ['true'] },
  'nasplugin.csi.alibabacloud.com': { name: 'encrypttype', values: ['1', '2'] },
  'pxd.portworx.com': { name: 'secure', values: ['true'] },
  'rbd.csi.ceph.com': ENCRYPTED,
}

/**
 * Provisioners of disks that their provider encrypts at rest in any case.
 * Sources: Google Cloud, "Default encryption at rest"; Azure Storage encryption for data at rest; AWS, FSx data encryption; DigitalOcean
 * Volumes; IBM Cloud Block Storage for VPC; Oracle Cloud, Block Volume encryption.
 */
const ALWAYS =
  /^(?:(?:pd|filestore)\.csi\.storage\.gke\.io|kubernetes\.io\/(?:gce-pd|azure-disk|azure-file)|(?:disk|file|blob)\.csi\.azure\.com|fsx\.csi\.aws\.com|dobs\.csi\.digitalocean\.com|vpc\.block\.csi\.ibm\.io|blockvolume\.csi\.oraclecloud\.com)$/

/** Whether disks that a storage class makes are encrypted at rest, as far as its parameters tell. */
export function encryptionOf(provisioner: string, parameters: Fields): DiskEncryption {
  if (ALWAYS.test(provisioner)) return 'encrypted'
  const name = operatorless(provisioner)
  const parameter = Object.hasOwn(BY_PARAMETER, name) ? BY_PARAMETER[name] : undefined
  if (!parameter) return 'unknown'
  const value = Object.entries(parameters).find(([key]) => key.toLowerCase() === parameter.name)?.[1]
  return parameter.values.includes(String(value).toLowerCase()) ? 'encrypted' : 'plain'
}

/** Rook puts the namespace of its operator in front: `rook-ceph.rbd.csi.ceph.com`. */
function operatorless(provisioner: string): string {
  return /(?:^|\.)((?:rbd|cephfs)\.csi\.ceph\.com)$/.exec(provisioner)?.[1] ?? provisioner
}
