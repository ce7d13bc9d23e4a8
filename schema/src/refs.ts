import type { audit, regionGroup, savedView, session, token } from '@breakwater/drizzle/tables/access.ts'
import type {
  ContainerPort as ContainerPortRow,
  clusterNode,
  container,
  namespace,
  pod,
  ServicePort as ServicePortRow,
  service,
  workload,
} from '@breakwater/drizzle/tables/asset.ts'
import type { change } from '@breakwater/drizzle/tables/change.ts'
import type { cluster, clusterWatch, coverage } from '@breakwater/drizzle/tables/cluster.ts'
import type { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import type { checkedObject, checkResult, nodeReport } from '@breakwater/drizzle/tables/posture.ts'
import type { risk, waiver } from '@breakwater/drizzle/tables/risk.ts'
import type { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { builder } from './builder.ts'
import type { RatedRuleRow } from './rated-rules.ts'
import type { ScheduleInfo, SettingInfo } from './services.ts'

/**
 * The object types that others point at, with the shape of their rows and without their fields: types/ implements
 * them. Standing apart, they let a list know its rows and a row its lists without a circle of imports.
 */

export type ClusterRow = typeof cluster.$inferSelect
export type CoverageRow = typeof coverage.$inferSelect
export type WatchRow = typeof clusterWatch.$inferSelect
export type HistoryRow = typeof change.$inferSelect
export type NamespaceRow = typeof namespace.$inferSelect
export type ClusterNodeRow = typeof clusterNode.$inferSelect
export type WorkloadRow = typeof workload.$inferSelect
export type PodRow = typeof pod.$inferSelect
export type ContainerRow = typeof container.$inferSelect
export type ServiceRow = typeof service.$inferSelect
export type ExposureRow = typeof exposure.$inferSelect
export type CheckResultRow = typeof checkResult.$inferSelect
export type CheckedObjectRow = typeof checkedObject.$inferSelect
export type NodeReportRow = typeof nodeReport.$inferSelect
export type RiskRow = typeof risk.$inferSelect
export type WaiverRow = typeof waiver.$inferSelect
export type TaskRow = typeof task.$inferSelect
export type TaskItemRow = typeof taskItem.$inferSelect
export type RegionGroupRow = typeof regionGroup.$inferSelect
export type TokenRow = typeof token.$inferSelect
export type SessionRow = typeof session.$inferSelect
export type AuditRow = typeof audit.$inferSelect
export type SavedViewRow = typeof savedView.$inferSelect

/** What the rows of all synchronized assets have in common. */
export type AssetRow = Pick<
  NamespaceRow,
  | 'id'
  | 'cluster'
  | 'namespace'
  | 'registry'
  | 'name'
  | 'labels'
  | 'present'
  | 'createdAt'
  | 'firstSeenAt'
  | 'lastSeenAt'
>

/** An image in use, summed over where it runs. */
export interface ImageInUseRow {
  readonly image: string
  readonly reference: string
  readonly containers: number
  readonly namespaces: number
  readonly clusters: number
}

/** An entry point, with all that is reached through it. */
export interface EntryPointRow {
  readonly cluster: string
  /** The entry object's. */
  readonly namespace: string
  readonly registry: string
  readonly entryKey: string
  readonly entryKind: ExposureRow['entryKind']
  readonly entryObjectKind: string
  readonly entryName: string
  readonly address: string
  /** Rank of the strongest verdict. */
  readonly verdictRank: number
  readonly exposures: number
  readonly workloads: number
}

/** A workload with ports that are reached from outside, and the ways that lead to them. */
export interface ExposedWorkloadRow {
  readonly cluster: string
  readonly namespace: string
  readonly registry: string
  /** Id of the workload. */
  readonly workload: string
  readonly workloadKind: string
  readonly workloadName: string
  /** Rank of the strongest verdict. */
  readonly verdictRank: number
  /** Rank of the highest priority; -1 when none of its ways in is a risk. */
  readonly priorityRank: number
  readonly exposures: number
  readonly entryPoints: number
}

/** What happened to an asset or object between two moments, put together. */
export interface DifferenceRow {
  readonly cluster: string
  readonly namespace: string
  readonly registry: string
  /** GraphQL type of an asset, or kind of another object. */
  readonly type: string
  /** Natural key. */
  readonly node: string
  readonly name: string
  readonly kind: 'NEW' | 'GONE' | 'CHANGED'
  /** How many changes it is put together from, and the first and the last of them. */
  readonly changes: number
  readonly firstSeq: number
  readonly seq: number
  readonly at: Date
}

export const Node = builder.nodeInterfaceRef()
export const Asset = builder.interfaceRef<AssetRow>('Asset')
export const Cluster = builder.objectRef<ClusterRow>('Cluster')
export const HistoryEntry = builder.objectRef<HistoryRow>('HistoryEntry')
export const Coverage = builder.objectRef<CoverageRow>('Coverage')
export const Difference = builder.objectRef<DifferenceRow>('Difference')
export const Namespace = builder.objectRef<NamespaceRow>('Namespace')
export const ClusterNode = builder.objectRef<ClusterNodeRow>('ClusterNode')
export const Workload = builder.objectRef<WorkloadRow>('Workload')
export const Pod = builder.objectRef<PodRow>('Pod')
export const Container = builder.objectRef<ContainerRow>('Container')
export const ContainerPort = builder.objectRef<ContainerPortRow>('ContainerPort')
export const Service = builder.objectRef<ServiceRow>('Service')
export const ServicePort = builder.objectRef<ServicePortRow>('ServicePort')
export const ImageInUse = builder.objectRef<ImageInUseRow>('ImageInUse')
export const Exposure = builder.objectRef<ExposureRow>('Exposure')
export const EntryPoint = builder.objectRef<EntryPointRow>('ExposureEntryPoint')
export const ExposedWorkload = builder.objectRef<ExposedWorkloadRow>('ExposedWorkload')
export const Check = builder.objectRef<RatedRuleRow>('Check')
export const CheckResult = builder.objectRef<CheckResultRow>('CheckResult')
export const CheckedObject = builder.objectRef<CheckedObjectRow>('CheckedObject')
export const NodeReport = builder.objectRef<NodeReportRow>('NodeReport')
export const Risk = builder.interfaceRef<RiskRow>('Risk')
export const Waiver = builder.objectRef<WaiverRow>('Waiver')
export const Task = builder.objectRef<TaskRow>('Task')
export const TaskItem = builder.objectRef<TaskItemRow>('TaskItem')
export const Schedule = builder.objectRef<ScheduleInfo>('Schedule')
export const Setting = builder.objectRef<SettingInfo>('Setting')
export const Token = builder.objectRef<TokenRow>('Token')
export const Session = builder.objectRef<SessionRow>('Session')
export const AuditEntry = builder.objectRef<AuditRow>('AuditEntry')
export const RegionGroup = builder.objectRef<RegionGroupRow>('RegionGroup')
export const SavedView = builder.objectRef<SavedViewRow>('SavedView')
