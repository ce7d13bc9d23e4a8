import type { Fields } from '../../kubernetes/fields.ts'
import { readSelector, selects } from '../../kubernetes/label-selector.ts'
import type { Cluster } from '../cluster.ts'
import { labelsOf } from '../pods.ts'

const NAME_LABEL = 'kubernetes.io/metadata.name'

/** Whether a label selector takes a namespace; unknown where it asks for labels of a namespace that could not be read. */
export function namespaceSelected(cluster: Cluster, selector: Fields, namespace: string): 'yes' | 'no' | 'unknown' {
  const object = cluster.objects('Namespace').get(`/${namespace}`)
  const labels = { ...labelsOf(object?.metadata?.labels), [NAME_LABEL]: namespace }
  const read = readSelector(selector)
  if (!read) return 'no'
  if (selects(read, labels)) return 'yes'
  const isByNameOnly = read.requirements.every(({ key }) => key === NAME_LABEL)
  return !object && cluster.isUnread('Namespace') && !isByNameOnly ? 'unknown' : 'no'
}
