import type { KubernetesObject } from '../../src/kubernetes/object.ts'

/** An object as it was from one resource version on; without an object from when it was deleted. */
export class ObjectVersion {
  readonly resourceVersion: number
  readonly object: KubernetesObject | undefined
  #json: string | undefined

  constructor(resourceVersion: number, object: KubernetesObject | undefined) {
    this.resourceVersion = resourceVersion
    this.object = object
  }

  /** Its JSON without kind and apiVersion, made once. */
  json(): string {
    this.#json ??= JSON.stringify({ ...this.object, kind: undefined, apiVersion: undefined })
    return this.#json
  }

  /** Frees the JSON; it is made again when somebody still wants it. */
  forgetJson(): void {
    this.#json = undefined
  }
}

/** JSON of an object in full, from the JSON that leaves kind and apiVersion out. */
export function withKind(json: string, kind: string, apiVersion: string): string {
  const head = `{"kind":"${kind}","apiVersion":"${apiVersion}"`
  return json === '{}' ? `${head}}` : `${head},${json.slice(1)}`
}
