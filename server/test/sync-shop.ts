import { deploymentObjects, namespaceObject, nodeObject, podObject, serviceObject } from './cluster-objects.ts'
import type { MemorySource } from './memory-source.ts'

/** A small cluster, new each time. */
export const shop = () => [
  namespaceObject('kube-system'),
  namespaceObject('shop'),
  nodeObject('node-1'),
  ...deploymentObjects('web'),
  podObject('naked'),
  serviceObject('web'),
]

/** Takes an object away. */
export function without(source: MemorySource, kind: string, name: string): void {
  source.objects = source.objects.filter((object) => !(object.kind === kind && object.metadata?.name === name))
}

/** The parts of objects that tests edit. */
export interface Editable {
  readonly metadata: Record<string, unknown>
  readonly status: { readonly conditions: Record<string, unknown>[]; readonly containerStatuses: unknown[] }
}

/** Changes an object in place. */
export function edit(source: MemorySource, kind: string, name: string, change: (object: Editable) => void): void {
  for (const object of source.objects) {
    if (object.kind === kind && object.metadata?.name === name) change(object as unknown as Editable)
  }
}
