import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { ObjectVersion } from './object-version.ts'
import { groupVersion, type Resource, resourceOf, storedVersion, usualResources, withVersion } from './resources.ts'
import { uidOf } from './uid.ts'

/** What happened to an object, in the order of resource versions: what a watch sends. */
export interface StoredChange {
  readonly resourceVersion: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly resource: Resource
  /** `namespace/name`; `/name` for what has no namespace. */
  readonly key: string
  /** As it was after the change; as it was last, with the resource version of its end, for DELETED. */
  readonly object: KubernetesObject
  /** JSON of `object` without kind and apiVersion. */
  json(): string
}

/** A page's member: its key, and its JSON without kind and apiVersion. */
export interface ListedObject {
  readonly key: string
  readonly json: string
  readonly object: KubernetesObject
}

export interface ObjectStoreOptions {
  /** How many of the last changes are kept at least; older ones are compacted. */
  readonly keepChanges?: number
}

const KEEP_CHANGES = 20_000

/**
 * The objects of the cluster, with the versions that there were: a list that began at a resource version goes on
 * seeing that state, as etcd's does, until it is compacted.
 */
export class ObjectStore {
  readonly resources: Resource[] = usualResources()
  readonly history: StoredChange[] = []
  #resourceVersion = 1000
  #compactedUpTo = 0
  readonly #keepChanges: number
  /** By group and kind, then by key. */
  readonly #versions = new Map<string, Map<string, ObjectVersion[]>>()
  readonly #lists = new Map<string, ListedObject[]>()
  readonly #listeners = new Set<() => void>()

  constructor({ keepChanges = KEEP_CHANGES }: ObjectStoreOptions = {}) {
    this.#keepChanges = keepChanges
  }

  /** The newest resource version. */
  get resourceVersion(): number {
    return this.#resourceVersion
  }

  /** The oldest state that is still known. */
  get compactedUpTo(): number {
    return this.#compactedUpTo
  }

  /** Adds an object or replaces the one of its name. What it lacks of uid and creation time is made up from its name. */
  put(object: KubernetesObject): KubernetesObject {
    const resource = this.#resourceFor(object)
    const key = keyOf(resource, object)
    const before = this.get(resource, key)
    const stored = this.#complete(resource, key, object, before)
    return this.#record(resource, key, before ? 'MODIFIED' : 'ADDED', stored)
  }

  /** Changes an object in place by a function that edits a copy of it. */
  update(kind: string, name: string, namespace: string | undefined, edit: (copy: KubernetesObject) => void): void {
    const copy = structuredClone(this.find(kind, name, namespace))
    edit(copy)
    this.put(copy)
  }

  /** Removes an object. Throws when it is not there. */
  remove(kind: string, name: string, namespace?: string): void {
    const { resource, key } = this.#locate(kind, name, namespace)
    this.#record(resource, key, 'DELETED', this.find(kind, name, namespace))
  }

  /** Makes the state exactly `objects`: what differs is put, what is no longer there removed, the rest left alone. */
  replaceAll(objects: readonly KubernetesObject[]): void {
    const wanted = new Set<string>()
    for (const object of objects) {
      const resource = this.#resourceFor(object)
      const key = keyOf(resource, object)
      wanted.add(`${nameOf(resource)} ${key}`)
      const before = this.get(resource, key)
      if (!before || !sameContent(before, this.#complete(resource, key, object, before))) this.put(object)
    }
    for (const resource of this.resources) {
      for (const key of this.#versions.get(nameOf(resource))?.keys() ?? []) {
        const newest = this.get(resource, key)
        if (newest && !wanted.has(`${nameOf(resource)} ${key}`)) this.#record(resource, key, 'DELETED', newest)
      }
    }
  }

  /** All objects of a resource as they were at a resource version, in the order of their keys. */
  list(resource: Resource, resourceVersion: number): readonly ListedObject[] {
    const name = `${nameOf(resource)} ${resourceVersion}`
    const known = this.#lists.get(name)
    if (known) return known
    const listed: ListedObject[] = []
    for (const [key, versions] of this.#versions.get(nameOf(resource)) ?? []) {
      const version = versions.findLast((one) => one.resourceVersion <= resourceVersion)
      if (version?.object) listed.push({ key, json: version.json(), object: version.object })
    }
    listed.sort((a, b) => (a.key < b.key ? -1 : 1))
    if (this.#lists.size > 64) this.#lists.clear()
    this.#lists.set(name, listed)
    return listed
  }

  /** The object as it is now. */
  get(resource: Resource, key: string): KubernetesObject | undefined {
    return this.#versions.get(nameOf(resource))?.get(key)?.at(-1)?.object
  }

  /** The object as it is now. Throws when it is not there. */
  find(kind: string, name: string, namespace?: string): KubernetesObject {
    const { resource, key } = this.#locate(kind, name, namespace)
    return this.get(resource, key) ?? missing(kind, key)
  }

  /** Changes after a resource version, oldest first. */
  changesAfter(resourceVersion: number): readonly StoredChange[] {
    const first = this.history[0]?.resourceVersion
    return first === undefined ? [] : this.history.slice(Math.max(0, resourceVersion + 1 - first))
  }

  /** Calls `listener` after each change, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Forgets the states before a resource version: that one stays the oldest known. */
  compact(resourceVersion = this.#resourceVersion): void {
    this.#compactedUpTo = Math.max(this.#compactedUpTo, resourceVersion)
    const kept = this.history.findIndex((change) => change.resourceVersion > resourceVersion)
    this.history.splice(0, kept < 0 ? this.history.length : kept)
    for (const keys of this.#versions.values()) {
      for (const [key, versions] of keys) {
        const oldest = versions.findLastIndex((version) => version.resourceVersion <= resourceVersion)
        if (oldest > 0) versions.splice(0, oldest)
        if (versions.length === 1 && !versions[0]?.object) keys.delete(key)
      }
    }
  }

  #locate(kind: string, name: string, namespace: string | undefined): { resource: Resource; key: string } {
    const resource = this.resources.find((one) => one.kind === kind)
    if (!resource) throw new Error(`The double knows no kind ${kind}`)
    return { resource, key: `${resource.namespaced ? (namespace ?? 'default') : ''}/${name}` }
  }

  #resourceFor(object: KubernetesObject): Resource {
    const wanted = resourceOf(object)
    const at = this.resources.findIndex((one) => one.kind === wanted.kind && one.group === wanted.group)
    const known = this.resources[at]
    if (!known) {
      this.resources.push(wanted)
      return wanted
    }
    const version = storedVersion(wanted)
    if (known.versions.includes(version)) return known
    const grown = withVersion(known, version)
    this.resources[at] = grown
    return grown
  }

  #complete(
    resource: Resource,
    key: string,
    object: KubernetesObject,
    before: KubernetesObject | undefined,
  ): KubernetesObject {
    return {
      ...object,
      apiVersion: groupVersion(resource, storedVersion(resource)),
      kind: resource.kind,
      metadata: {
        ...object.metadata,
        ...(resource.namespaced ? { namespace: object.metadata?.namespace ?? 'default' } : {}),
        uid: object.metadata?.uid ?? before?.metadata?.uid ?? uidOf(`${resource.kind} ${key}`),
        creationTimestamp: object.metadata?.creationTimestamp ?? '2026-01-01T00:00:00Z',
      },
    }
  }

  #record(resource: Resource, key: string, type: StoredChange['type'], object: KubernetesObject): KubernetesObject {
    const resourceVersion = ++this.#resourceVersion
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(resourceVersion) } }
    const keys = this.#versions.get(nameOf(resource)) ?? new Map<string, ObjectVersion[]>()
    const versions = keys.get(key) ?? []
    const told = new ObjectVersion(resourceVersion, stored)
    versions.at(-1)?.forgetJson()
    versions.push(type === 'DELETED' ? new ObjectVersion(resourceVersion, undefined) : told)
    this.#versions.set(nameOf(resource), keys.set(key, versions))
    this.history.push({ resourceVersion, type, resource, key, object: stored, json: () => told.json() })
    if (this.history.length > 2 * this.#keepChanges) this.compact(resourceVersion - this.#keepChanges)
    for (const listener of this.#listeners) listener()
    return stored
  }
}

function nameOf({ group, kind }: Resource): string {
  return `${group}/${kind}`
}

function keyOf(resource: Resource, object: KubernetesObject): string {
  const namespace = resource.namespaced ? (object.metadata?.namespace ?? 'default') : ''
  return `${namespace}/${object.metadata?.name ?? ''}`
}

function sameContent(before: KubernetesObject, after: KubernetesObject): boolean {
  const without = (object: KubernetesObject) =>
    JSON.stringify({ ...object, metadata: { ...object.metadata, resourceVersion: undefined } })
  return without(before) === without(after)
}

function missing(kind: string, key: string): never {
  throw new Error(`The double has no ${kind} ${key}`)
}
