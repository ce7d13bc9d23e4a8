import { type Answer, status } from './status.ts'

/** How an answer is wanted: the first of the caller's wishes that the double can fulfil. */
export type Wanted = 'json' | 'aggregated-discovery'

export const AGGREGATED_DISCOVERY = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

/**
 * Reads an Accept header; a refusal (406) when nothing in it can be given. The double makes no Tables and no
 * PartialObjectMetadata: who accepts plain JSON beside them gets that, as from a server that cannot make them.
 * Source: Kubernetes API concepts, "Alternate representations of resources".
 */
export function negotiate(accept: string | undefined, discovery: boolean): Wanted | { readonly refused: Answer } {
  if (!accept) return 'json'
  const wishes = accept.split(',').map(readWish)
  for (const { type, parameters } of wishes) {
    if (!['application/json', 'application/*', '*/*'].includes(type)) continue
    const as = parameters.get('as')
    if (as === undefined) return 'json'
    const isAggregated = as === 'APIGroupDiscoveryList' && parameters.get('v') === 'v2'
    if (discovery && isAggregated) return 'aggregated-discovery'
  }
  const knowsType = wishes.some(({ type }) => type === 'application/json')
  return { refused: knowsType ? unknownRepresentation : unknownType }
}

const unknownRepresentation = status(
  406,
  'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
)

const unknownType = status(
  406,
  '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, ' +
    'application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch',
  { details: {} },
)

function readWish(wish: string): { type: string; parameters: ReadonlyMap<string, string> } {
  const [type = '', ...parameters] = wish.split(';').map((part) => part.trim())
  return {
    type: type.toLowerCase(),
    parameters: new Map(parameters.map((parameter) => parameter.split('=') as [string, string])),
  }
}
