import { fieldsOf, textOf } from '../../kubernetes/fields.ts'
import { namespaceId } from '../../kubernetes/row-ids.ts'
import { metadataContent, pick, whole } from './content.ts'
import type { Normalizer } from './normalizer.ts'

export const namespaceNormalizer: Normalizer = {
  kinds: ['Namespace'],
  normalize(object, { cluster, name, uid, createdAt }, { responsible }) {
    responsible.addNamespace(name, object.metadata)
    const status = fieldsOf(object['status'])
    return {
      content: () => ({ metadata: metadataContent(object), ...whole(object, 'spec'), status: pick(status, ['phase']) }),
      assets: (common) => {
        const id = namespaceId(cluster, name)
        const phase = textOf(status['phase'], 64) || 'Active'
        return [{ type: 'Namespace', row: { ...common, id, cluster, namespace: name, name, uid, createdAt, phase } }]
      },
    }
  },
}
