import type { AuditActor } from '@breakwater/drizzle/audit.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import type { change } from '@breakwater/drizzle/tables/change.ts'
import type { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import type { TASK_KINDS, TASK_SOURCES, task } from '@breakwater/drizzle/tables/task.ts'
import type { BenchmarkService } from './benchmark-service.ts'
import type { CheckService } from './check-service.ts'
import type { ExposureService } from './exposure-service.ts'
import type { RightsService } from './rights-service.ts'
import type { Viewer } from './viewer.ts'

/**
 * What resolvers need of the server. The server implements these; the schema knows nothing else of it.
 * A request that cannot be met throws `RequestError`, which becomes a `userErrors` entry.
 */
export interface Services {
  readonly tasks: TaskService
  readonly clusters: ClusterService
  readonly schedules: ScheduleService
  readonly waivers: WaiverService
  readonly exposures: ExposureService
  readonly checks: CheckService
  readonly benchmarks: BenchmarkService
  readonly rights: RightsService
  readonly settings: SettingService
  readonly changes: ChangeService
  readonly cursors: CursorService
  readonly access: AccessService
  readonly downloads: DownloadService
  readonly status: () => Promise<ServerStatus>
  /** Ends the session behind the viewer; does nothing for a token. */
  readonly endSession: (viewer: Viewer) => Promise<void>
}

export type TaskRow = typeof task.$inferSelect
export type ClusterRow = typeof cluster.$inferSelect
export type TaskKind = (typeof TASK_KINDS)[number]

/** What was asked for cannot be done; `field` is the path in the input. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly code: string
  readonly field: readonly string[] | undefined
  constructor(code: string, message: string, field?: readonly string[]) {
    super(message)
    this.code = code
    this.field = field
  }
}

export interface TaskService {
  /** Kinds that this server can run. */
  readonly kinds: readonly TaskKind[]
  /**
   * Adds a task; when one of the kind already waits or runs for the same target, returns that one. `also` is done in its
   * transaction.
   */
  start(request: StartTask, viewer: Viewer, also?: (tx: Queries) => Promise<void>): Promise<TaskRow>
  /** Asks a task to stop; seen inside its items within a second. Cancelling an ended task is a RequestError. */
  cancel(id: string, viewer: Viewer): Promise<TaskRow>
  /** Queues the failed items (or all of them) of an ended task again, in the same task. */
  retry(id: string, failedItemsOnly: boolean, viewer: Viewer): Promise<TaskRow>
}

export interface StartTask {
  readonly kind: TaskKind
  readonly source: (typeof TASK_SOURCES)[number]
  /** In words, such as the cluster's name or `all clusters`. */
  readonly target: string
  /** What makes it the same task: such as a cluster's uid, or `*`. */
  readonly targetKey: string
  readonly cluster?: string
  readonly input?: Record<string, unknown>
}

/** Exactly one of the four is set. */
export interface ConnectionInput {
  readonly context?: string
  /** The cluster that the server itself runs in, by its pod's service account. */
  readonly inCluster?: true
  readonly kubeconfig?: { readonly text: string; readonly context?: string }
  readonly snapshot?: {
    readonly name: string
    readonly files: readonly { readonly name: string; readonly text: string }[]
  }
  readonly snapshotPath?: { readonly name: string; readonly path: string }
}

export interface ConnectionStep {
  readonly step: 'CONFIGURATION' | 'REACHABLE' | 'CERTIFICATE' | 'IDENTITY' | 'RIGHTS'
  readonly ok: boolean
  readonly code: string | undefined
  readonly message: string
  readonly advice: string
}

export interface ConnectionTest {
  readonly ok: boolean
  readonly steps: readonly ConnectionStep[]
  readonly uid: string | undefined
  readonly version: string | undefined
  readonly server: string | undefined
  /** Whom the API server takes the caller for. */
  readonly caller?: string | undefined
  readonly kinds: readonly {
    readonly kind: string
    readonly watchable?: boolean | undefined
    readonly reason: 'COMPLETE' | 'NOT_SERVED' | 'FORBIDDEN' | 'NOT_IN_SNAPSHOT' | 'FAILED' | 'NOT_YET_READ'
    readonly message: string
    readonly advice: string
  }[]
}

export interface KubeconfigContextInfo {
  readonly name: string
  readonly server: string
  readonly user: string
  /** Undefined when it can be used. */
  readonly reason: string | undefined
  /** The command that it signs in by, if any. */
  readonly exec?: ExecCommandInfo | undefined
}

/** A command of the machine's kubeconfig, whole; what looks secret in it is masked. */
export interface ExecCommandInfo {
  /** As the kubeconfig has it. */
  readonly command: string
  /** The file that it leads to; undefined when there is none. */
  readonly path: string | undefined
  readonly args: readonly string[]
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly apiVersion: string
  readonly interactiveMode: string
  /** Whether it is told of the cluster that it is run for. */
  readonly givesClusterInfo: boolean
  /** The user that it would run as. */
  readonly runsAs: string
  /** Tells this command from any other. */
  readonly hash: string
  /** Whether it could be run at all: one that needs a terminal cannot. */
  readonly allowable: boolean
  /** Whether this very command may be run. */
  readonly permitted: boolean
  /** When and by whom a command of this context was allowed, this one or one before. */
  readonly permittedAt: Date | undefined
  readonly permittedBy: string | undefined
  /** Whether another command was allowed than the one that stands there now. */
  readonly changedSincePermitted: boolean
}

/** The least rights that reading a cluster takes. */
export interface ClusterRoleRecipe {
  /** ServiceAccount, ClusterRole and ClusterRoleBinding. */
  readonly yaml: string
  /** Commands that apply it and write a kubeconfig with its token. */
  readonly commands: string
}

export interface ClusterService {
  contexts(): Promise<readonly KubeconfigContextInfo[]>
  /** Allows the command of a context that `hash` tells, to be run for its credential. */
  allowExecCommand(
    input: { readonly context: string; readonly hash: string },
    viewer: Viewer,
  ): Promise<KubeconfigContextInfo>
  /** Whether there was one to withdraw. */
  withdrawExecCommand(context: string, viewer: Viewer): Promise<boolean>
  /** Whether the server runs as a pod with a service account. */
  inCluster(): Promise<boolean>
  smallestRole(): ClusterRoleRecipe
  /** The operator-set folder for snapshots on the server, if any. */
  readonly snapshotFolder: string | undefined
  /** Bytes that the files of an uploaded snapshot may hold together. */
  readonly mostSnapshotBytes: number
  test(connection: ConnectionInput, signal: AbortSignal): Promise<ConnectionTest>
  /** Tests, keeps, and starts the first sync. Connecting a cluster that is connected already replaces its source. */
  connect(
    input: { readonly connection: ConnectionInput; readonly name?: string; readonly region?: string },
    viewer: Viewer,
  ): Promise<{ readonly cluster: ClusterRow; readonly task: TaskRow }>
  replaceCredential(uid: string, connection: ConnectionInput, viewer: Viewer): Promise<ClusterRow>
  rename(uid: string, name: string, viewer: Viewer): Promise<ClusterRow>
  setRegion(uid: string, region: string, viewer: Viewer): Promise<ClusterRow>
  remove(uid: string, viewer: Viewer): Promise<TaskRow>
  loadSample(viewer: Viewer): Promise<{ readonly cluster: ClusterRow; readonly task: TaskRow }>
  playNextDay(viewer: Viewer): Promise<{ readonly cluster: ClusterRow; readonly task: TaskRow }>
  /** The day of the sample that is shown, 1 or 2; undefined for other clusters. */
  sampleDay(uid: string): Promise<number | undefined>
}

export interface ScheduleInfo {
  readonly kind: TaskKind
  readonly cron: string
  readonly timeZone: string
  readonly enabled: boolean
  readonly stored: boolean
  readonly nextRun: Date | undefined
  readonly updatedAt: Date
}

export interface ScheduleService {
  list(): Promise<readonly ScheduleInfo[]>
  update(
    change: { readonly kind: TaskKind; readonly cron?: string; readonly timeZone?: string; readonly enabled?: boolean },
    viewer: Viewer,
  ): Promise<ScheduleInfo>
}

/** Which risks a waiver is for; empty fields match everything, and at least one must be given. */
export interface WaiverTarget {
  /** The one risk, as it is now; nothing else is given then. Where it can grow, it is open again once it has grown. */
  readonly risk?: string
  readonly kind?: string
  readonly rule?: string
  readonly assetType?: string
  readonly assetId?: string
  readonly assetName?: string
  readonly cluster?: string
  readonly namespace?: string
  readonly registry?: string
  readonly labels?: Readonly<Record<string, string>>
}

export interface WaiverService {
  /** Ids of a waiver's open risks, at most `limit`, and how many there are. */
  preview(
    target: WaiverTarget,
    viewer: Viewer,
    limit: number,
  ): Promise<{ readonly hides: number; readonly riskIds: readonly string[] }>
  create(
    input: { readonly target: WaiverTarget; readonly reason: string; readonly owner: string; readonly until: Date },
    viewer: Viewer,
  ): Promise<string>
  end(id: string, viewer: Viewer): Promise<void>
}

export interface SettingInfo {
  readonly name: string
  readonly value: string
  readonly origin: 'DEFAULT' | 'ENVIRONMENT' | 'STORED'
  readonly description: string
  /** The values that it takes; undefined when they are not a few. */
  readonly options?: readonly string[] | undefined
}

export interface SettingService {
  list(): Promise<readonly SettingInfo[]>
  /** Throws `RequestError` for an unknown name or a value that does not fit. */
  update(name: string, value: string, viewer: Viewer): Promise<SettingInfo>
}

/** What somebody may do and see. Of the scope, what is not given does not limit; an administrator has none. */
export interface RightsInput {
  readonly role: string
  /** Uids. */
  readonly clusters?: readonly string[] | undefined
  readonly namespaces?: readonly string[] | undefined
  /** Host names. */
  readonly registries?: readonly string[] | undefined
}

export interface NewTokenInput {
  readonly name: string
  readonly rights: RightsInput
  /** Undefined: until it is revoked. */
  readonly expiresAt: Date | undefined
}

/** Tokens, sessions and login links. Whoever may not do it was turned away before. */
export interface AccessService {
  /** The secret is told this once. Throws `RequestError` for a name that is taken or rights that do not fit. */
  createToken(input: NewTokenInput, by: AuditActor): Promise<{ readonly id: string; readonly secret: string }>
  /** From then on nobody comes in with it, and who is in with it is out within 5 s. Throws `RequestError`. */
  revokeToken(id: string, viewer: Viewer): Promise<void>
  /** A link that opens one session, good once. */
  createLoginLink(
    input: { readonly name: string; readonly rights: RightsInput },
    by: AuditActor,
  ): Promise<{ readonly url: string; readonly expiresAt: Date }>
  /** Ends a session as revoking does a token. Throws `RequestError`. */
  revokeSession(id: string, viewer: Viewer): Promise<void>
}

/** A list as a file. */
export interface DownloadRequest {
  /** Name of the list, such as `workloads`. */
  readonly list: string
  /** Global id of what the list belongs to, for lists that only something has. */
  readonly of?: string | undefined
  /** As the list takes them. */
  readonly filter?: unknown
  readonly orderBy?: unknown
  readonly format: 'CSV' | 'JSON_LINES' | 'SARIF'
  readonly columns?: readonly { readonly field: string; readonly label?: string | undefined }[] | undefined
}

export interface DownloadService {
  /** Makes a link to one download; good once. Throws `RequestError` for what the list does not take. */
  create(request: DownloadRequest, viewer: Viewer): Promise<{ readonly url: string; readonly expiresAt: Date }>
}

export type ChangeRow = typeof change.$inferSelect

export interface ChangeBatchRows {
  /** In order, at most 1,000, not yet filtered by viewer. */
  readonly rows: readonly ChangeRow[]
  /** After the last of `rows`; opaque, with the stream's epoch. */
  readonly cursor: string
  /** The cursor given was too old or of another epoch: read everything anew, then go on from `cursor`. */
  readonly resync: boolean
  readonly hasMore: boolean
}

export interface ChangeService {
  /** The cursor of one change. */
  cursorOf(row: ChangeRow): string
  /** Another cursor of the same place, which nobody can tell from one of a later place. Throws `RequestError`. */
  renewed(cursor: string): string
  /** Where the stream ends now: what comes later comes after it. */
  latest(queries?: Queries): Promise<string>
  /** One read of at most `limit` (1-1,000) rows after `after`; `undefined` starts at what is kept. */
  read(after: string | undefined, limit: number): Promise<ChangeBatchRows>
  /**
   * What was missed after `after` (`undefined`: nothing), then what comes, in order, until `signal` is aborted. A
   * subscriber that does not keep up is ended with a RESYNC batch at a bounded queue.
   */
  subscribe(after: string | undefined, signal: AbortSignal): AsyncIterable<ChangeBatchRows>
}

/** Cursors of lists that nobody but this server can read. */
export interface CursorService {
  seal(text: string): string
  /** Undefined for what `seal` did not make, or made with another key. */
  open(sealed: string): string | undefined
}

export interface ServerStatus {
  readonly version: string
  /** `embedded` or `postgres`, and its version. */
  readonly database: string
  readonly role: string
  readonly timeZone: string
  /** Age of the oldest change that is committed and not yet pushed. */
  readonly changeLagMs: number
  /** Age of the oldest open transaction, which holds changes back. Named on the status page over 30 s. */
  readonly oldestTransactionMs: number
  readonly retentionDays: number
  readonly dataFolder: string
}
