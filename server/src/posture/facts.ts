import { ACCESS_KINDS, type Access, createAccess } from '../kubernetes/access/access.ts'
import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import type { ObjectRef } from '../kubernetes/object.ts'
import type { PostureSettings } from './settings.ts'
import type { Subject, Workload } from './subject.ts'
import { SubjectStore } from './subject-store.ts'

/** A cluster as rules see it: what stands beside the object that they judge. */
export interface Facts {
  readonly settings: PostureSettings
  /** Of Kubernetes 1.x: x. Undefined where it is not known; rules then take what the newest version says. */
  readonly minor: number | undefined
  objects(kind: string): readonly Subject[]
  /** Kinds of which there are objects, sorted. */
  readonly kinds: readonly string[]
  inNamespace(kind: string, namespace: string): readonly Subject[]
  /** `namespace` is empty for what is in none. */
  find(kind: string, namespace: string, name: string): Subject | undefined
  /** What makes pods and is made by nothing else. */
  workloadsIn(namespace: string): readonly Workload[]
  readonly workloads: readonly Workload[]
  /** Who can do what. */
  readonly access: Access
  isUnread(kind: string): boolean
  /** Kinds that could not be read whole, and why. */
  readonly unread: ReadonlyMap<string, string>
  /** What `make` makes of all objects of some kinds, made once until one of them changes. */
  derived<T>(name: string, kinds: readonly string[], make: () => T): T
  /** Where the analysis of exposures found a workload or a Service reachable from outside; undefined where it did not judge it. */
  exposureOf?(ref: ObjectRef): readonly ExposureEntry[] | undefined
}

/** A way in from outside that leads to an object. */
export interface ExposureEntry {
  /** The kind of the object that opens it, as `kubernetes/kinds.ts` names it: `Service`, `Ingress`, `HTTPRoute`, `VirtualService` … */
  readonly kind: string
  /** What leads there, a sentence. */
  readonly sentence: string
}

export interface FactsOptions {
  readonly settings: PostureSettings
  readonly minor: number | undefined
  readonly exposureOf?: Facts['exposureOf']
}

export function createFacts({ objects, unread }: ClusterObjects, options: FactsOptions): Facts {
  const store = new SubjectStore()
  for (const [kind, some] of objects) store.fill(kind, some)
  return factsOver(store, unread, options)
}

/** Of what is in the store now: they are made anew when it changes, since rules keep what they make of facts with them. */
export function factsOver(
  store: SubjectStore,
  unread: ReadonlyMap<string, string>,
  { settings, minor, exposureOf }: FactsOptions,
): Facts {
  return {
    settings,
    minor,
    unread,
    get access() {
      const objects = () => new Map(ACCESS_KINDS.map((kind) => [kind, store.objects(kind).map(({ object }) => object)]))
      // What could not be read is a part of its answers.
      const name = `access ${ACCESS_KINDS.filter((kind) => unread.has(kind))}`
      return store.derived(name, ACCESS_KINDS, () => createAccess({ objects: objects(), unread }))
    },
    ...(exposureOf && { exposureOf }),
    objects: (kind) => store.objects(kind),
    kinds: store.kinds(),
    isUnread: (kind) => unread.has(kind),
    find: (kind, namespace, name) => store.find(kind, namespace, name),
    inNamespace: (kind, namespace) => store.inNamespace(kind, namespace),
    get workloads() {
      return store.workloads()
    },
    workloadsIn: (namespace) => store.workloadsIn(namespace),
    derived: (name, kinds, make) => store.derived(name, kinds, make),
  }
}
