import { fieldsOf, textOf } from '../../kubernetes/fields.ts'
import { type DiskEncryption, encryptionOf } from '../disk-encryption.ts'
import { mitre } from '../frameworks.ts'
import type { Judgement, Rule } from '../rule.ts'

/** Sources: MITRE ATT&CK T1530; Kubernetes, Storage Classes, "Parameters"; the references of the drivers (disk-encryption.ts). */
export const volumeNotEncrypted: Rule = {
  id: 'KC-117',
  title: 'PersistentVolume not encrypted',
  severity: 'medium',
  frameworks: [...mitre('T1530')],
  why: 'Whoever gets at the disk, a snapshot or a copy of it can read what the pods wrote, without any right in the cluster.',
  remedy: 'Make a storage class that asks for encryption, move the data to volumes of it, and make it the default.',
  noPatch: 'A storage class and a disk keep what they were made with; data have to be moved to new ones.',
  reads: ['StorageClass'],
  objects: {
    StorageClass: ({ object }) => {
      const encryption = encryptionOf(textOf(object['provisioner'], 253), fieldsOf(object['parameters']))
      return judge(encryption, ['parameters'], 'The parameters of the class do not ask for encryption.')
    },
    PersistentVolume: ({ object }, facts) => {
      const spec = fieldsOf(object['spec'])
      const name = textOf(spec['storageClassName'], 253)
      const storageClass = facts.find('StorageClass', '', name)
      if (!storageClass) {
        const isEncrypted = encryptionOf(textOf(fieldsOf(spec['csi'])['driver'], 253), {}) === 'encrypted'
        return isEncrypted ? [] : { notAssessable: 'The storage class that made the volume is not among the objects.' }
      }
      const { provisioner, parameters } = storageClass.object
      const encryption = encryptionOf(textOf(provisioner, 253), fieldsOf(parameters))
      return judge(encryption, ['spec', 'storageClassName'], `Storage class ${name} does not ask for encryption.`)
    },
  },
}

function judge(encryption: DiskEncryption, path: readonly string[], text: string): Judgement {
  if (encryption === 'unknown')
    return { notAssessable: 'Whether disks of this provisioner are encrypted its parameters do not tell.' }
  return encryption === 'encrypted' ? [] : [{ path, text }]
}
