import { fieldsOf, listOf, textsOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { type Content, conditionsContent, metadataContent } from './content.ts'
import type { Normalizer } from './normalizer.ts'

/** Kinds that have no typed row: kept whole, without noise, for the analyses. */
export const plainNormalizer: Normalizer = {
  kinds: ['ServiceAccount', 'EndpointSlice', 'Ingress', 'IngressClass', 'NetworkPolicy'],
  normalize: (object) => ({ content: () => plainContent(object), assets: () => [] }),
}

const NOT_CONTENT = new Set(['apiVersion', 'kind', 'metadata', 'status', '__proto__'])

function plainContent(object: KubernetesObject): Content {
  const parts = Object.entries(object).filter(([field]) => !NOT_CONTENT.has(field))
  const content: Record<string, unknown> = { metadata: metadataContent(object), ...Object.fromEntries(parts) }
  const status = fieldsOf(object['status'])
  if (Object.keys(status).length > 0) content['status'] = { ...status, ...conditionsContent(status) }
  if (object.kind === 'EndpointSlice') content['endpoints'] = inOrder(content['endpoints'])
  return content
}

/** The controller writes endpoints in any order. */
function inOrder(endpoints: unknown): unknown {
  const address = (endpoint: unknown) => textsOf(fieldsOf(endpoint)['addresses']).join()
  return listOf(endpoints).toSorted((a, b) => (address(a) < address(b) ? -1 : 1))
}
