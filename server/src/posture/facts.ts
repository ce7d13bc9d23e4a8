import { type Access, createAccess } from '../kubernetes/access/access.ts'
import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { placeOf } from '../kubernetes/cluster-objects.ts'
import { fieldsOf, textOf } from '../kubernetes/fields.ts'
import { objectKind } from '../kubernetes/kinds.ts'
import type { ObjectRef } from '../kubernetes/object.ts'
import { controllerOf, Owners, type WorkloadReference } from '../kubernetes/owners.ts'
import type { PostureSettings } from './settings.ts'
import { type Subject, subjectOf, WORKLOAD_KINDS, type Workload, workloadOf } from './subject.ts'

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

export function createFacts(cluster: ClusterObjects, { settings, minor, exposureOf }: FactsOptions): Facts {
  const { objects, unread } = cluster
  const subjects = new Map<string, readonly Subject[]>()
  const byName = new Map<string, ReadonlyMap<string, Subject>>()
  const byNamespace = new Map<string, ReadonlyMap<string, readonly Subject[]>>()
  let workloads: readonly Workload[] | undefined
  let access: Access | undefined
  let workloadsByNamespace: ReadonlyMap<string, readonly Workload[]> | undefined

  function ofKind(kind: string): readonly Subject[] {
    const known = subjects.get(kind)
    if (known) return known
    const made = (objects.get(kind) ?? []).map((object) =>
      subjectOf(object, { ...placeOf(kind, object), kind: objectKind({ kind }) }),
    )
    subjects.set(kind, made)
    return made
  }
  function allWorkloads(): readonly Workload[] {
    workloads ??= topWorkloads(ofKind)
    return workloads
  }
  return {
    settings,
    minor,
    unread,
    ...(exposureOf && { exposureOf }),
    objects: ofKind,
    kinds: [...objects.keys()].sort(),
    isUnread: (kind) => unread.has(kind),
    get access() {
      access ??= createAccess(cluster)
      return access
    },
    find(kind, namespace, name) {
      let named = byName.get(kind)
      if (!named) {
        named = new Map(ofKind(kind).map((one) => [`${one.ref.namespace}/${one.ref.name}`, one]))
        byName.set(kind, named)
      }
      return named.get(`${namespace}/${name}`)
    },
    inNamespace(kind, namespace) {
      let grouped = byNamespace.get(kind)
      if (!grouped) {
        grouped = Map.groupBy(ofKind(kind), ({ ref }) => ref.namespace)
        byNamespace.set(kind, grouped)
      }
      return grouped.get(namespace) ?? []
    },
    get workloads() {
      return allWorkloads()
    },
    workloadsIn(namespace) {
      workloadsByNamespace ??= Map.groupBy(allWorkloads(), ({ ref }) => ref.namespace)
      return workloadsByNamespace.get(namespace) ?? []
    },
  }
}

/**
 * What makes pods and is itself made by nothing that is judged: a Deployment stands for its ReplicaSets and their pods. Of the pods that a
 * custom resource makes one stands for all.
 */
function topWorkloads(ofKind: (kind: string) => readonly Subject[]): Workload[] {
  const owners = new Owners()
  for (const kind of OWNERS_FIRST) {
    for (const { object, ref } of ofKind(kind)) {
      owners.add(referenceOf(ref.kind, object, ref.namespace, ref.name), controllerOf(object, ref.namespace))
    }
  }
  const stoodFor = new Set<string>()
  const found: Workload[] = []
  for (const kind of OWNERS_FIRST) {
    for (const subject of ofKind(kind)) {
      const workload = workloadOf(subject)
      if (!workload) continue
      const { namespace, name } = subject.ref
      const self = referenceOf(kind, subject.object, namespace, name)
      const controller = controllerOf(subject.object, namespace)
      const top = owners.topOwner(self, controller, subject.labels)
      if (top.kind === kind && top.name === name) found.push(workload)
      else if (!isJudged(top, ofKind) && !stoodFor.has(keyOf(top))) {
        stoodFor.add(keyOf(top))
        found.push({ ...workload, ref: { kind: top.kind, namespace, name: top.name } })
      }
    }
  }
  return found
}

const OWNERS_FIRST = [...WORKLOAD_KINDS.filter((kind) => kind !== 'Pod'), 'Pod']

/** Whether the owner itself is among the objects, or will be judged by another of its pods. */
function isJudged(top: WorkloadReference, ofKind: (kind: string) => readonly Subject[]): boolean {
  if (!WORKLOAD_KINDS.includes(top.kind)) return false
  return ofKind(top.kind).some(({ ref }) => ref.name === top.name && ref.namespace === top.namespace)
}

function referenceOf(kind: string, object: Subject['object'], namespace: string, name: string): WorkloadReference {
  return { kind, apiVersion: textOf(fieldsOf(object)['apiVersion'], 253), namespace, name }
}

function keyOf({ kind, namespace, name }: WorkloadReference): string {
  return `${kind}/${namespace}/${name}`
}
