import { textOf } from '../kubernetes/fields.ts'
import { KINDS, type KindDefinition, objectKind } from '../kubernetes/kinds.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { ClusterObjects } from './model.ts'

const KIND_OF = new Map(KINDS.map((kind) => [`${kind.group}/${objectKind(kind)}`, kind]))

/**
 * Objects of any kinds, sorted by kind as `kubernetes/kinds.ts` names it. Kinds that are not known there are left out, as is a kind
 * that only shares the name of a known one. Of an object that stands twice the later one counts. `unread` is handed through.
 */
export function clusterObjects(
  objects: readonly KubernetesObject[],
  unread: ReadonlyMap<string, string> = new Map(),
): ClusterObjects {
  const byKind = new Map<string, Map<string, KubernetesObject>>()
  for (const object of objects) {
    const kind = kindOf(object)
    if (kind === undefined) continue
    const placed = inNamespace(object, kind)
    const known = byKind.get(kind.kind) ?? new Map<string, KubernetesObject>()
    byKind.set(kind.kind, known)
    known.set(`${textOf(placed.metadata?.namespace, 253)}/${textOf(placed.metadata?.name, 253)}`, placed)
  }
  return { objects: new Map([...byKind].map(([kind, named]) => [kind, [...named.values()]])), unread }
}

function kindOf(object: KubernetesObject): KindDefinition | undefined {
  const version = textOf(object.apiVersion, 253)
  const slash = version.indexOf('/')
  return KIND_OF.get(`${slash < 0 ? '' : version.slice(0, slash)}/${textOf(object.kind, 253)}`)
}

/** kubectl puts what names no namespace into `default`. */
function inNamespace(object: KubernetesObject, { namespaced }: KindDefinition): KubernetesObject {
  if (!namespaced || object.metadata?.namespace) return object
  return { ...object, metadata: { ...object.metadata, namespace: 'default' } }
}
