import { sql } from 'drizzle-orm'
import { boolean, bytea, index, integer, primaryKey, snakeCase, text } from 'drizzle-orm/pg-core'
import { jsonText, moment, scope, sortedText } from './columns.ts'

/** Source: the reference product's cluster types, see docs/guide/clusters.md. */
export const CLUSTER_TYPES = ['MANAGED', 'DEDICATED', 'SELF_MANAGED', 'SERVERLESS', 'EDGE', 'UNKNOWN'] as const
export const CLUSTER_STATES = ['PENDING', 'RUNNING', 'DEGRADED', 'UNREACHABLE', 'STOPPED', 'DELETED', 'FAILED'] as const
export const SOURCE_KINDS = ['KUBECONFIG', 'IN_CLUSTER', 'SNAPSHOT'] as const

/** A cluster that is connected. `uid` is the uid of its kube-system namespace, so connecting twice is one cluster. */
export const cluster = snakeCase.table(
  'cluster',
  {
    uid: sortedText().primaryKey(),
    name: sortedText().notNull(),
    nameLower: sortedText().notNull(),
    type: text({ enum: CLUSTER_TYPES }).notNull().default('UNKNOWN'),
    /** What the type was told from, such as a node label; shown beside it. */
    typeEvidence: text().notNull().default(''),
    /** Such as `EKS` or `k3s`; empty when not recognised. */
    distribution: sortedText().notNull().default(sql`''`),
    region: sortedText().notNull().default(sql`''`),
    version: sortedText().notNull().default(sql`''`),
    state: text({ enum: CLUSTER_STATES }).notNull().default('PENDING'),
    /** Why the state is not RUNNING, and what to do. */
    stateCause: text(),
    stateAdvice: text(),
    sourceKind: text({ enum: SOURCE_KINDS }).notNull(),
    /** The API server's URL; empty for a snapshot. */
    server: text().notNull().default(''),
    /** Ours, to look around with: out of the totals once a real cluster is connected. */
    sample: boolean().notNull().default(false),
    connectedAt: moment().notNull(),
    /** End of the last complete sync; null until there is one. */
    lastSyncAt: moment(),
    /** When its source last answered. */
    lastSeenAt: moment(),
    /** Number of complete syncs: a page of a sync that was cut off leaves it as it was. */
    generation: integer().notNull().default(0),
    /** The process that watches it, and until when it may be taken to be alive: a cluster is watched once. */
    watchOwner: text(),
    watchLeaseUntil: moment(),
  },
  (t) => [index('cluster_name').on(t.nameLower, t.uid)],
)

/** How a cluster is read. The credential is sealed (AES-256-GCM) and never leaves the server. */
export const clusterSource = snakeCase.table('cluster_source', {
  cluster: sortedText().primaryKey(),
  kind: text({ enum: SOURCE_KINDS }).notNull(),
  /** MACHINE: a context of the server's own kubeconfig; UPLOADED: pasted or sent; SAMPLE: ours. */
  origin: text({ enum: ['MACHINE', 'IN_CLUSTER', 'UPLOADED', 'FOLDER', 'SAMPLE'] }).notNull(),
  /** The context of a kubeconfig, the name of a snapshot, or the day of the sample. */
  reference: text().notNull(),
  /** The sealed kubeconfig or snapshot; null where the reference is enough (MACHINE, FOLDER, SAMPLE). */
  sealed: bytea(),
  updatedAt: moment().notNull(),
})

/**
 * Commands that contexts of the machine's own kubeconfig may run for a credential: each was shown whole and allowed by an
 * administrator. One a context; another command, or other arguments, under the same context is another one.
 */
export const execPermit = snakeCase.table('exec_permit', {
  context: sortedText().primaryKey(),
  /** SHA-256, in hexadecimal, of the whole command with its environment, which may hold secrets and is not kept. */
  commandHash: text().notNull(),
  /** As the audit trail names who did it. */
  allowedBy: text().notNull(),
  allowedAt: moment().notNull(),
})

export const COVERAGE_REASONS = [
  'COMPLETE',
  'NOT_SERVED',
  'FORBIDDEN',
  'NOT_IN_SNAPSHOT',
  'FAILED',
  'NOT_YET_READ',
] as const

/** What we see of each kind of a cluster, and where we do not, why. */
export const coverage = snakeCase.table(
  'coverage',
  {
    cluster: sortedText().notNull(),
    namespace: sortedText().notNull().default(sql`''`),
    registry: sortedText().notNull().default(sql`''`),
    kind: sortedText().notNull(),
    reason: text({ enum: COVERAGE_REASONS }).notNull(),
    /** Only some clusters serve it: that one does not is no gap. */
    optional: boolean().notNull().default(false),
    message: text().notNull().default(''),
    advice: text().notNull().default(''),
    /** The version in which it is read, such as `networking.k8s.io/v1`; empty when it is not served. */
    apiVersion: text().notNull().default(''),
    /** The versions that the API server serves, the preferred one first. */
    servedVersions: text().array().notNull().default(sql`'{}'`),
    /** The versions in which its objects were written, as their managed fields tell. */
    writtenVersions: text().array().notNull().default(sql`'{}'`),
    /** Present objects after the last complete listing. */
    objects: integer().notNull().default(0),
    /** End of the last complete listing; null when there was none. A present row of this kind was last seen then. */
    lastCompleteAt: moment(),
    updatedAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.cluster, t.kind, t.namespace, t.registry] })],
)

/** The worst first: that of several kinds together is the first that one of them has. */
export const WATCH_STATES = ['RECONNECTING', 'POLLING', 'STARTING', 'WATCHING'] as const

/** How each kind of a cluster is followed between two syncs. No row: it is not. */
export const clusterWatch = snakeCase.table(
  'cluster_watch',
  {
    ...scope(),
    kind: sortedText().notNull(),
    state: text({ enum: WATCH_STATES }).notNull(),
    /** Why it is not WATCHING, and what to do. */
    message: text().notNull().default(''),
    advice: text().notNull().default(''),
    /** When its source last said anything of it. */
    heardAt: moment(),
    /** Between hearing of the last change and its row. */
    lagMs: integer().notNull().default(0),
    updatedAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.cluster, t.kind] })],
)

/**
 * The normalised content of every object that is read, for the analyses: spec parts only, no noise
 * (resourceVersion, managedFields, heartbeats), nothing secret.
 */
export const kubernetesObject = snakeCase.table('kubernetes_object', {
  /** `CLUSTER/KIND/NAMESPACE/NAME`, so that the objects of a kind of a cluster stand together in its index. */
  id: sortedText().primaryKey(),
  cluster: sortedText().notNull(),
  namespace: sortedText().notNull().default(sql`''`),
  registry: sortedText().notNull().default(sql`''`),
  kind: sortedText().notNull(),
  apiVersion: text().notNull(),
  name: sortedText().notNull(),
  uid: text(),
  content: jsonText().notNull(),
  contentHash: text().notNull(),
  /** What the API server called this state of the object, and what else the rows were made from; empty: not known. */
  version: text().notNull().default(''),
  /** Who made it, as its managed fields or the usual annotations say; empty: it does not say. */
  introducedBy: text().notNull().default(''),
  firstSeenAt: moment().notNull(),
  lastSeenAt: moment(),
  present: boolean().notNull().default(true),
})
