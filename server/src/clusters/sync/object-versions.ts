import { fieldsOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'

/** More than any group has; what else an object says is not true. */
const MOST_VERSIONS = 16
const API_VERSION = /^(?:[a-z0-9.-]{1,190}\/)?v\d{1,3}(?:(?:alpha|beta)\d{1,3})?$/

/** In which API versions the objects of each kind are: by which one reads them, and in which others wrote them. */
export class ObjectVersions {
  readonly #read = new Map<string, string>()
  readonly #written = new Map<string, Set<string>>()

  /** Notes what an object's managed fields tell of those who wrote it. */
  add(kind: string, object: KubernetesObject): void {
    if (typeof object.apiVersion === 'string' && API_VERSION.test(object.apiVersion)) {
      this.#read.set(kind, object.apiVersion)
    }
    const managedFields: unknown = fieldsOf(object.metadata)['managedFields']
    if (!Array.isArray(managedFields)) return
    const written = this.#written.get(kind) ?? new Set()
    for (const one of managedFields) {
      const apiVersion: unknown = fieldsOf(one)['apiVersion']
      if (typeof apiVersion !== 'string' || written.has(apiVersion) || written.size >= MOST_VERSIONS) continue
      if (API_VERSION.test(apiVersion)) written.add(apiVersion)
    }
    this.#written.set(kind, written)
  }

  forget(kind: string): void {
    this.#read.delete(kind)
    this.#written.delete(kind)
  }

  /** Empty when there was no object. */
  readIn(kind: string): string {
    return this.#read.get(kind) ?? ''
  }

  /** Sorted. */
  writtenIn(kind: string): string[] {
    return [...(this.#written.get(kind) ?? [])].sort()
  }
}
