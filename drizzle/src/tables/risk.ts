import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, primaryKey, snakeCase, text } from 'drizzle-orm/pg-core'
import { bytewise, moment, scope, sortedText } from './columns.ts'

export const RISK_KINDS = [
  'VULNERABILITY',
  'BASELINE',
  'MALWARE',
  'SECRET',
  'BUILD',
  'CONFIGURATION',
  'EXPOSURE',
  'ALERT',
] as const
/** How bad. */
export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] as const
/** What first. */
export const PRIORITIES = ['HIGH', 'MEDIUM', 'LOW'] as const
export const RISK_STATES = ['OPEN', 'RESOLVED'] as const
export const ASSET_TYPES = [
  'Cluster',
  'Namespace',
  'ClusterNode',
  'Workload',
  'Pod',
  'Container',
  'Service',
  'Image',
] as const

/**
 * The state of a risk that can grow: a waiver for it as it is holds while it grows no wider, that is while the key is the same, the rank is
 * not above, and each range of its sources lies in one of those that were accepted.
 */
export interface RiskBinding {
  readonly key: string
  readonly rank: number
  /** Ranges in CIDR notation, none of which is a part of another. */
  readonly sources: readonly string[]
}

/** What is wrong with one asset, of every domain. A domain keeps its details beside it under the same id. */
export const risk = snakeCase.table(
  'risk',
  {
    /** Natural key: kind, rule, asset and what tells two findings of one rule apart. */
    id: sortedText().primaryKey(),
    ...scope(),
    kind: text({ enum: RISK_KINDS }).notNull(),
    /** A rule's id or a CVE. */
    rule: sortedText().notNull(),
    title: sortedText().notNull(),
    titleLower: sortedText().notNull(),
    severity: text({ enum: SEVERITIES }).notNull(),
    /** 4 critical … 0 unknown, to sort by. */
    severityRank: integer().notNull(),
    priority: text({ enum: PRIORITIES }).notNull(),
    /** 2 high … 0 low, to sort by. */
    priorityRank: integer().notNull(),
    /** Why this priority, in words. */
    reasons: text().array().notNull().default(sql`'{}'`),
    advice: text().notNull().default(''),
    state: text({ enum: RISK_STATES }).notNull().default('OPEN'),
    assetType: text({ enum: ASSET_TYPES }).notNull(),
    assetId: sortedText().notNull(),
    assetName: sortedText().notNull(),
    /**
     * Of a risk at a workload that its pods have: the name of the container, empty for the pods as such. Null for all others, and where it says
     * nothing of pods, such as of how many there are.
     */
    container: text(),
    labels: jsonb().$type<Record<string, string>>().notNull().default({}),
    owner: sortedText().notNull().default(sql`''`),
    /** The waiver that accepts it; null when none does. */
    waiver: text(),
    /** What a waiver for this very risk is bound to; null where a kind of risk has no such thing. */
    binding: jsonb().$type<RiskBinding>(),
    contentHash: text().notNull(),
    firstSeenAt: moment().notNull(),
    /** Of an open risk its domain's last analysis of the cluster tells; written when it is resolved. */
    lastSeenAt: moment(),
    resolvedAt: moment(),
  },
  (t) => [
    index('risk_by_priority').on(t.priorityRank, t.severityRank, t.id),
    index('risk_by_asset').on(t.assetType, t.assetId),
    index('risk_by_cluster').on(t.cluster, t.kind, t.id),
    index('risk_by_waiver').on(t.waiver).where(sql`waiver is not null`),
    index('risk_by_first_seen').on(t.firstSeenAt, t.id),
    index('risk_by_severity').on(t.severityRank, t.priorityRank, t.id),
    index('risk_by_rule').on(t.rule, t.id),
    index('risk_by_title').on(t.titleLower, t.id),
    index('risk_by_kind').on(bytewise(t.kind), t.id),
    index('risk_by_asset_name').on(t.assetName, t.id),
    index('risk_by_namespace').on(t.namespace, t.id),
    index('risk_by_registry').on(t.registry, t.id),
    index('risk_by_owner').on(t.owner, t.id),
  ],
)

/** A finding accepted by someone, for a reason, until a date. Empty selectors match everything; all given ones must hold. */
export const waiver = snakeCase.table(
  'waiver',
  {
    id: sortedText().primaryKey(),
    ...scope(),
    kind: text({ enum: RISK_KINDS }),
    rule: sortedText().notNull().default(sql`''`),
    assetType: text({ enum: ASSET_TYPES }),
    assetId: sortedText().notNull().default(sql`''`),
    /** The asset's name, `*` standing for any run of characters; such as an image reference. */
    assetName: sortedText().notNull().default(sql`''`),
    labels: jsonb().$type<Record<string, string>>().notNull().default({}),
    /** The one risk that it is for, as it was when it was accepted; null: it is for all that its selectors match. */
    binding: jsonb().$type<RiskBinding>(),
    reason: text().notNull(),
    owner: sortedText().notNull(),
    /** After this moment its risks count again. */
    until: moment().notNull(),
    ended: boolean().notNull().default(false),
    /** Open risks that it hides now: 0 is a dead waiver, and is shown as one. */
    hides: integer().notNull().default(0),
    /** Its risks and their counts do not all say so yet; what was interrupted is done again within a minute. */
    pending: boolean().notNull().default(true),
    createdAt: moment().notNull(),
    createdBy: text().notNull(),
  },
  (t) => [index('waiver_by_until').on(t.until, t.id)],
)

/** When a domain last analysed a cluster or registry. No row: not analysed, and the counts say so instead of 0. */
export const analysis = snakeCase.table(
  'analysis',
  {
    cluster: sortedText().notNull().default(sql`''`),
    registry: sortedText().notNull().default(sql`''`),
    kind: text({ enum: RISK_KINDS }).notNull(),
    analyzedAt: moment().notNull(),
    /** False when something could not be looked at; `reason` says what. */
    complete: boolean().notNull().default(true),
    reason: text().notNull().default(''),
  },
  (t) => [primaryKey({ columns: [t.cluster, t.registry, t.kind] })],
)

/** Roll-up: open risks at the grain of the scopes. */
export const riskCount = snakeCase.table(
  'risk_count',
  {
    ...scope(),
    kind: text({ enum: RISK_KINDS }).notNull(),
    severity: text({ enum: SEVERITIES }).notNull(),
    priority: text({ enum: PRIORITIES }).notNull(),
    waived: boolean().notNull(),
    total: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.cluster, t.namespace, t.registry, t.kind, t.severity, t.priority, t.waived] })],
)

/**
 * Roll-up: open, unwaived risks of an asset and of all that is in it (a cluster holds namespaces, a namespace workloads,
 * a workload pods, a pod containers). No row means none.
 */
export const assetRisk = snakeCase.table(
  'asset_risk',
  {
    assetType: text({ enum: ASSET_TYPES }).notNull(),
    assetId: sortedText().notNull(),
    ...scope(),
    high: integer().notNull(),
    medium: integer().notNull(),
    low: integer().notNull(),
    atRisk: boolean().notNull(),
  },
  (t) => [
    // An image may be in two registries, and run in a cluster: its risks are counted for each.
    primaryKey({ columns: [t.assetType, t.assetId, t.cluster, t.registry] }),
    index('asset_risk_cluster').on(t.cluster, t.assetType),
  ],
)
