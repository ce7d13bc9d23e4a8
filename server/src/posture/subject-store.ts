import { keyOfPlace, placeOf } from '../kubernetes/cluster-objects.ts'
import { compareTexts } from '../kubernetes/compare-texts.ts'
import { fieldsOf, textOf } from '../kubernetes/fields.ts'
import { objectKind } from '../kubernetes/kinds.ts'
import { type KubernetesObject, keyOf } from '../kubernetes/object.ts'
import { controllerOf, Owners, type WorkloadReference } from '../kubernetes/owners.ts'
import { type Subject, subjectOf, WORKLOAD_KINDS, type Workload, workloadOf } from './subject.ts'

/**
 * The objects of a cluster as rules judge them, by what rules ask for. Lists are sorted by namespace and name, so that no answer depends on the
 * order in which objects came. Objects may come, change and go; what was made of the others stays. A list that was handed out is good until
 * the next change.
 */
export class SubjectStore {
  readonly #kinds = new Map<string, KindSubjects>()
  /** Of namespaces whose objects have not changed since it was told. */
  readonly #workloadsIn = new Map<string, readonly Workload[]>()
  #workloads: readonly Workload[] | undefined
  readonly #madeOf = new WeakMap<Subject, Workload>()
  /** How often objects of a kind have changed. */
  readonly #versions = new Map<string, number>()
  readonly #derived = new Map<string, { readonly versions: string; readonly value: unknown }>()

  /** Kinds of which something is there, sorted. */
  kinds(): readonly string[] {
    return [...this.#kinds].flatMap(([kind, { all }]) => (all.length > 0 ? [kind] : [])).sort()
  }

  objects(kind: string): readonly Subject[] {
    return this.#kinds.get(kind)?.all ?? NONE
  }

  inNamespace(kind: string, namespace: string): readonly Subject[] {
    return this.#kinds.get(kind)?.inNamespace.get(namespace) ?? NONE
  }

  find(kind: string, namespace: string, name: string): Subject | undefined {
    return this.#kinds.get(kind)?.byName.get(keyOfPlace({ namespace, name }))
  }

  /** What makes pods and is made by nothing else. */
  workloads(): readonly Workload[] {
    this.#workloads ??= this.#namespaces().flatMap((namespace) => this.workloadsIn(namespace))
    return this.#workloads
  }

  workloadsIn(namespace: string): readonly Workload[] {
    const known = this.#workloadsIn.get(namespace)
    if (known) return known
    const found = this.#topWorkloads(namespace)
    this.#workloadsIn.set(namespace, found)
    return found
  }

  /** What was made of all objects of the kinds, made anew when one of them has changed. A name stands for one thing that is made. */
  derived<T>(name: string, kinds: readonly string[], make: () => T): T {
    const versions = kinds.map((kind) => this.#versions.get(kind) ?? 0).join()
    const known = this.#derived.get(name)
    if (known?.versions === versions) return known.value as T
    const value = make()
    this.#derived.set(name, { versions, value })
    return value
  }

  /** All of a kind at once. */
  fill(kind: string, objects: readonly KubernetesObject[]): void {
    const subjects = new KindSubjects()
    for (const object of objects) subjects.add(this.#subject(kind, object))
    subjects.sort()
    this.#kinds.set(kind, subjects)
    this.#versions.set(kind, (this.#versions.get(kind) ?? 0) + 1)
    if (WORKLOAD_KINDS.includes(kind)) this.#workloadsIn.clear()
    this.#workloads = undefined
  }

  /** Puts an object in the place of the one of its kind, namespace and name. */
  put(kind: string, object: KubernetesObject): Subject {
    const subjects = this.#kinds.get(kind) ?? new KindSubjects()
    this.#kinds.set(kind, subjects)
    const subject = this.#subject(kind, object)
    subjects.put(subject)
    this.#changed(kind, subject.ref.namespace)
    return subject
  }

  /** Whether it was there. */
  remove(kind: string, namespace: string, name: string): boolean {
    const removed = this.#kinds.get(kind)?.remove(namespace, name) ?? false
    if (removed) this.#changed(kind, namespace)
    return removed
  }

  #subject(kind: string, object: KubernetesObject): Subject {
    return subjectOf(object, { ...placeOf(kind, object), kind: objectKind({ kind }) })
  }

  #changed(kind: string, namespace: string): void {
    this.#versions.set(kind, (this.#versions.get(kind) ?? 0) + 1)
    if (!WORKLOAD_KINDS.includes(kind)) return
    this.#workloadsIn.delete(namespace)
    this.#workloads = undefined
  }

  #namespaces(): readonly string[] {
    const names = WORKLOAD_KINDS.flatMap((kind) => [...(this.#kinds.get(kind)?.inNamespace.keys() ?? [])])
    return [...new Set(names)].sort()
  }

  /**
   * What makes pods and is itself made by nothing that is judged: a Deployment stands for its ReplicaSets and their pods. Of the pods that a
   * custom resource makes one stands for all. An owner is in the namespace of what it owns.
   */
  #topWorkloads(namespace: string): Workload[] {
    const owners = new Owners()
    for (const kind of OWNERS) {
      for (const { object, ref } of this.inNamespace(kind, namespace)) {
        owners.add(referenceOf(kind, object, namespace, ref.name), controllerOf(object, namespace))
      }
    }
    const stoodFor = new Set<string>()
    const found: Workload[] = []
    for (const kind of OWNERS_FIRST) {
      for (const subject of this.inNamespace(kind, namespace)) {
        const { name } = subject.ref
        const self = referenceOf(kind, subject.object, namespace, name)
        const top = owners.topOwner(self, controllerOf(subject.object, namespace), subject.labels)
        if (top.kind === kind && top.name === name) found.push(...this.#workload(subject))
        // The owner itself is among the objects, or will be judged by another of its pods.
        else if (!this.#isJudged(top) && !stoodFor.has(keyOf(top))) {
          stoodFor.add(keyOf(top))
          found.push(
            ...this.#workload(subject).map((one) => ({ ...one, ref: { kind: top.kind, namespace, name: top.name } })),
          )
        }
      }
    }
    return found
  }

  #isJudged({ kind, namespace, name }: WorkloadReference): boolean {
    return WORKLOAD_KINDS.includes(kind) && this.find(kind, namespace, name) !== undefined
  }

  #workload(subject: Subject): Workload[] {
    const made = this.#madeOf.get(subject) ?? workloadOf(subject)
    if (!made) return []
    this.#madeOf.set(subject, made)
    return [made]
  }
}

const NONE: readonly Subject[] = []
const OWNERS = WORKLOAD_KINDS.filter((kind) => kind !== 'Pod')
const OWNERS_FIRST = [...OWNERS, 'Pod']

function referenceOf(kind: string, object: KubernetesObject, namespace: string, name: string): WorkloadReference {
  return { kind, apiVersion: textOf(fieldsOf(object)['apiVersion'], 253), namespace, name }
}

/** The subjects of one kind, in the order of namespace and name. */
class KindSubjects {
  readonly all: Subject[] = []
  readonly byName = new Map<string, Subject>()
  readonly inNamespace = new Map<string, Subject[]>()

  /** In any order, before `sort`. Of an object that stands twice the later one counts. */
  add(subject: Subject): void {
    this.byName.set(keyOfPlace(subject.ref), subject)
  }

  sort(): void {
    this.all.push(...[...this.byName.values()].sort(compareSubjects))
    for (const subject of this.all) this.#namespace(subject.ref.namespace).push(subject)
  }

  put(subject: Subject): void {
    const isKnown = this.byName.has(keyOfPlace(subject.ref))
    this.byName.set(keyOfPlace(subject.ref), subject)
    for (const list of [this.all, this.#namespace(subject.ref.namespace)]) {
      list.splice(placeIn(list, subject), isKnown ? 1 : 0, subject)
    }
  }

  remove(namespace: string, name: string): boolean {
    const subject = this.byName.get(keyOfPlace({ namespace, name }))
    if (!subject) return false
    this.byName.delete(keyOfPlace(subject.ref))
    for (const list of [this.all, this.#namespace(namespace)]) list.splice(placeIn(list, subject), 1)
    return true
  }

  #namespace(name: string): Subject[] {
    const known = this.inNamespace.get(name) ?? []
    this.inNamespace.set(name, known)
    return known
  }
}

function placeIn(list: readonly Subject[], subject: Subject): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const one = list[middle]
    if (one && compareSubjects(one, subject) < 0) from = middle + 1
    else to = middle
  }
  return from
}

function compareSubjects({ ref: a }: Subject, { ref: b }: Subject): number {
  return compareTexts(a.namespace, b.namespace) || compareTexts(a.name, b.name)
}
