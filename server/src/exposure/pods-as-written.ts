import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { fieldsOf, listOf, textOf } from '../kubernetes/fields.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { nameOf } from './cluster.ts'
import type { Pod } from './model.ts'
import { podsOf, refOf } from './pods.ts'

/**
 * Pods for the question what policies say, whoever carries them out: workloads are named as the objects name them, none is guessed, and a
 * pod in the network of its node counts as one with a network of its own, since plug-ins differ in what they do there.
 */
export function podsAsWritten(objects: ClusterObjects): Pod[] {
  const written = new Map((objects.objects.get('Pod') ?? []).map((object) => [nameOf(refOf(object, 'Pod')), object]))
  return podsOf(objects, { guessesOwners: false }).map((pod) => {
    const owner = pod.isTemplate || pod.workload.kind !== 'Pod' ? '' : nameOfOwner(written.get(nameOf(pod)))
    return { ...pod, hostNetwork: false, workload: owner === '' ? pod.workload : { ...pod.workload, name: owner } }
  })
}

/** Of an owner whose kind is left out: pods that name the same one are one workload all the same. */
function nameOfOwner(pod: KubernetesObject | undefined): string {
  const owner = listOf(fieldsOf(pod?.metadata)['ownerReferences']).find(({ controller }) => controller === true)
  return textOf(owner?.['kind'], 253) === '' ? textOf(owner?.['name'], 253) : ''
}
