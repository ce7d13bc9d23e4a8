import { applicationOf } from '../../kubernetes/application.ts'
import { type Fields, fieldsOf, listOf, textOf, wholeOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject, Labels } from '../../kubernetes/object.ts'
import { controllerOf, type WorkloadReference } from '../../kubernetes/owners.ts'
import { workloadId } from '../../kubernetes/row-ids.ts'
import type { Masker } from '../../secrets/mask.ts'
import type { PodRow, WorkloadRow } from './asset-row.ts'
import { hashOf, plainJson } from './canonical-json.ts'
import { declaredContainers } from './container.ts'
import { type Content, conditionsContent, metadataContent, pick } from './content.ts'
import { labelsOf, type ObjectIdentity } from './identity.ts'
import type { CommonColumns, Normalizer } from './normalizer.ts'
import {
  addPod,
  emptySum,
  type PodFacts,
  type PodSum,
  stateByPods,
  type WorkloadFacts,
  workloadState,
} from './workload-state.ts'

/** Kinds that hold a pod template. */
export const TEMPLATE_KINDS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'ReplicaSet',
  'ReplicationController',
]

export const workloadNormalizer: Normalizer = {
  kinds: TEMPLATE_KINDS,
  normalize(object, identity, { owners, responsible, masker }) {
    const { cluster, kind, apiVersion, namespace, name } = identity
    const self: WorkloadReference = { kind, apiVersion, namespace, name }
    const controller = controllerOf(object, namespace)
    const labels = labelsOf(fieldsOf(object.metadata)['labels'])
    owners.add(self, controller)
    const top = owners.topOwner(self, controller, labels)
    const content = () => contentOf(object, top.kind)
    const id = workloadId(cluster, top)
    const owner = masker.text(responsible.of(namespace, object.metadata))
    if (top.kind === kind && top.name === name) {
      const facts = factsOf(id, object, identity)
      return {
        content,
        derived: owner,
        workload: facts,
        assets: (common) => [{ type: 'Workload', row: rowOf(object, identity, facts, { ...common, owner }, masker) }],
      }
    }
    return {
      content,
      derived: `${id} ${top.apiVersion} ${READ_OWNERS.has(top.kind) ? '' : owner}`,
      belongsTo: id,
      assets: () => [],
      owner: () => derivedByTemplate(id, top, object, identity, masker, owner),
    }
  },
}

/** Owners that are read themselves. */
const READ_OWNERS = new Set(TEMPLATE_KINDS)

/** The pod's spec within a workload's object or content. */
export function podSpecOf(kind: string, content: Fields): Fields {
  return fieldsOf(templateOf(kind, content)['spec'])
}

function templateOf(kind: string, content: Fields): Fields {
  const spec = fieldsOf(content['spec'])
  const holder = kind === 'CronJob' ? fieldsOf(fieldsOf(spec['jobTemplate'])['spec']) : spec
  return fieldsOf(holder['template'])
}

function podLabelsOf(kind: string, content: Fields): Labels {
  return labelsOf(fieldsOf(templateOf(kind, content)['metadata'])['labels'])
}

/**
 * A workload that is known by a pod only: a naked pod, or what owns the pod and is not read. `pods` are those that are known to be all
 * of it; the others are counted later.
 */
export function derivedWorkload(
  pod: PodRow,
  apiVersion: string,
  podSpec: Fields,
  pods: readonly PodFacts[],
  owner: string,
): WorkloadRow {
  const sum = emptySum()
  for (const one of pods) addPod(sum, one)
  const naked = pod.workloadKind === 'Pod'
  return hashed({
    ...emptyRow(pod.workload, pod.cluster, pod.namespace, pod.workloadName, pod.workloadKind, apiVersion),
    ...(naked ? { uid: pod.uid, labels: pod.labels, createdAt: pod.createdAt } : {}),
    application: applicationOf(pod.workloadName, pod.labels),
    owner,
    serviceAccount: pod.serviceAccount,
    images: imagesOf(podSpec),
    ...countsOf(sum),
  })
}

function derivedByTemplate(
  id: string,
  top: WorkloadReference,
  object: KubernetesObject,
  identity: ObjectIdentity,
  masker: Masker,
  owner: string,
): WorkloadRow {
  const podSpec = podSpecOf(identity.kind, object)
  return hashed({
    ...emptyRow(id, identity.cluster, identity.namespace, top.name, top.kind, top.apiVersion),
    application: masker.text(applicationOf(top.name, podLabelsOf(identity.kind, object))),
    owner,
    serviceAccount: serviceAccountOf(podSpec),
    images: imagesOf(podSpec),
    ...countsOf(emptySum()),
  })
}

/** The counted columns of a workload that is known by its pods only. */
export function countsOf(sum: PodSum): Pick<WorkloadRow, 'desired' | 'ready' | 'pods' | 'containers' | 'state'> {
  const { pods, ready, containers } = sum
  return { desired: pods, ready, pods, containers, state: stateByPods(sum) }
}

function emptyRow(id: string, cluster: string, namespace: string, name: string, kind: string, apiVersion: string) {
  return {
    id,
    cluster,
    namespace,
    name,
    uid: null,
    labels: {},
    createdAt: null,
    kind,
    apiVersion,
    application: name,
    owner: '',
  }
}

function hashed(row: Omit<WorkloadRow, 'contentHash'>): WorkloadRow {
  return { ...row, contentHash: hashOf(plainJson({ ...row, createdAt: row.createdAt?.getTime() })) }
}

function rowOf(
  object: KubernetesObject,
  { cluster, namespace, name, uid, createdAt, kind, apiVersion }: ObjectIdentity,
  facts: WorkloadFacts,
  common: CommonColumns & { readonly owner: string },
  masker: Masker,
): WorkloadRow {
  return {
    ...emptyRow(facts.id, cluster, namespace, name, kind, apiVersion),
    ...common,
    application: masker.text(applicationOf(name, common.labels, podLabelsOf(kind, object))),
    uid,
    createdAt,
    ...estimate(facts, podSpecOf(kind, object)),
  }
}

/** What the status says, until the pods are counted: in a cluster at rest both agree, and nothing is written twice. */
function estimate(facts: WorkloadFacts, podSpec: Fields) {
  const { pods, ready, desired } = facts
  const containers = pods * declaredContainers(podSpec).length
  return {
    desired,
    ready,
    pods,
    containers,
    serviceAccount: serviceAccountOf(podSpec),
    images: imagesOf(podSpec),
    state: workloadState(facts, { ...emptySum(), pods, ready, containers }),
  }
}

export function serviceAccountOf(podSpec: Fields): string {
  return textOf(podSpec['serviceAccountName'], 253) || textOf(podSpec['serviceAccount'], 253) || 'default'
}

function imagesOf(podSpec: Fields): string[] {
  return declaredContainers(podSpec).map(({ image }) => image)
}

function factsOf(id: string, object: KubernetesObject, { kind, uid }: ObjectIdentity): WorkloadFacts {
  const spec = fieldsOf(object['spec'])
  const status = fieldsOf(object['status'])
  return {
    id,
    kind,
    ...amounts(kind, spec, status),
    suspended: spec['suspend'] === true,
    outcome: kind === 'Job' ? outcomeOf(status) : undefined,
    served: uid !== null,
  }
}

function amounts(kind: string, spec: Fields, status: Fields): { desired: number; ready: number; pods: number } {
  const of = (field: string) => wholeOf(status[field]) ?? 0
  switch (kind) {
    case 'DaemonSet':
      return { desired: of('desiredNumberScheduled'), ready: of('numberReady'), pods: of('currentNumberScheduled') }
    case 'CronJob':
      return { desired: 0, ready: 0, pods: 0 }
    case 'Job':
      return {
        desired: wholeOf(spec['parallelism']) ?? 1,
        ready: of('ready'),
        pods: of('active') + of('succeeded') + of('failed'),
      }
    default:
      return { desired: wholeOf(spec['replicas']) ?? 1, ready: of('readyReplicas'), pods: of('replicas') }
  }
}

function outcomeOf(status: Fields): WorkloadFacts['outcome'] {
  const holds = (type: string) =>
    listOf(status['conditions']).some((one) => one['type'] === type && one['status'] === 'True')
  if (holds('Failed')) return 'FAILED'
  return holds('Complete') ? 'COMPLETE' : undefined
}

const STATUS = [
  'replicas',
  'readyReplicas',
  'availableReplicas',
  'updatedReplicas',
  'desiredNumberScheduled',
  'currentNumberScheduled',
  'updatedNumberScheduled',
  'numberReady',
  'numberAvailable',
  'active',
  'ready',
  'succeeded',
  'failed',
]

/** A CronJob's status names its last run, which its Jobs tell as well. The template of an owned object stands with its owner. */
function contentOf(object: KubernetesObject, topKind: string): Content {
  const status = object.kind === 'CronJob' ? {} : fieldsOf(object['status'])
  const spec = fieldsOf(object['spec'])
  const owned = topKind !== object.kind && READ_OWNERS.has(topKind)
  return {
    metadata: metadataContent(object),
    spec: owned ? { ...spec, template: undefined } : spec,
    status: { ...pick(status, STATUS), ...conditionsContent(status) },
  }
}
