import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, snakeCase, text } from 'drizzle-orm/pg-core'
import { bytewise, moment, scope, sortedText } from './columns.ts'
import { PRIORITIES, SEVERITIES } from './risk.ts'

/** From weakest to strongest: the place in it is the rank. */
export const EXPOSURE_VERDICTS = ['NONE', 'BLOCKED', 'PRIVATE', 'POSSIBLE', 'RESTRICTED', 'INTERNET'] as const
/** From this rank on something is exposed: POSSIBLE, RESTRICTED, INTERNET. */
export const EXPOSED_RANK = 3
export const EXPOSURE_CONFIDENCES = ['LOW', 'MEDIUM', 'HIGH'] as const
export const EXPOSURE_STATES = ['OPEN', 'RESOLVED'] as const
export const ENTRY_KINDS = [
  'LOAD_BALANCER',
  'NODE_PORT',
  'EXTERNAL_IP',
  'HOST_PORT',
  'HOST_NETWORK',
  'INGRESS',
  'GATEWAY',
  'ROUTE',
] as const
export const TLS_MODES = ['TERMINATED', 'PASSTHROUGH', 'NONE', 'UNKNOWN'] as const
/** What answers on a port, as far as its number, its name and the image tell. */
export const PORT_CLASSES = ['ADMINISTRATION', 'DATABASE', 'METRICS', 'WEB', 'OTHER'] as const
export const AUTHENTICATION_HINTS = ['KNOWN', 'HINTED', 'NONE', 'UNKNOWN'] as const
/** What to look at although no container is reached. */
export const EXPOSURE_FINDINGS = ['EXTERNAL_BACKEND', 'NO_BACKEND'] as const

/** An object that something rests on; `namespace` is empty for what is in none. */
export interface ObjectReference {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** Why a verdict is as it is: a code in lower camel case that programs know, and words. */
export interface ExposureReason {
  readonly code: string
  readonly text: string
}

/** One step of the way in, from the entry point inwards. */
export interface ExposureHop {
  readonly kind: 'ENTRY' | 'LISTENER' | 'ROUTE' | 'SERVICE' | 'ENDPOINT' | 'CONTAINER'
  /** Null for a step without an object of its own. */
  readonly object: ObjectReference | null
  readonly label: string
  readonly evidence: readonly string[]
  readonly policies: readonly {
    readonly policy: ObjectReference
    readonly effect: 'ALLOWS' | 'DENIES' | 'ISOLATES' | 'PASSES'
  }[]
}

export interface ExposureAdvice {
  readonly title: string
  readonly text: string
}

/** An entry point from which a port of a container is reached, hop by hop, as the last analysis of its cluster found it. */
export const exposure = snakeCase.table(
  'exposure',
  {
    /** `CLUSTER/HASH`; the hash is of entry, listener, route, service, workload and port: no pod, address or node. */
    id: sortedText().primaryKey(),
    /** The namespace is the workload's; without one that of the service, else of the entry point. */
    ...scope(),
    state: text({ enum: EXPOSURE_STATES }).notNull().default('OPEN'),
    verdict: text({ enum: EXPOSURE_VERDICTS }).notNull(),
    /** Place in EXPOSURE_VERDICTS. */
    verdictRank: integer().notNull(),
    confidence: text({ enum: EXPOSURE_CONFIDENCES }).notNull(),
    /** The rule that decided the verdict, in words. */
    rule: text().notNull(),
    reasons: jsonb().$type<readonly ExposureReason[]>().notNull(),
    /** Ranges in CIDR notation, sorted; empty for NONE and BLOCKED. */
    sources: text().array().notNull(),

    entryKind: text({ enum: ENTRY_KINDS }).notNull(),
    entryObjectKind: text().notNull(),
    entryNamespace: sortedText().notNull(),
    entryName: sortedText().notNull(),
    /** The entry object in one text, to group by. */
    entryKey: sortedText().notNull(),
    /** Addresses and host names that clients use, sorted. */
    addresses: text().array().notNull(),
    /** The first of them; empty without any. */
    address: sortedText().notNull(),
    /** What clients connect to; -1 when it is not known. */
    port: integer().notNull(),
    host: sortedText().notNull(),
    path: text().notNull(),
    tls: text({ enum: TLS_MODES }).notNull(),

    serviceNamespace: sortedText().notNull(),
    /** Empty when the way leads through no service. */
    serviceName: sortedText().notNull(),
    servicePort: integer().notNull(),
    /** Id of the workload; empty for what leads nowhere or out of the cluster. */
    workload: sortedText().notNull(),
    workloadKind: sortedText().notNull(),
    workloadName: sortedText().notNull(),
    /** The container that declares the port; empty when none does. */
    container: sortedText().notNull(),
    /** 0 when it is not known. */
    containerPort: integer().notNull(),
    protocol: text({ enum: ['TCP', 'UDP', 'SCTP'] }).notNull(),
    hops: jsonb().$type<readonly ExposureHop[]>().notNull(),
    /** The whole way in one line. */
    sentence: text().notNull(),
    finding: text({ enum: EXPOSURE_FINDINGS }),

    /** Null for what is no risk: PRIVATE, BLOCKED, NONE. */
    priority: text({ enum: PRIORITIES }),
    /** 2 high … 0 low, -1 for what is no risk; to sort by. */
    priorityRank: integer().notNull(),
    severity: text({ enum: SEVERITIES }).notNull(),
    portClass: text({ enum: PORT_CLASSES }).notNull(),
    authentication: text({ enum: AUTHENTICATION_HINTS }).notNull(),
    /** Why this priority, in words. */
    priorityReasons: text().array().notNull(),
    /** What would close it, the most effective first. */
    advice: jsonb().$type<readonly ExposureAdvice[]>().notNull(),
    title: sortedText().notNull(),
    titleLower: sortedText().notNull(),

    /** Whether a container declares the port. */
    declared: boolean().notNull(),
    /** Whether something listens on it; null while nothing tells. */
    listening: boolean(),
    /** When traffic from outside was last seen on it; null while nothing tells. */
    trafficSeenAt: moment(),

    /** Id of its risk, also when it is none yet. */
    risk: sortedText().notNull(),
    contentHash: text().notNull(),
    firstSeenAt: moment().notNull(),
    /** Of an open one the last analysis of its cluster tells; written when it is resolved. */
    lastSeenAt: moment(),
    resolvedAt: moment(),
    /** An analysis found it weaker, or gone, for nothing but pods that are not ready; the next one has to agree. */
    closing: boolean().notNull().default(false),
  },
  (t) => [
    index('exposure_by_verdict').on(t.verdictRank, t.priorityRank, t.id),
    index('exposure_by_priority').on(t.priorityRank, t.verdictRank, t.id),
    index('exposure_by_cluster').on(t.cluster, t.id),
    index('exposure_by_workload').on(t.workload, t.id),
    index('exposure_by_workload_name').on(t.workloadName, t.id),
    index('exposure_by_namespace').on(t.namespace, t.id),
    index('exposure_by_entry').on(t.entryKey, t.id),
    index('exposure_by_address').on(t.address, t.port, t.id),
    index('exposure_by_port').on(t.port, t.id),
    index('exposure_by_container_port').on(t.containerPort, t.id),
    index('exposure_by_tls').on(bytewise(t.tls), t.id),
    // Filters that may ask for what is hardly there.
    index('exposure_by_entry_kind').on(bytewise(t.entryKind), t.id),
    index('exposure_by_confidence').on(bytewise(t.confidence), t.id),
    index('exposure_by_port_class').on(bytewise(t.portClass), t.id),
    index('exposure_by_authentication').on(bytewise(t.authentication), t.id),
    index('exposure_by_finding').on(bytewise(t.finding), t.id).where(sql`finding is not null`),
    index('exposure_by_host').on(t.host, t.id),
    index('exposure_by_addresses').using('gin', t.addresses),
    index('exposure_by_title').on(t.titleLower, t.id),
    index('exposure_by_first_seen').on(t.firstSeenAt, t.id),
    index('exposure_by_risk').on(t.risk),
    index('exposure_resolved').on(t.resolvedAt, t.id).where(sql`state = 'RESOLVED'`),
  ],
)
