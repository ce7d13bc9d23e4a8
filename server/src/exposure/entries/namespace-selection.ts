import { type Fields, listOf, textOf, textsOf } from '../../kubernetes/fields.ts'
import type { Labels } from '../../kubernetes/object.ts'
import type { Cluster } from '../cluster.ts'
import { labelsOf } from '../pods.ts'

const NAME_LABEL = 'kubernetes.io/metadata.name'

/** Whether a label selector takes a namespace; unknown where it asks for labels of a namespace that could not be read. */
export function namespaceSelected(cluster: Cluster, selector: Fields, namespace: string): 'yes' | 'no' | 'unknown' {
  const object = cluster.of('Namespace').find(({ metadata }) => metadata?.name === namespace)
  const labels = { ...labelsOf(object?.metadata?.labels), [NAME_LABEL]: namespace }
  if (selects(selector, labels)) return 'yes'
  const asked = [
    ...Object.keys(labelsOf(selector['matchLabels'])),
    ...listOf(selector['matchExpressions']).map(({ key }) => textOf(key, 512)),
  ]
  const isByNameOnly = asked.every((key) => key === NAME_LABEL)
  return !object && cluster.isUnread('Namespace') && !isByNameOnly ? 'unknown' : 'no'
}

/** Source: Kubernetes API, meta/v1 LabelSelector. An operator that is not known selects nothing. */
function selects(selector: Fields, labels: Labels): boolean {
  const wanted = Object.entries(labelsOf(selector['matchLabels']))
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    listOf(selector['matchExpressions']).every((expression) => holds(expression, labels))
  )
}

function holds(expression: Fields, labels: Labels): boolean {
  const value = labels[textOf(expression['key'], 512)]
  const values = textsOf(expression['values'])
  if (expression['operator'] === 'In') return value !== undefined && values.includes(value)
  if (expression['operator'] === 'NotIn') return value === undefined || !values.includes(value)
  if (expression['operator'] === 'Exists') return value !== undefined
  return expression['operator'] === 'DoesNotExist' && value === undefined
}
