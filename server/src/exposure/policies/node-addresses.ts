import { fieldsOf, listOf, textOf } from '../../kubernetes/fields.ts'
import type { ClusterObjects } from '../model.ts'
import { labelsOf } from '../pods.ts'
import { type SourceSet, sourcesOfAll } from '../sources.ts'
import { type Selector, selects } from './selector.ts'

/** The addresses of the nodes of a cluster. */
export interface NodeAddresses {
  /** False where no node is known. */
  readonly known: boolean
  of(selector: Selector): SourceSet
}

export function nodeAddresses({ objects }: ClusterObjects): NodeAddresses {
  const nodes = (objects.get('Node') ?? []).map((node) => ({
    labels: labelsOf(fieldsOf(node.metadata)['labels']),
    addresses: listOf(fieldsOf(node['status'])['addresses']).map((entry) => textOf(entry['address'], 64)),
  }))
  return {
    known: nodes.length > 0,
    of: (selector) =>
      sourcesOfAll(nodes.filter(({ labels }) => selects(selector, labels)).flatMap((node) => node.addresses)),
  }
}
