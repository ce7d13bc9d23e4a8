import { textOf } from './fields.ts'
import { KINDS, type KindDefinition, objectKind } from './kinds.ts'
import type { KubernetesObject } from './object.ts'

/** The objects of one cluster, from its rows or from files. */
export interface ClusterObjects {
  /** By kind, as `kinds.ts` names it (`Gateway.networking.istio.io` for the second of a name). */
  readonly objects: ReadonlyMap<string, readonly KubernetesObject[]>
  /** Kinds that could not be read whole, and why (`FORBIDDEN`, `FAILED`, …). A kind that the cluster does not serve is none of them. */
  readonly unread: ReadonlyMap<string, string>
}

const KIND_OF = new Map(KINDS.map((kind) => [`${kind.group}/${objectKind(kind)}`, kind]))

/**
 * Objects of any kinds, sorted by kind as `kinds.ts` names it. Kinds that are not known there are left out, as is a kind
 * that only shares the name of a known one. Of an object that stands twice the later one counts. `unread` is handed through.
 */
export function clusterObjects(
  objects: readonly KubernetesObject[],
  unread: ReadonlyMap<string, string> = new Map(),
): ClusterObjects {
  const byKind = new Map<string, Map<string, KubernetesObject>>()
  for (const object of objects) {
    const placed = placedObject(object)
    if (!placed) continue
    const known = byKind.get(placed.place.kind) ?? new Map<string, KubernetesObject>()
    byKind.set(placed.place.kind, known)
    known.set(keyOfPlace(placed.place), placed.object)
  }
  return { objects: new Map([...byKind].map(([kind, named]) => [kind, [...named.values()]])), unread }
}

/** `Kind namespace/name` of objects that stand more than once, sorted: of each of them the last one counts. */
export function repeatedObjects(objects: readonly KubernetesObject[]): string[] {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const object of objects) {
    const place = placedObject(object)?.place
    if (!place) continue
    const name = `${place.kind} ${place.namespace === '' ? place.name : keyOfPlace(place)}`
    if (seen.has(name)) repeated.add(name)
    seen.add(name)
  }
  return [...repeated].sort()
}

/** What an object is found by. */
export interface Place {
  /** As `kubernetes/kinds.ts` names it. */
  readonly kind: string
  /** Empty for what is in none. */
  readonly namespace: string
  readonly name: string
}

/** An object and its place. Undefined for one of a kind that is not known. */
export function placedObject(
  object: KubernetesObject,
): { readonly place: Place; readonly object: KubernetesObject } | undefined {
  const kind = kindOf(object)
  if (kind === undefined) return undefined
  const placed = inNamespace(object, kind)
  return { place: placeOf(kind.kind, placed), object: placed }
}

/** Of an object whose kind is known. What names no namespace and is in one is in `default`. */
export function placeOf(kind: string, object: KubernetesObject): Place {
  const name = textOf(object.metadata?.name, 253)
  if (!isNamespaced(kind)) return { kind, namespace: '', name }
  return { kind, namespace: textOf(object.metadata?.namespace, 253) || 'default', name }
}

/** `namespace/name`: what is told by among objects of one kind. */
export function keyOfPlace({ namespace, name }: Pick<Place, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`
}

const CLUSTER_WIDE = new Set(KINDS.filter(({ namespaced }) => !namespaced).map(({ kind }) => kind))

export function isNamespaced(kind: string): boolean {
  return !CLUSTER_WIDE.has(kind)
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
