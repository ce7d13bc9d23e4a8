import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { type Fields, fieldsOf, listOf, textOf, wholeOf } from '../kubernetes/fields.ts'
import { type KubernetesObject, keyOf, type Labels, type ObjectRef } from '../kubernetes/object.ts'
import { controllerOf, Owners, type WorkloadReference } from '../kubernetes/owners.ts'
import type { DeclaredPort, Pod, Protocol } from './model.ts'

/** Owners before what they own, so that the top owner of each is known. */
export const OWNER_KINDS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'ReplicationController',
  'ReplicaSet',
] as const
const NAME_LABEL = 'kubernetes.io/metadata.name'
const NO_LABELS: Labels = {}

export interface PodOptions {
  /** Whether the owner of an owner that is not among the objects is guessed from labels and names. */
  readonly guessesOwners: boolean
}

/** The pods of a cluster, and one of the template of each workload that has none (of manifests, or scaled to nothing). */
export function podsOf({ objects }: ClusterObjects, { guessesOwners }: PodOptions = { guessesOwners: true }): Pod[] {
  const owners = new Owners()
  const readPods = (objects.get('Pod') ?? []).map(readPod)
  if (!guessesOwners) addAsTopOwners(owners, readPods)
  const readOwners = OWNER_KINDS.flatMap((kind) => (objects.get(kind) ?? []).map((object) => readOwner(object, kind)))
  for (const { self, controller } of readOwners) owners.add(self, controller)
  const namespaceLabels = new Map((objects.get('Namespace') ?? []).map(namespaceLabelsOf))
  const known = (namespace: string) => namespaceLabels.get(namespace) ?? labelsOfUnseen(namespace)
  const pods = readPods.map((read) => podOf(read, owners, known(read.self.namespace)))
  const withPods = new Set(pods.map(({ workload }) => keyOf(workload)))
  const templates = readOwners.flatMap((read) => {
    const workload = workloadOfTemplate(read, owners)
    return workload && !withPods.has(keyOf(workload)) ? [templateOf(read, workload, known(read.self.namespace))] : []
  })
  return [...pods, ...templates]
}

/** What owns pods is then known, and owned by nobody until its own object says otherwise. */
function addAsTopOwners(owners: Owners, pods: readonly ReadPod[]): void {
  for (const { controller } of pods) if (controller) owners.add(controller, undefined)
}

/** What an object says by itself: all but what owners and namespaces add. */
interface ReadObject {
  readonly self: WorkloadReference
  readonly controller: WorkloadReference | undefined
  /** Of a workload: of the pod that its template makes. */
  readonly pod: Omit<Pod, 'workload' | 'namespaceLabels'>
}

export type ReadPod = ReadObject

export interface ReadOwner extends ReadObject {
  readonly labels: Labels
}

export function podOf({ self, controller, pod }: ReadPod, owners: Owners, namespaceLabels: Labels): Pod {
  return { ...pod, workload: workloadOf(owners.topOwner(self, controller, pod.labels)), namespaceLabels }
}

/** The workload that pods of the template would be of; undefined where another workload made the object. */
export function workloadOfTemplate({ self, controller, labels }: ReadOwner, owners: Owners): ObjectRef | undefined {
  const top = owners.topOwner(self, controller, labels)
  return top.kind === self.kind && top.name === self.name ? workloadOf(top) : undefined
}

export function templateOf({ pod }: ReadOwner, workload: ObjectRef, namespaceLabels: Labels): Pod {
  return { ...pod, workload, namespaceLabels }
}

/** The object's reference; what is namespaced and says no namespace is in `default`, as kubectl would have it. */
export function refOf(object: KubernetesObject, kind: string, namespaced = true): ObjectRef {
  const metadata = fieldsOf(object.metadata)
  const namespace = namespaced ? textOf(metadata['namespace'], 253) || 'default' : ''
  return { kind, namespace, name: textOf(metadata['name'], 253) }
}

/** Labels or annotations; members that are no texts are left out. */
export function labelsOf(value: unknown): Labels {
  const entries = Object.entries(fieldsOf(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return entries.length === 0 ? NO_LABELS : Object.fromEntries(entries)
}

export function protocolOf(value: unknown): Protocol | undefined {
  if (value === undefined || value === null || value === '') return 'TCP'
  return value === 'TCP' || value === 'UDP' || value === 'SCTP' ? value : undefined
}

/** Name and labels of a namespace, with the label that the API gives each. */
export function namespaceLabelsOf(object: KubernetesObject): [name: string, labels: Labels] {
  const name = textOf(object.metadata?.name, 253)
  return [name, { ...labelsOf(fieldsOf(object.metadata)['labels']), [NAME_LABEL]: name }]
}

/** Of a namespace whose object is not there. */
export function labelsOfUnseen(namespace: string): Labels {
  return { [NAME_LABEL]: namespace }
}

export function readPod(object: KubernetesObject): ReadPod {
  const self = referenceOf(object, 'Pod')
  const spec = fieldsOf(object['spec'])
  const status = fieldsOf(object['status'])
  const phase = textOf(status['phase'], 64)
  return {
    self,
    controller: controllerOf(object, self.namespace),
    pod: {
      ...partsOfSpec(spec),
      namespace: self.namespace,
      name: self.name,
      labels: labelsOf(fieldsOf(object.metadata)['labels']),
      ips: addressesOf(status, 'podIP', 'podIPs'),
      hostIps: addressesOf(status, 'hostIP', 'hostIPs'),
      node: textOf(spec['nodeName'], 253),
      ready: readinessOf(object, status),
      finished: phase === 'Succeeded' || phase === 'Failed',
      terminating: typeof object.metadata?.deletionTimestamp === 'string',
      isTemplate: false,
    },
  }
}

export function readOwner(object: KubernetesObject, kind: string): ReadOwner {
  const self = referenceOf(object, kind)
  const spec = fieldsOf(object['spec'])
  const template = fieldsOf((kind === 'CronJob' ? fieldsOf(fieldsOf(spec['jobTemplate'])['spec']) : spec)['template'])
  return {
    self,
    controller: controllerOf(object, self.namespace),
    labels: labelsOf(fieldsOf(object.metadata)['labels']),
    pod: {
      ...partsOfSpec(fieldsOf(template['spec'])),
      namespace: self.namespace,
      name: self.name,
      labels: labelsOf(fieldsOf(template['metadata'])['labels']),
      ips: [],
      hostIps: [],
      node: '',
      ready: 'unknown',
      finished: false,
      terminating: false,
      isTemplate: true,
    },
  }
}

function partsOfSpec(spec: Fields) {
  const serving = [
    ...listOf(spec['initContainers']).filter((container) => container['restartPolicy'] === 'Always'),
    ...listOf(spec['containers']),
  ]
  return {
    serviceAccount: textOf(spec['serviceAccountName'], 253) || 'default',
    hostNetwork: spec['hostNetwork'] === true,
    ports: serving.flatMap(portsOf),
    containers: serving.map((container) => textOf(container['name'], 253)),
    images: serving.map((container) => textOf(container['image'])),
  }
}

function portsOf(container: Fields): DeclaredPort[] {
  return listOf(container['ports']).flatMap((declared) => {
    const port = wholeOf(declared['containerPort'], 1, 65_535)
    const protocol = protocolOf(declared['protocol'])
    if (port === undefined || protocol === undefined) return []
    return [
      {
        container: textOf(container['name'], 253),
        name: textOf(declared['name'], 63),
        port,
        protocol,
        hostPort: wholeOf(declared['hostPort'], 1, 65_535),
        hostIp: textOf(declared['hostIP'], 64),
      },
    ]
  })
}

function readinessOf(object: KubernetesObject, status: Fields): Pod['ready'] {
  if (object['status'] === undefined) return 'unknown'
  const ready = listOf(status['conditions']).find((condition) => condition['type'] === 'Ready')
  return ready?.['status'] === 'True' ? 'ready' : 'notReady'
}

function addressesOf(status: Fields, single: string, several: string): string[] {
  const listed = listOf(status[several]).map((entry) => textOf(entry['ip'], 64))
  return [...new Set([textOf(status[single], 64), ...listed])].filter((address) => address !== '')
}

function referenceOf(object: KubernetesObject, kind: string): WorkloadReference {
  const { namespace, name } = refOf(object, kind)
  return { kind, apiVersion: textOf(object.apiVersion, 253), namespace, name }
}

function workloadOf({ kind, namespace, name }: WorkloadReference): ObjectRef {
  return { kind, namespace, name }
}
