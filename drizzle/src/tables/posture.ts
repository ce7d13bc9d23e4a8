import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, primaryKey, snakeCase, text } from 'drizzle-orm/pg-core'
import { bytewise, moment, scope, sortedText } from './columns.ts'
import type { ObjectReference } from './exposure.ts'
import { ASSET_TYPES, PRIORITIES, SEVERITIES } from './risk.ts'

export const CHECK_STATES = ['OPEN', 'RESOLVED'] as const
/** EXEMPT: it is so, and is held for right; NOT_ASSESSABLE: nothing can be said. */
export const CHECK_RESULTS = ['FAIL', 'NOT_ASSESSABLE', 'EXEMPT'] as const
/** Who set it up so: whoever runs the cluster, or the distribution that the cluster was made with. */
export const CHECK_ORIGINS = ['USER', 'DISTRIBUTION'] as const
export const MENDING_VERBS = ['PATCH', 'APPLY', 'DELETE'] as const

/** The catalogs of requirements that others keep. */
export const CHECK_FRAMEWORKS = ['PSS', 'NSA', 'CIS', 'MITRE'] as const
/** What a rule of users is asked of: the object as a whole, or each container of a workload. */
export const CHECK_EACH = ['OBJECT', 'CONTAINER'] as const

/** A requirement that a rule looks after. */
export interface CheckRequirement {
  readonly framework: (typeof CHECK_FRAMEWORKS)[number]
  /** Of the framework; empty for all. */
  readonly version: string
  /** What it is told by in the framework, such as `5.2.2`. */
  readonly section: string
}

/** The configuration rules that are looked after, and what users wrote beside them. */
export const checkRule = snakeCase.table('check_rule', {
  /** `KC-` and three digits; `CU-` of what users wrote. */
  id: sortedText().primaryKey(),
  title: sortedText().notNull(),
  titleLower: sortedText().notNull(),
  severity: text({ enum: SEVERITIES }).notNull(),
  /** 4 critical … 0 unknown, to sort by. */
  severityRank: integer().notNull(),
  why: text().notNull(),
  remedy: text().notNull(),
  /** Why there is no patch for what fails; empty for rules that give one. */
  noPatch: text().notNull().default(''),
  frameworks: jsonb().$type<readonly CheckRequirement[]>().notNull().default([]),
  /** Users wrote it: then it says what it judges by the three columns below. */
  custom: boolean().notNull(),
  kinds: text().array().notNull().default(sql`'{}'`),
  each: text({ enum: CHECK_EACH }).notNull().default('OBJECT'),
  /** In the Common Expression Language, true of what is wrong; empty for rules that are not users'. */
  expression: text().notNull().default(''),
  /** False: no longer asked; what it once found is told by it. */
  present: boolean().notNull().default(true),
})

/** How to set something right with kubectl. Nothing is applied by us. */
export interface CheckMending {
  readonly verb: (typeof MENDING_VERBS)[number]
  /** What is changed. */
  readonly object: ObjectReference
  /** What the command changes, as YAML: the operations of the patch, or the object that is made or deleted. */
  readonly yaml: string
  /** The command and its arguments; one that applies reads `yaml`. */
  readonly args: readonly string[]
  /** The same as a line for a POSIX shell. */
  readonly command: string
}

/** What a configuration rule says of a place in an object, unless it is all right, as the last evaluation of its cluster found it. */
export const checkResult = snakeCase.table(
  'check_result',
  {
    /** `CLUSTER/HASH`; the hash is of rule, judged object, reported object and path with names for positions: no position, no text. */
    id: sortedText().primaryKey(),
    /** The namespace is the reported object's, of a namespace its own; of what is in none the judged object's. */
    ...scope(),
    state: text({ enum: CHECK_STATES }).notNull().default('OPEN'),
    result: text({ enum: CHECK_RESULTS }).notNull(),
    /** Such as `KC-001`. */
    rule: sortedText().notNull(),
    /** The rule's. */
    title: sortedText().notNull(),
    titleLower: sortedText().notNull(),
    severity: text({ enum: SEVERITIES }).notNull(),
    /** 4 critical … 0 unknown, to sort by. */
    severityRank: integer().notNull(),
    /** Null for what is no risk: all but FAIL. */
    priority: text({ enum: PRIORITIES }),
    /** 2 high … 0 low, -1 for what is no risk; to sort by. */
    priorityRank: integer().notNull(),
    /** Why this priority, in words. */
    priorityReasons: text().array().notNull(),

    /** The object that has the fault; empty, as its name, where a rule cannot be asked at all. */
    objectKind: sortedText().notNull(),
    objectNamespace: sortedText().notNull(),
    objectName: sortedText().notNull(),
    objectNameLower: sortedText().notNull(),
    /** The object that was judged, in which the path is; another one for rights of a subject. */
    judgedKind: sortedText().notNull(),
    judgedNamespace: sortedText().notNull(),
    judgedName: sortedText().notNull(),
    /** Id of the workload; empty when neither of the two is one. */
    workload: sortedText().notNull(),
    /** Name of the container in its pods, empty for the pods as such; null for what does not stand in the template of pods. */
    container: text(),
    /** What its risk hangs on. */
    assetType: text({ enum: ASSET_TYPES }).notNull(),
    assetId: sortedText().notNull(),
    /** Who answers for the workload; empty when nobody is named. */
    owner: sortedText().notNull(),

    /** Where the fault stands, such as `spec.containers[0].image`; empty where all of the object is meant. */
    path: text().notNull(),
    /** What is wrong, or why nothing can be said. */
    text: text().notNull(),
    /** Other objects that it comes from. */
    related: jsonb().$type<readonly ObjectReference[]>().notNull(),
    /** Null where none is known. */
    mending: jsonb().$type<CheckMending>(),
    /** The rule that says more of the same fault; empty without one. */
    under: sortedText().notNull(),
    origin: text({ enum: CHECK_ORIGINS }).notNull(),
    /** Why it is held for right, or why nothing can be said; empty for FAIL. */
    reason: text().notNull(),

    /** Id of its risk, also when it is none. */
    risk: sortedText().notNull(),
    /** Digest of the id and of what stands at the path: a waiver for this very risk holds while it is the same. */
    bindingKey: text().notNull(),
    contentHash: text().notNull(),
    firstSeenAt: moment().notNull(),
    /** Of an open one the last evaluation of its cluster tells; written when it is resolved. */
    lastSeenAt: moment(),
    resolvedAt: moment(),
  },
  (t) => [
    index('check_result_by_priority').on(t.priorityRank, t.severityRank, t.id),
    index('check_result_by_severity').on(t.severityRank, t.priorityRank, t.id),
    index('check_result_by_cluster').on(t.cluster, t.id),
    index('check_result_by_rule').on(t.rule, t.id),
    index('check_result_by_title').on(t.titleLower, t.id),
    index('check_result_by_kind').on(t.objectKind, t.id),
    index('check_result_by_name').on(t.objectNameLower, t.id),
    index('check_result_by_workload').on(t.workload, t.id),
    index('check_result_by_namespace').on(t.namespace, t.id),
    index('check_result_by_owner').on(t.owner, t.id),
    index('check_result_by_first_seen').on(t.firstSeenAt, t.id),
    // The results of one object.
    index('check_result_by_judged').on(t.cluster, t.judgedKind, t.judgedNamespace, t.judgedName),
    index('check_result_by_asset').on(bytewise(t.assetType), t.assetId, t.id),
    index('check_result_by_risk').on(t.risk),
    // Filters that may ask for what is hardly there.
    index('check_result_by_result').on(bytewise(t.result), t.id),
    index('check_result_by_origin').on(bytewise(t.origin), t.id),
    index('check_result_covered').on(t.under, t.id).where(sql`under > ''`),
    index('check_result_resolved').on(t.resolvedAt, t.id).where(sql`state = 'RESOLVED'`),
  ],
)

/** An object that rules judged, and what they found in numbers. Gone with the object. */
export const checkedObject = snakeCase.table(
  'checked_object',
  {
    /** `CLUSTER/KIND/NAMESPACE/NAME`, as its content is kept under, where it is. */
    id: sortedText().primaryKey(),
    /** The object's namespace; of a namespace its own name. */
    ...scope(),
    kind: sortedText().notNull(),
    name: sortedText().notNull(),
    nameLower: sortedText().notNull(),
    /** Id of the workload; empty when it is none. */
    workload: sortedText().notNull(),
    /** Ids of the rules that it passes, sorted. */
    passed: text().array().notNull(),
    /** Results of each kind, as rules say them: what is waived is not looked at. */
    failed: integer().notNull(),
    exempt: integer().notNull(),
    notAssessable: integer().notNull(),
    contentHash: text().notNull(),
    firstSeenAt: moment().notNull(),
  },
  (t) => [
    index('checked_object_by_cluster').on(t.cluster, t.id),
    index('checked_object_by_kind').on(t.kind, t.id),
    index('checked_object_by_name').on(t.nameLower, t.id),
    index('checked_object_by_namespace').on(t.namespace, t.id),
    index('checked_object_by_workload').on(t.workload, t.id),
    index('checked_object_by_failed').on(t.failed, t.id),
    index('checked_object_by_first_seen').on(t.firstSeenAt, t.id),
    index('checked_object_by_passed').using('gin', t.passed),
  ],
)

/** Roll-up: what each rule says, at the grain of the scopes. No row: the rule has nothing to say of there. */
export const checkTally = snakeCase.table(
  'check_tally',
  {
    ...scope(),
    rule: sortedText().notNull(),
    /** Objects that pass. */
    passed: integer().notNull(),
    /** Open results; a waived one is exempt. */
    failed: integer().notNull(),
    exempt: integer().notNull(),
    notAssessable: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.cluster, t.namespace, t.registry, t.rule] }),
    index('check_tally_by_rule').on(t.rule, t.cluster, t.namespace),
  ],
)

/** What a check of a benchmark says: its state, and what is wrong or why nothing can be said; empty for what passes. */
export type BenchmarkAnswer = readonly [state: BenchmarkAnswerState, reason: string]
/** MANUAL is for a person to say; ABSENT: the node has nothing that the check is about. */
export type BenchmarkAnswerState = 'PASS' | 'FAIL' | 'NOT_ASSESSABLE' | 'MANUAL' | 'ABSENT'

/** What objects of a cluster say of checks of the CIS benchmark that no rule looks after, as its last evaluation found it. */
export const cisState = snakeCase.table(
  'cis_state',
  {
    ...scope(),
    /** Of the benchmark, such as `1.12`. */
    version: sortedText().notNull(),
    /** By number. */
    states: jsonb().$type<Readonly<Record<string, BenchmarkAnswer>>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.cluster, t.version] })],
)

/** Who looked at a node: a job of ours, or kube-bench. */
export const NODE_REPORT_SOURCES = ['JOB', 'KUBE_BENCH'] as const

/** What a node told of checks of the CIS benchmark that only it can answer. The newest of each source; gone with the cluster. */
export const nodeReport = snakeCase.table(
  'node_report',
  {
    /** `SOURCE/CLUSTER/NODE`: what stands under a cluster's uid is an object of it, and told among differences. */
    id: sortedText().primaryKey(),
    ...scope(),
    node: sortedText().notNull(),
    source: text({ enum: NODE_REPORT_SOURCES }).notNull(),
    /** By version of the benchmark and number. Versions that it says nothing of are left out. */
    states: jsonb().$type<Readonly<Record<string, Readonly<Record<string, BenchmarkAnswer>>>>>().notNull(),
    readAt: moment().notNull(),
    /** As the audit trail names who brought it. */
    readBy: text().notNull(),
  },
  (t) => [
    index('node_report_by_cluster').on(t.cluster, t.node, t.id),
    index('node_report_by_node').on(t.node, t.id),
    index('node_report_by_source').on(bytewise(t.source), t.id),
    index('node_report_by_read').on(t.readAt, t.id),
  ],
)
