import { fieldsOf, isFields } from './fields.ts'
import { type KubernetesObject, keyOf, type OwnerReference } from './object.ts'

/** A controller of pods, within one cluster. */
export interface WorkloadReference {
  /** As in Kubernetes, such as `Deployment`, or a custom kind such as `Rollout`. */
  readonly kind: string
  readonly apiVersion: string
  readonly namespace: string
  readonly name: string
}

/** Kinds whose own controller, where they have one, is the workload. All others stand for themselves. */
const OWNED_KINDS = new Set(['Pod', 'ReplicaSet', 'Job', 'ReplicationController'])
const MOST_STEPS = 5

/**
 * Who owns whom, filled as objects are read, owners before what they own. Finds the workload of a pod: the top owner
 * (pod, ReplicaSet, Deployment; pod, Job, CronJob). A Deployment or StatefulSet that a custom resource owns stays the
 * workload; a ReplicaSet, Job or pod that a custom resource owns belongs to that resource.
 */
export class Owners {
  /** Of a kind that can be owned: its controller, `undefined` where it has none. */
  readonly #owned = new Map<string, WorkloadReference | undefined>()
  readonly #known = new Set<string>()

  /** Remembers an object's controller. Without it an owner that was not seen is guessed from its name. */
  add(reference: WorkloadReference, controller: WorkloadReference | undefined): void {
    const key = keyOf(reference)
    this.#known.add(key)
    if (OWNED_KINDS.has(reference.kind) && reference.kind !== 'Pod') this.#owned.set(key, controller)
  }

  /**
   * The workload that `reference` belongs to; itself when nothing owns it. `labels` are those of the pod or ReplicaSet:
   * `pod-template-hash` tells the Deployment of a ReplicaSet that could not be read.
   */
  topOwner(
    reference: WorkloadReference,
    controller: WorkloadReference | undefined,
    labels: Readonly<Record<string, string>>,
  ): WorkloadReference {
    let top = reference
    let next = controller
    for (let step = 0; next && OWNED_KINDS.has(top.kind) && step < MOST_STEPS; step++) {
      top = next
      next = this.#known.has(keyOf(top)) ? this.#owned.get(keyOf(top)) : this.#guess(top, labels)
    }
    return top
  }

  #guess(unseen: WorkloadReference, labels: Readonly<Record<string, string>>): WorkloadReference | undefined {
    if (unseen.kind === 'ReplicaSet' && unseen.apiVersion.startsWith('apps/')) return deploymentOf(unseen, labels)
    if (unseen.kind === 'Job') return this.#cronJobOf(unseen)
    return undefined
  }

  /** Source: CronJob controller: a Job's name is the CronJob's, `-` and the scheduled minute since 1970. */
  #cronJobOf(job: WorkloadReference): WorkloadReference | undefined {
    const name = /^(.+)-\d{7,10}$/.exec(job.name)?.[1]
    if (!name) return undefined
    const cronJob = { kind: 'CronJob', apiVersion: 'batch/v1', namespace: job.namespace, name }
    return this.#known.has(keyOf(cronJob)) ? cronJob : undefined
  }
}

/** Source: Deployment controller: a ReplicaSet's name is the Deployment's, `-` and the hash of the pod template. */
function deploymentOf(
  replicaSet: WorkloadReference,
  labels: Readonly<Record<string, string>>,
): WorkloadReference | undefined {
  const hash = labels['pod-template-hash']
  if (!hash || !replicaSet.name.endsWith(`-${hash}`) || replicaSet.name.length <= hash.length + 1) return undefined
  return { ...replicaSet, kind: 'Deployment', name: replicaSet.name.slice(0, -hash.length - 1) }
}

/**
 * The controller of an object, as its owner references name it. A node owns its static pods, which are workloads of
 * their own, so it counts as none. `undefined` when nothing controls it.
 */
export function controllerOf(object: KubernetesObject, namespace: string): WorkloadReference | undefined {
  const references: unknown = fieldsOf(object.metadata)['ownerReferences']
  if (!Array.isArray(references)) return undefined
  const controller: OwnerReference | undefined = references.find((one) => isFields(one) && one['controller'] === true)
  if (!controller || !isName(controller.kind) || !isName(controller.name)) return undefined
  const apiVersion = typeof controller.apiVersion === 'string' ? controller.apiVersion.slice(0, 253) : ''
  if (controller.kind === 'Node' && apiVersion === 'v1') return undefined
  return { kind: controller.kind, apiVersion, namespace, name: controller.name }
}

function isName(value: unknown): value is string {
  return (
    typeof value === 'string' && value !== '' && value.length <= 253 && !value.includes('/') && !value.includes('\0')
  )
}
