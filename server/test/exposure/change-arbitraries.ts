import fc, { type Arbitrary } from 'fast-check'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { KINDS, type Kind, namespace } from './object-arbitraries.ts'

/** What becomes of a small cluster. */
export type Change =
  | { readonly is: 'there'; readonly object: KubernetesObject }
  | { readonly is: 'gone'; readonly kind: string; readonly namespace: string; readonly name: string }
  | { readonly is: 'unread'; readonly kinds: readonly string[] }

export function changes(length: { readonly min: number; readonly max: number }): Arbitrary<Change[]> {
  return fc.array(change, { minLength: length.min, maxLength: length.max })
}

function changeOf({
  kind,
  apiVersion,
  names,
  isClusterWide = false,
  metadata = fc.constant({}),
  fields,
}: Kind): Arbitrary<Change> {
  const place = fc.record({ name: fc.constantFrom(...names), namespace: isClusterWide ? fc.constant('') : namespace })
  const there = fc.tuple(place, metadata, fields).map(
    ([{ name, namespace: at }, more, said]): Change => ({
      is: 'there',
      object: { apiVersion, kind, metadata: { name, ...(isClusterWide ? {} : { namespace: at }), ...more }, ...said },
    }),
  )
  const gone = place.map((at): Change => ({ is: 'gone', kind, ...at }))
  return fc.oneof({ arbitrary: there, weight: 3 }, { arbitrary: gone, weight: 1 })
}

/** What most depends on comes most often. */
const OFTEN = ['Service', 'ReplicaSet', 'Ingress', 'NetworkPolicy', 'Namespace', 'Node', 'Gateway', 'HTTPRoute']

const change: Arbitrary<Change> = fc.oneof(
  ...KINDS.map((kind) => ({
    arbitrary: changeOf(kind),
    weight: kind.kind === 'Pod' ? 8 : OFTEN.includes(kind.kind) ? 3 : 1,
  })),
  {
    arbitrary: fc
      .subarray(['Pod', 'Namespace', 'NetworkPolicy', 'ReferenceGrant'])
      .map((kinds): Change => ({ is: 'unread', kinds })),
    weight: 1,
  },
)
