/**
 * An object as an API server serves it, before anything is known of its kind.
 * Everything in it comes from outside: each field is looked at before it is used.
 */
export interface KubernetesObject {
  apiVersion?: string
  kind?: string
  metadata?: ObjectMeta
  [field: string]: unknown
}

/** The parts of meta/v1 ObjectMeta that the product reads. */
export interface ObjectMeta {
  name?: string
  namespace?: string
  uid?: string
  labels?: Labels
  annotations?: Labels
  creationTimestamp?: string
  deletionTimestamp?: string
  resourceVersion?: string
  ownerReferences?: OwnerReference[]
}

export interface OwnerReference {
  apiVersion?: string
  kind?: string
  name?: string
  uid?: string
  controller?: boolean
}

export type Labels = Record<string, string>

/** What an object is told by within its cluster. */
export interface ObjectRef {
  readonly kind: string
  /** Empty for what is in none. */
  readonly namespace: string
  readonly name: string
}

/** `kind/namespace/name`: what two references of one object have in common. */
export function keyOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind}/${namespace}/${name}`
}
