import { createHash } from 'node:crypto'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { groupVersion, type Resource, resourceOf, usualResources } from './resources.ts'

/** What happened to an object, in the order of resource versions: what a watch would send. */
export interface StoredChange {
  readonly resourceVersion: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly resource: Resource
  /** `namespace/name`; `/name` for what has no namespace. */
  readonly key: string
  /** As it was after the change; before it for DELETED. */
  readonly object: KubernetesObject
}

/** A page's member: its key, and its JSON as a list serves it (kind and apiVersion left out). */
export interface ListedObject {
  readonly key: string
  readonly json: string
  readonly object: KubernetesObject
}

/**
 * The objects of the cluster, with every version that there was: a list that began at a resource version goes on
 * seeing that state, as etcd's does.
 */
export class ObjectStore {
  readonly resources: Resource[] = usualResources()
  readonly history: StoredChange[] = []
  #resourceVersion = 1000
  readonly #versions = new Map<Resource, Map<string, ObjectVersion[]>>()
  readonly #lists = new Map<string, ListedObject[]>()

  /** The newest resource version. */
  get resourceVersion(): number {
    return this.#resourceVersion
  }

  /** Adds an object or replaces the one of its name. What it lacks of uid and creation time is made up from its name. */
  put(object: KubernetesObject): KubernetesObject {
    const resource = this.#resourceFor(object)
    const key = keyOf(resource, object)
    const before = this.#newest(resource, key)
    const stored = this.#complete(resource, key, object, before)
    this.#record(resource, key, before ? 'MODIFIED' : 'ADDED', stored)
    return stored
  }

  /** Changes an object in place by a function that edits a copy of it. */
  update(kind: string, name: string, namespace: string | undefined, edit: (copy: KubernetesObject) => void): void {
    const { resource, key } = this.#find(kind, name, namespace)
    const copy = structuredClone(this.#newest(resource, key)?.object ?? missing(kind, key))
    edit(copy)
    this.put(copy)
  }

  /** Removes an object. Throws when it is not there. */
  remove(kind: string, name: string, namespace?: string): void {
    const { resource, key } = this.#find(kind, name, namespace)
    const before = this.#newest(resource, key) ?? missing(kind, key)
    this.#record(resource, key, 'DELETED', before.object)
  }

  /** Makes the state exactly `objects`: what differs is put, what is no longer there removed, the rest left alone. */
  replaceAll(objects: readonly KubernetesObject[]): void {
    const wanted = new Set<string>()
    for (const object of objects) {
      const resource = this.#resourceFor(object)
      const key = keyOf(resource, object)
      wanted.add(`${resource.plural} ${key}`)
      const before = this.#newest(resource, key)
      if (!before || !sameContent(before.object, this.#complete(resource, key, object, before))) this.put(object)
    }
    for (const [resource, keys] of this.#versions) {
      for (const key of keys.keys()) {
        const newest = this.#newest(resource, key)
        if (newest && !wanted.has(`${resource.plural} ${key}`)) this.#record(resource, key, 'DELETED', newest.object)
      }
    }
  }

  /** All objects of a resource as they were at a resource version, in the order of their keys. */
  list(resource: Resource, resourceVersion: number): readonly ListedObject[] {
    const name = `${resource.group}/${resource.plural} ${resourceVersion}`
    const known = this.#lists.get(name)
    if (known) return known
    const listed: ListedObject[] = []
    for (const [key, versions] of this.#versions.get(resource) ?? []) {
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
    return this.#newest(resource, key)?.object
  }

  #find(kind: string, name: string, namespace: string | undefined): { resource: Resource; key: string } {
    const resource = this.resources.find((one) => one.kind === kind)
    if (!resource) throw new Error(`The double knows no kind ${kind}`)
    return { resource, key: `${resource.namespaced ? (namespace ?? 'default') : ''}/${name}` }
  }

  #resourceFor(object: KubernetesObject): Resource {
    const wanted = resourceOf(object)
    const known = this.resources.find((one) => one.kind === wanted.kind && one.group === wanted.group)
    if (known) return known
    this.resources.push(wanted)
    return wanted
  }

  #newest(resource: Resource, key: string): { object: KubernetesObject } | undefined {
    const object = this.#versions.get(resource)?.get(key)?.at(-1)?.object
    return object ? { object } : undefined
  }

  #complete(
    resource: Resource,
    key: string,
    object: KubernetesObject,
    before: { object: KubernetesObject } | undefined,
  ): KubernetesObject {
    return {
      ...object,
      apiVersion: groupVersion(resource),
      kind: resource.kind,
      metadata: {
        ...object.metadata,
        ...(resource.namespaced ? { namespace: object.metadata?.namespace ?? 'default' } : {}),
        uid: object.metadata?.uid ?? before?.object.metadata?.uid ?? uidOf(`${resource.kind} ${key}`),
        creationTimestamp: object.metadata?.creationTimestamp ?? '2026-01-01T00:00:00Z',
      },
    }
  }

  #record(resource: Resource, key: string, type: StoredChange['type'], object: KubernetesObject): void {
    const resourceVersion = ++this.#resourceVersion
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(resourceVersion) } }
    const keys = this.#versions.get(resource) ?? new Map<string, ObjectVersion[]>()
    const versions = keys.get(key) ?? []
    versions.push(new ObjectVersion(resourceVersion, type === 'DELETED' ? undefined : stored))
    this.#versions.set(resource, keys.set(key, versions))
    this.history.push({ resourceVersion, type, resource, key, object: stored })
  }
}

class ObjectVersion {
  readonly resourceVersion: number
  readonly object: KubernetesObject | undefined
  #json: string | undefined
  constructor(resourceVersion: number, object: KubernetesObject | undefined) {
    this.resourceVersion = resourceVersion
    this.object = object
  }

  json(): string {
    this.#json ??= JSON.stringify({ ...this.object, kind: undefined, apiVersion: undefined })
    return this.#json
  }
}

/** A uid that is the same whenever the name is. */
export function uidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
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
