import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, boolean, index, integer, jsonb, primaryKey, snakeCase, text } from 'drizzle-orm/pg-core'
import { asset, bytewise, moment, risks, scope, sortedText } from './columns.ts'

/** The kinds that are counted, each with its at-risk twin. Source: the reference product's field statistics. */
export const ASSET_KINDS = ['CLUSTER', 'NODE', 'NAMESPACE', 'APPLICATION', 'POD', 'CONTAINER', 'IMAGE'] as const

/** A Kubernetes namespace. `namespace` holds its own name, so that scopes cover it. */
export const namespace = snakeCase.table(
  'namespace',
  {
    ...asset(),
    ...risks(),
    phase: text().notNull().default('Active'),
  },
  (t) => [index('namespace_by_name').on(t.name, t.id), index('namespace_by_cluster').on(t.cluster, t.name, t.id)],
)

/** A node of a cluster. */
export const clusterNode = snakeCase.table(
  'cluster_node',
  {
    ...asset(),
    ...risks(),
    ready: text({ enum: ['READY', 'NOT_READY', 'UNKNOWN'] })
      .notNull()
      .default('UNKNOWN'),
    unschedulable: boolean().notNull().default(false),
    roles: text().array().notNull().default(sql`'{}'`),
    kubeletVersion: sortedText().notNull().default(sql`''`),
    osImage: text().notNull().default(''),
    architecture: sortedText().notNull().default(sql`''`),
    containerRuntime: text().notNull().default(''),
    internalIp: sortedText().notNull().default(sql`''`),
    externalIp: sortedText().notNull().default(sql`''`),
    zone: sortedText().notNull().default(sql`''`),
    pods: integer().notNull().default(0),
  },
  (t) => [index('cluster_node_by_name').on(t.name, t.id), index('cluster_node_by_cluster').on(t.cluster, t.name, t.id)],
)

/** The top owner of pods: Deployment, StatefulSet, DaemonSet, CronJob, Job, a naked Pod, or what a custom resource owns. */
export const workload = snakeCase.table(
  'workload',
  {
    ...asset(),
    ...risks(),
    /** As in Kubernetes, such as `Deployment`; not an enum, for owners may be custom resources. */
    kind: sortedText().notNull(),
    apiVersion: text().notNull().default(''),
    /** From the usual labels; without them the workload stands for itself. */
    application: sortedText().notNull().default(sql`''`),
    /** Who answers for it, from the label keys of the settings; empty: nobody is named. */
    owner: sortedText().notNull().default(sql`''`),
    desired: integer().notNull().default(0),
    ready: integer().notNull().default(0),
    pods: integer().notNull().default(0),
    containers: integer().notNull().default(0),
    serviceAccount: sortedText().notNull().default(sql`''`),
    /** Image references of the pod template, in the order of its containers. */
    images: text().array().notNull().default(sql`'{}'`),
    state: text({ enum: ['READY', 'PROGRESSING', 'DEGRADED', 'SUSPENDED', 'COMPLETE', 'FAILED', 'UNKNOWN'] })
      .notNull()
      .default('UNKNOWN'),
  },
  (t) => [
    index('workload_by_name').on(t.name, t.id),
    index('workload_by_cluster').on(t.cluster, t.namespace, t.name, t.id),
    index('workload_by_kind').on(t.kind, t.id),
    index('workload_by_label').using('gin', t.labels.op('jsonb_path_ops')),
    // An order that lists have is an index each, or the list would sort all of the table for a page.
    index('workload_by_namespace').on(t.namespace, t.name, t.id),
    index('workload_by_application').on(t.application, t.id),
    index('workload_by_owner').on(t.owner, t.id),
    index('workload_by_state').on(bytewise(t.state), t.id),
    index('workload_by_pods').on(t.pods, t.id),
    index('workload_by_containers').on(t.containers, t.id),
    index('workload_by_ready').on(t.ready, t.desired, t.id),
    index('workload_by_first_seen').on(t.firstSeenAt, t.id),
    index('workload_by_risks').on(t.riskHigh, t.riskMedium, t.riskLow, t.id),
    index('workload_at_risk').on(t.name, t.id).where(sql`at_risk`),
    index('workload_gone').on(t.name, t.id).where(sql`not present`),
  ],
)

export const pod = snakeCase.table(
  'pod',
  {
    ...asset(),
    ...risks(),
    /** Its top owner's id. */
    workload: sortedText().notNull().default(sql`''`),
    workloadKind: sortedText().notNull().default(sql`''`),
    workloadName: sortedText().notNull().default(sql`''`),
    node: sortedText().notNull().default(sql`''`),
    phase: sortedText().notNull().default(sql`'Unknown'`),
    /** What kubectl shows as status, such as `CrashLoopBackOff`. */
    status: sortedText().notNull().default(sql`'Unknown'`),
    ready: boolean().notNull().default(false),
    restarts: integer().notNull().default(0),
    ip: sortedText().notNull().default(sql`''`),
    hostIp: sortedText().notNull().default(sql`''`),
    hostNetwork: boolean().notNull().default(false),
    serviceAccount: sortedText().notNull().default(sql`''`),
    containers: integer().notNull().default(0),
  },
  (t) => [
    index('pod_by_name').on(t.name, t.id),
    index('pod_by_cluster').on(t.cluster, t.namespace, t.name, t.id),
    index('pod_by_workload').on(t.workload, t.id),
    index('pod_by_node').on(t.cluster, t.node, t.id),
    index('pod_by_label').using('gin', t.labels.op('jsonb_path_ops')),
    // An order that lists have is an index each, or the list would sort all of the table for a page.
    index('pod_by_namespace').on(t.namespace, t.name, t.id),
    index('pod_by_workload_name').on(t.workloadName, t.id),
    index('pod_by_status').on(t.status, t.id),
    index('pod_by_node_name').on(t.node, t.id),
    index('pod_by_restarts').on(t.restarts, t.id),
    index('pod_by_ip').on(t.ip, t.id),
    index('pod_by_containers').on(t.containers, t.id),
    index('pod_by_first_seen').on(t.firstSeenAt, t.id),
    index('pod_by_risks').on(t.riskHigh, t.riskMedium, t.riskLow, t.id),
    index('pod_at_risk').on(t.name, t.id).where(sql`at_risk`),
    // Rare, and what people look for.
    index('pod_not_ready').on(t.name, t.id).where(sql`not ready`),
    index('pod_on_host_network').on(t.name, t.id).where(sql`host_network`),
    index('pod_gone').on(t.name, t.id).where(sql`not present`),
  ],
)

export interface ContainerPort {
  readonly name: string
  readonly port: number
  readonly protocol: string
  readonly hostPort: number | null
}

/** A container of a pod, init and ephemeral ones included; of a manifest without pods, as its workload declares it. */
export const container = snakeCase.table(
  'container',
  {
    ...asset(),
    ...risks(),
    pod: sortedText().notNull().default(sql`''`),
    podName: sortedText().notNull().default(sql`''`),
    workload: sortedText().notNull().default(sql`''`),
    workloadName: sortedText().notNull().default(sql`''`),
    node: sortedText().notNull().default(sql`''`),
    kind: text({ enum: ['MAIN', 'INIT', 'SIDECAR', 'EPHEMERAL'] })
      .notNull()
      .default('MAIN'),
    state: text({ enum: ['RUNNING', 'WAITING', 'TERMINATED', 'DECLARED', 'UNKNOWN'] })
      .notNull()
      .default('UNKNOWN'),
    /** Such as `CrashLoopBackOff`; empty while it runs. */
    stateReason: sortedText().notNull().default(sql`''`),
    ready: boolean().notNull().default(false),
    restarts: integer().notNull().default(0),
    /** As written in the pod. */
    imageReference: sortedText().notNull().default(sql`''`),
    /** `sha256:…` of the manifest that runs; empty until it is known. */
    imageDigest: sortedText().notNull().default(sql`''`),
    imageRegistry: sortedText().notNull().default(sql`''`),
    imageRepository: sortedText().notNull().default(sql`''`),
    imageTag: sortedText().notNull().default(sql`''`),
    ports: jsonb().$type<ContainerPort[]>().notNull().default([]),
    /** Rank of its strongest exposure, as in EXPOSURE_VERDICTS; -1: not analyzed. Written by the analysis, not by syncs. */
    exposureRank: integer().notNull().default(-1),
  },
  (t) => [
    index('container_by_name').on(t.name, t.id),
    index('container_by_cluster').on(t.cluster, t.namespace, t.name, t.id),
    index('container_by_pod').on(t.pod, t.id),
    index('container_by_workload').on(t.workload, t.id),
    index('container_by_image').on(t.imageDigest, t.id),
    // An order that lists have is an index each, or the list would sort all of the table for a page.
    index('container_by_namespace').on(t.namespace, t.name, t.id),
    index('container_by_pod_name').on(t.podName, t.id),
    index('container_by_registry').on(t.imageRegistry, t.id),
    index('container_by_reference').on(t.imageReference, t.id),
    index('container_by_state').on(bytewise(t.state), t.stateReason, t.id),
    index('container_by_restarts').on(t.restarts, t.id),
    index('container_by_kind').on(bytewise(t.kind), t.id),
    index('container_by_first_seen').on(t.firstSeenAt, t.id),
    index('container_by_risks').on(t.riskHigh, t.riskMedium, t.riskLow, t.id),
    index('container_by_exposure').on(t.exposureRank, t.id),
    index('container_at_risk').on(t.name, t.id).where(sql`at_risk`),
    index('container_gone').on(t.name, t.id).where(sql`not present`),
  ],
)

export interface ServicePort {
  readonly name: string
  readonly port: number
  readonly protocol: string
  readonly targetPort: string
  readonly nodePort: number | null
}

export const service = snakeCase.table(
  'service',
  {
    ...asset(),
    ...risks(),
    type: sortedText().notNull().default(sql`'ClusterIP'`),
    clusterIp: sortedText().notNull().default(sql`''`),
    externalAddresses: text().array().notNull().default(sql`'{}'`),
    selector: jsonb().$type<Record<string, string>>().notNull().default({}),
    ports: jsonb().$type<ServicePort[]>().notNull().default([]),
  },
  (t) => [
    index('service_by_name').on(t.name, t.id),
    index('service_by_cluster').on(t.cluster, t.namespace, t.name, t.id),
    // An order that lists have is an index each, or the list would sort all of the table for a page.
    index('service_by_namespace').on(t.namespace, t.name, t.id),
    index('service_by_type').on(t.type, t.id),
    index('service_by_cluster_ip').on(t.clusterIp, t.id),
    index('service_by_port').on(sql`(${firstPortOf(t)})`, t.id),
    index('service_by_external_address').on(firstExternalAddressOf(t), t.id),
    index('service_by_first_seen').on(t.firstSeenAt, t.id),
    index('service_by_risks').on(t.riskHigh, t.riskMedium, t.riskLow, t.id),
    index('service_at_risk').on(t.name, t.id).where(sql`at_risk`),
    index('service_with_external_address').using('gin', t.externalAddresses),
    index('service_by_label').using('gin', t.labels.op('jsonb_path_ops')),
    index('service_gone').on(t.name, t.id).where(sql`not present`),
  ],
)

/** The number of a service's first port, as a list sorts and an index holds it; 0 without any. */
export function firstPortOf({ ports }: { ports: AnyPgColumn }): SQL {
  return sql`coalesce((${ports} -> 0 ->> 'port')::int, 0)`
}

/** A service's first external address, as a list sorts and an index holds it; empty without any. */
export function firstExternalAddressOf({ externalAddresses }: { externalAddresses: AnyPgColumn }): SQL {
  return sql`(coalesce(${externalAddresses}[1], '')) collate "C"`
}

/** Roll-up: present assets of a kind, at the grain of the scopes, so that totals are sums and never counted row by row. */
export const assetCount = snakeCase.table(
  'asset_count',
  {
    ...scope(),
    kind: text({ enum: ASSET_KINDS }).notNull(),
    total: integer().notNull(),
    atRisk: integer().notNull().default(0),
    updatedAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.cluster, t.namespace, t.registry, t.kind] })],
)

/** Roll-up: which images run where. One image in two namespaces is one image, so distinct ones are counted from here. */
export const imageUse = snakeCase.table(
  'image_use',
  {
    ...scope(),
    /** The digest, or the reference while the digest is not known. */
    image: sortedText().notNull(),
    reference: text().notNull(),
    containers: integer().notNull(),
    atRisk: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.cluster, t.namespace, t.registry, t.image] }), index('image_use_image').on(t.image)],
)
