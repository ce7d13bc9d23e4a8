import { type Fields, fieldsOf, isFields, listOf, textsOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { type Content, conditionsContent, metadataContent, pick } from './content.ts'
import type { Normalizer } from './normalizer.ts'

/** Kinds that have no typed row: kept whole, without noise, for the analyses. It stands in for all that have no other. */
export const plainNormalizer: Normalizer = {
  kinds: [],
  normalize: (object) => ({ content: () => plainContent(object), assets: () => [] }),
}

const NOT_CONTENT = new Set(['apiVersion', 'kind', 'metadata', 'status', '__proto__'])

function plainContent(object: KubernetesObject): Content {
  const parts = Object.entries(object).filter(([field]) => !NOT_CONTENT.has(field))
  const content: Record<string, unknown> = { metadata: metadataContent(object), ...Object.fromEntries(parts) }
  const status = statusContent(object.kind ?? '', fieldsOf(object['status']))
  if (Object.keys(status).length > 0) content['status'] = status
  if (object.kind === 'EndpointSlice') content['endpoints'] = inOrder(content['endpoints'])
  if (Array.isArray(content['webhooks'])) content['webhooks'] = listOf(content['webhooks']).map(withoutCertificates)
  return content
}

/** Of kinds whose status counts what goes on: the fields that stand still. */
const STILL_STATUS = new Map([
  ['HorizontalPodAutoscaler', []],
  ['PodDisruptionBudget', []],
  ['ResourceQuota', ['hard']],
])

function statusContent(kind: string, status: Fields): Content {
  const still = STILL_STATUS.get(kind)
  return { ...(still ? pick(status, still) : status), ...conditionsContent(status) }
}

/** Authorities are long, public, and renewed again and again. */
function withoutCertificates(webhook: Fields): Content {
  const { clientConfig } = webhook
  if (!isFields(clientConfig)) return webhook
  return { ...webhook, clientConfig: pick(clientConfig, ['service', 'url']) }
}

/** The controller writes endpoints in any order. */
function inOrder(endpoints: unknown): unknown {
  const address = (endpoint: unknown) => textsOf(fieldsOf(endpoint)['addresses']).join()
  return listOf(endpoints).toSorted((a, b) => (address(a) < address(b) ? -1 : 1))
}
