import type { ClusterObjects } from '../../kubernetes/cluster-objects.ts'
import { type Fields, fieldsOf } from '../../kubernetes/fields.ts'
import { KINDS } from '../../kubernetes/kinds.ts'
import { type KubernetesObject, keyOf, type ObjectRef } from '../../kubernetes/object.ts'
import { labelsOf, refOf } from '../pods.ts'

/** An object that is changed: not there before when it is made, not there after when it is deleted. */
export interface Change {
  readonly ref: ObjectRef
  readonly before: KubernetesObject | undefined
  readonly after: KubernetesObject | undefined
}

/** The objects of a cluster while changes are tried on them. The objects that it is made of stay as they are. */
export class Draft {
  /** As they are. */
  readonly original: ClusterObjects
  readonly #index = new Map<string, ReadonlyMap<string, KubernetesObject>>()
  readonly #changed = new Map<string, Change>()
  readonly #consequences = new Map<string, Change>()

  constructor(objects: ClusterObjects) {
    this.original = objects
  }

  /** As it would be; undefined for what is not there. */
  get(ref: ObjectRef): KubernetesObject | undefined {
    const change = this.#changed.get(keyOf(ref)) ?? this.#consequences.get(keyOf(ref))
    return change ? change.after : this.#original(ref)
  }

  /** What somebody would change, make or (with undefined) delete. */
  put(ref: ObjectRef, after: KubernetesObject | undefined): void {
    this.#changed.set(keyOf(ref), { ref, before: this.#original(ref), after })
  }

  /** What the cluster would change by itself then, of objects that nobody changes. */
  follow(ref: ObjectRef, after: KubernetesObject): void {
    this.#consequences.set(keyOf(ref), { ref, before: this.#original(ref), after })
  }

  /** What is there of a kind, as it would be. */
  of(kind: string): readonly (readonly [ObjectRef, KubernetesObject])[] {
    return [...this.#ofKind(kind).values()].flatMap((object) => {
      const ref = refFor(object, kind)
      const now = this.get(ref)
      return now ? [[ref, now] as const] : []
    })
  }

  /** Sorted by kind, namespace and name. */
  changes(): Change[] {
    return [...this.#changed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change)
  }

  /** All objects as they would be. */
  objects(): ClusterObjects {
    const all = [...this.#consequences.values(), ...this.#changed.values()]
    if (all.length === 0) return this.original
    const objects = new Map(this.original.objects)
    for (const [kind, changes] of Map.groupBy(all, ({ ref }) => ref.kind)) {
      const kept = new Map(this.#ofKind(kind))
      for (const { ref, after } of changes) {
        if (after) kept.set(keyOf(ref), after)
        else kept.delete(keyOf(ref))
      }
      objects.set(kind, [...kept.values()])
    }
    return { objects, unread: this.original.unread }
  }

  #original(ref: ObjectRef): KubernetesObject | undefined {
    return this.#ofKind(ref.kind).get(keyOf(ref))
  }

  #ofKind(kind: string): ReadonlyMap<string, KubernetesObject> {
    const known = this.#index.get(kind)
    if (known) return known
    const objects = this.original.objects.get(kind) ?? []
    const made = new Map(objects.map((object) => [keyOf(refFor(object, kind)), object]))
    this.#index.set(kind, made)
    return made
  }
}

function refFor(object: KubernetesObject, kind: string): ObjectRef {
  return refOf(object, kind, KINDS.find((one) => one.kind === kind)?.namespaced ?? true)
}

/** The object with fields of its `spec` set; those that are undefined are taken out. */
export function withSpec(object: KubernetesObject, fields: Fields): KubernetesObject {
  return { ...object, spec: replaced(fieldsOf(object['spec']), fields) }
}

/** The object with annotations set; those that are undefined are taken out. */
export function withAnnotations(
  object: KubernetesObject,
  annotations: Readonly<Record<string, string | undefined>>,
): KubernetesObject {
  const known = labelsOf(fieldsOf(object.metadata)['annotations'])
  const entries = Object.entries({ ...known, ...annotations }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return { ...object, metadata: { ...object.metadata, annotations: Object.fromEntries(entries) } }
}

/** Fields with some of them set, and those that are undefined taken out. */
export function replaced(fields: Fields, changes: Fields): Fields {
  return Object.fromEntries(Object.entries({ ...fields, ...changes }).filter(([, value]) => value !== undefined))
}
