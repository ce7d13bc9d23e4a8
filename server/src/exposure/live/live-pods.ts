import { type KubernetesObject, keyOf, type Labels } from '../../kubernetes/object.ts'
import { Owners } from '../../kubernetes/owners.ts'
import type { Pod } from '../model.ts'
import {
  labelsOfUnseen,
  namespaceLabelsOf,
  OWNER_KINDS,
  podOf,
  type ReadOwner,
  type ReadPod,
  readOwner,
  readPod,
  templateOf,
  workloadOfTemplate,
} from '../pods.ts'
import type { Catalog } from './catalog.ts'
import { keyOfPod } from './pod-indexes.ts'
import { sameText } from './steps.ts'

/** The kinds of objects that pods are made of. */
export const POD_KINDS: readonly string[] = ['Namespace', ...OWNER_KINDS, 'Pod']

/**
 * The pods of a cluster as `podsOf` has them, kept as objects change. Owners, names and labels are matters of one namespace, so that is what
 * is looked at again. Those that are finished are left out.
 */
export class LivePods {
  readonly #catalog: Catalog<Pod>
  readonly #namespaces = new Map<string, Namespace>()

  constructor(catalog: Catalog<Pod>) {
    this.#catalog = catalog
  }

  /** An object of one of `POD_KINDS`; undefined: it is gone. Takes effect with `settle`. */
  change(kind: string, namespace: string, name: string, object: KubernetesObject | undefined): void {
    if (kind === 'Namespace') this.#of(name).label(object)
    else if (kind === 'Pod') this.#of(namespace).changePod(name, object)
    else this.#of(namespace).changeOwner(kind, name, object)
  }

  settle(): void {
    for (const [name, namespace] of this.#namespaces) {
      namespace.settle(this.#catalog)
      if (namespace.isEmpty) this.#namespaces.delete(name)
    }
  }

  #of(name: string): Namespace {
    const namespace = this.#namespaces.get(name) ?? new Namespace(name)
    this.#namespaces.set(name, namespace)
    return namespace
  }
}

class Namespace {
  readonly #name: string
  readonly #pods = new Map<string, { readonly read: ReadPod; readonly pod: Pod | undefined }>()
  /** By kind and name. */
  readonly #owners = new Map<string, ReadOwner>()
  readonly #templates = new Map<string, { readonly read: ReadOwner; readonly pod: Pod }>()
  readonly #podsOfWorkload = new Map<string, number>()
  readonly #changedPods = new Map<string, KubernetesObject | undefined>()
  #labels: Labels | undefined
  #known: Owners | undefined
  #unseen: Labels | undefined
  #isEachPodChanged = false
  #areTemplatesChanged = false

  constructor(name: string) {
    this.#name = name
  }

  get isEmpty(): boolean {
    return this.#pods.size === 0 && this.#owners.size === 0 && this.#labels === undefined
  }

  label(object: KubernetesObject | undefined): void {
    const labels = object && namespaceLabelsOf(object)[1]
    if (sameText(labels, this.#labels)) return
    this.#labels = labels
    this.#isEachPodChanged = true
  }

  changePod(name: string, object: KubernetesObject | undefined): void {
    this.#changedPods.set(name, object)
  }

  changeOwner(kind: string, name: string, object: KubernetesObject | undefined): void {
    const key = `${kind}/${name}`
    const read = object && readOwner(object, kind)
    const before = this.#owners.get(key)
    if (sameText(read, before)) return
    if (read) this.#owners.set(key, read)
    else this.#owners.delete(key)
    this.#areTemplatesChanged = true
    if (read && before && sameText([read.self, read.controller], [before.self, before.controller])) return
    this.#known = undefined
    this.#isEachPodChanged = true
  }

  settle(catalog: Catalog<Pod>): void {
    for (const [name, object] of this.#changedPods) this.#replacePod(catalog, name, object && readPod(object))
    this.#changedPods.clear()
    if (this.#isEachPodChanged) for (const [name, { read }] of this.#pods) this.#replacePod(catalog, name, read)
    if (this.#isEachPodChanged || this.#areTemplatesChanged) this.#replaceTemplates(catalog)
    this.#isEachPodChanged = false
    this.#areTemplatesChanged = false
  }

  #replacePod(catalog: Catalog<Pod>, name: string, read: ReadPod | undefined): void {
    const known = this.#pods.get(name)
    const before = known?.pod
    const made = read && podOf(read, this.#ownersKnown(), this.#namespaceLabels())
    const pod = before && made && isSamePod(before, made, known?.read === read) ? before : made
    if (read) this.#pods.set(name, { read, pod })
    else this.#pods.delete(name)
    if (pod === before) return
    this.#count(before, -1)
    this.#count(pod, 1)
    if (before && !before.finished && (!pod || pod.finished)) catalog.set(keyOfPod(before), undefined)
    if (pod && !pod.finished) catalog.set(keyOfPod(pod), pod)
  }

  /** A workload has a template only as long as it has no pods. */
  #count(pod: Pod | undefined, by: 1 | -1): void {
    if (!pod) return
    const key = keyOf(pod.workload)
    const count = (this.#podsOfWorkload.get(key) ?? 0) + by
    if (count === 0) this.#podsOfWorkload.delete(key)
    else this.#podsOfWorkload.set(key, count)
    if (count === 0 || (count === 1 && by === 1)) this.#areTemplatesChanged = true
  }

  #replaceTemplates(catalog: Catalog<Pod>): void {
    const left = new Set(this.#templates.keys())
    for (const [key, read] of this.#owners) {
      const workload = workloadOfTemplate(read, this.#ownersKnown())
      if (!workload || this.#podsOfWorkload.has(keyOf(workload))) continue
      left.delete(key)
      const before = this.#templates.get(key)
      if (before?.read === read && before.pod.namespaceLabels === this.#namespaceLabels()) continue
      const pod = templateOf(read, workload, this.#namespaceLabels())
      this.#templates.set(key, { read, pod })
      catalog.set(keyOfPod(pod), pod)
    }
    for (const key of left) {
      const gone = this.#templates.get(key)
      this.#templates.delete(key)
      if (gone) catalog.set(keyOfPod(gone.pod), undefined)
    }
  }

  #ownersKnown(): Owners {
    if (this.#known) return this.#known
    const owners = new Owners()
    for (const { self, controller } of this.#owners.values()) owners.add(self, controller)
    this.#known = owners
    return owners
  }

  #namespaceLabels(): Labels {
    if (this.#labels) return this.#labels
    this.#unseen ??= labelsOfUnseen(this.#name)
    return this.#unseen
  }
}

/** `isReadAlike`: nothing but owner and namespace can tell them apart. */
function isSamePod(a: Pod, b: Pod, isReadAlike: boolean): boolean {
  if (a.namespaceLabels !== b.namespaceLabels || keyOf(a.workload) !== keyOf(b.workload)) return false
  return isReadAlike || sameText(a, b)
}
