import { fieldsOf, listOf, textOf } from '../../kubernetes/fields.ts'
import { type Selector, selects } from '../../kubernetes/label-selector.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { labelsOf } from '../pods.ts'
import { type SourceSet, sourcesOfAll } from '../sources.ts'

/** The addresses of the nodes of a cluster. */
export interface NodeAddresses {
  /** False where no node is known. */
  readonly known: boolean
  of(selector: Selector): SourceSet
}

/** Of objects of the kind Node. */
export function nodeAddresses(objects: readonly KubernetesObject[]): NodeAddresses {
  const nodes = objects.map((node) => ({
    labels: labelsOf(fieldsOf(node.metadata)['labels']),
    addresses: listOf(fieldsOf(node['status'])['addresses']).map((entry) => textOf(entry['address'], 64)),
  }))
  return {
    known: nodes.length > 0,
    of: (selector) =>
      sourcesOfAll(nodes.filter(({ labels }) => selects(selector, labels)).flatMap((node) => node.addresses)),
  }
}
