import type { Database } from '@breakwater/drizzle/database.ts'
import { KINDS, type KindDefinition } from '../../kubernetes/kinds.ts'
import type { Log } from '../../log.ts'
import type { Masker } from '../../secrets/mask.ts'
import { type ItemResult, type Progress, type TaskCause, TaskError } from '../../tasks/definition.ts'
import { TEMPLATE_KINDS } from '../normalize/workload.ts'
import { type ClusterIdentity, type ClusterSource, type CoverageGap, SourceError } from '../source.ts'
import { closeCluster, markCluster } from './cluster-row.ts'
import { type CoverageBefore, coverComplete, coverGap, gapOf, openCoverage } from './coverage.ts'
import { syncDeclaredContainers } from './declared-containers.ts'
import { readKnownCredentials } from './known-credentials.ts'
import { readPresentWorkloads } from './known-objects.ts'
import { readOwnerKeys } from './owner-keys.ts'
import { rollUpPods } from './roll-up.ts'
import { type Memory, Picture, type Sync } from './sync.ts'
import { type BegunKind, beginKind, finishKind, readKind } from './sync-kind.ts'

export interface SyncRequest {
  readonly database: Database
  /** uid of the connected cluster. */
  readonly cluster: string
  readonly source: ClusterSource
  readonly masker: Masker
  readonly progress: Progress
  readonly signal: AbortSignal
  readonly log: Log
  /** Whether what the sync learns is to be kept for a watch. */
  readonly remember?: boolean
}

/** What a sync came to. */
export interface SyncResult extends ItemResult {
  /** Rows of all tables that were written. */
  readonly rows: number
  readonly memory: Memory | undefined
}

/**
 * Brings the stored assets of one cluster to what its source shows. Kind by kind, page by page, each page in its own short transactions; a
 * stop in between leaves valid rows and the old generation. What a failed kind could not show is never taken for deleted.
 * Throws `TaskError` when nothing can be read, or when another cluster answers than the one that is connected.
 */
export async function syncCluster(request: SyncRequest): Promise<SyncResult> {
  const identity = await identify(request)
  const tally = { added: 0, modified: 0, removed: 0, found: 0, rows: 0 }
  const picture = new Picture(await readOwnerKeys(request.database))
  const memory = request.remember ? { picture, kinds: new Map() } : undefined
  const masker = request.masker.knowing(await readKnownCredentials(request.database))
  const sync: Sync = { ...request, masker, identity, startedAt: new Date(), picture, tally, memory }
  const coverage = await openCoverage(sync)
  const gaps = await served(request)
  await readPresentWorkloads(sync)
  const outcomes = await syncKinds(sync, request.progress, gaps, coverage)
  await request.progress.stage('Counting', () => count(sync, outcomes))
  const partial = partialCause(outcomes)
  await closeCluster(sync, partial, outcomes.get('Node') === undefined)
  request.progress.found(tally.found)
  const { added, modified, removed, found, rows } = tally
  return { added, modified, removed, assetsFound: found, rows, memory, ...(partial ? { partial } : {}) }
}

/** Who answers has to be who was connected: another cluster's objects must never take the place of this one's. */
async function identify(request: SyncRequest): Promise<ClusterIdentity> {
  const { source, signal, cluster } = request
  const identity = await orUnreachable(request, () => source.identify(signal))
  if (identity.uid === cluster) return identity
  const cause = {
    code: 'OTHER_CLUSTER',
    message: `Another cluster answers: it is ${identity.uid}, not ${cluster}. Nothing was read.`,
    advice: 'Connect it as a cluster of its own, or replace the credential of this one.',
  }
  await markCluster(request, 'FAILED', cause)
  throw new TaskError(cause, false)
}

async function served(request: SyncRequest): Promise<ReadonlyMap<string, CoverageGap | undefined>> {
  const { source, signal } = request
  return orUnreachable(request, () => source.announced?.(KINDS, signal) ?? source.served(KINDS, signal))
}

async function orUnreachable<T>(request: SyncRequest, fn: () => Promise<T>): Promise<T> {
  try {
    return await fn()
  } catch (error) {
    request.signal.throwIfAborted()
    if (!(error instanceof SourceError)) throw error
    throw await unreachable(request, error)
  }
}

/** Codes after which another attempt may help by itself. */
const PASSING = new Set(['UNREACHABLE', 'TIMED_OUT', 'SERVER_ERROR'])

async function unreachable(request: SyncRequest, error: SourceError): Promise<TaskError> {
  const { code, message, advice } = error
  const cause = { code, message, advice }
  await markCluster(request, request.source.kind === 'SNAPSHOT' ? 'FAILED' : 'UNREACHABLE', cause)
  return new TaskError(cause, PASSING.has(code), { cause: error })
}

/** By kind: why it could not be seen, `undefined` where it was listed to its end. */
type Outcomes = ReadonlyMap<string, CoverageGap | undefined>

/**
 * Kind by kind. While one is gone through, the first page of the next is on its way, and what differed of the one before is being
 * written.
 */
async function syncKinds(
  sync: Sync,
  progress: Progress,
  gaps: ReadonlyMap<string, CoverageGap | undefined>,
  coverage: CoverageBefore,
): Promise<Outcomes> {
  const outcomes = new Map<string, CoverageGap | undefined>()
  const begin = (kind: KindDefinition | undefined) =>
    kind && isRead(sync, gaps.get(kind.kind)) ? beginKind(sync, kind) : undefined
  let begun = begin(KINDS[0])
  let written: Promise<void> = Promise.resolve()
  try {
    for (const [i, kind] of KINDS.entries()) {
      sync.signal.throwIfAborted()
      progress.report(i / (KINDS.length + 1))
      const report = (part: number) => {
        progress.report((i + part) / (KINDS.length + 1))
        progress.found(sync.tally.found)
      }
      const own = begun
      begun = begin(KINDS[i + 1])
      const gap = gaps.get(kind.kind)
      const before = written
      const { outcome, finish, atOnce } = await progress.stage(kind.kind, async () =>
        own
          ? readOne(sync, own, { gap, before, lastCompleteAt: coverage.get(kind.kind) ?? null, report })
          : unread(sync, kind, gap),
      )
      outcomes.set(kind.kind, outcome)
      await written
      written = finish()
      // Thrown when it is waited for, not as unhandled before.
      written.catch(() => undefined)
      if (atOnce) await written
      progress.found(sync.tally.found)
    }
    await written
    return outcomes
  } finally {
    // A sync that broke off leaves nothing behind that is still being written.
    await Promise.allSettled([written])
  }
}

/** Whether a kind is gone through, though something of it may be missing. */
function isRead(sync: Sync, gap: CoverageGap | undefined): boolean {
  return gap === undefined || meansNone(sync, gap)
}

interface Reading {
  readonly gap: CoverageGap | undefined
  readonly before: Promise<void>
  readonly lastCompleteAt: Date | null
  readonly report: (part: number) => void
}

interface KindOutcome {
  readonly outcome: CoverageGap | undefined
  /** Waits for what is being written, and then says in the coverage what came of it. */
  readonly finish: () => Promise<void>
  /** Whether the next kind needs it finished: what is gone is looked at no more. */
  readonly atOnce: boolean
}

function unread(sync: Sync, kind: KindDefinition, gap: CoverageGap | undefined): KindOutcome {
  const finish = async () => {
    if (gap) await coverGap(sync, kind.kind, gap)
  }
  return { outcome: gap, finish, atOnce: false }
}

async function readOne(sync: Sync, begun: BegunKind, reading: Reading): Promise<KindOutcome> {
  const { gap, before, lastCompleteAt, report } = reading
  const { kind } = begun
  try {
    const read = await readKind(sync, begun, before, report)
    const versions = gap ? undefined : await sync.source.versions?.(kind, sync.signal)
    const finish = async () => {
      await finishKind(sync, read, lastCompleteAt)
      if (gap) await coverGap(sync, kind.kind, gap, read.objects)
      else await coverComplete(sync, kind.kind, read.objects, versions)
    }
    return { outcome: gap, finish, atOnce: read.gone.length > 0 }
  } catch (error) {
    sync.signal.throwIfAborted()
    if (!(error instanceof SourceError)) throw error
    const failure = gapOf(error)
    if (failure.reason === 'FAILED') {
      sync.log.warn(
        { cluster: sync.cluster, kind: kind.kind, code: error.code, err: error },
        'a kind could not be read',
      )
    }
    await coverGap(sync, kind.kind, failure)
    await stopWhenAllIsLost(sync, error)
    return { outcome: failure, finish: async () => {}, atOnce: false }
  }
}

/**
 * A snapshot under a name of its own is the whole of its cluster, so a kind that is not in it has no objects. One that bears a
 * real cluster's uid may be a part of it.
 */
function meansNone({ identity, source }: Sync, gap: CoverageGap): boolean {
  return source.kind === 'SNAPSHOT' && gap.reason === 'NOT_IN_SNAPSHOT' && identity.uid.startsWith('snapshot-')
}

const MAY_CONCERN_ALL = new Set(['UNREACHABLE', 'TIMED_OUT', 'UNAUTHORIZED', 'EXEC_NOT_ALLOWED', 'EXEC_FAILED'])

/** When the cluster no longer answers at all, the other kinds need not be tried one after the other. */
async function stopWhenAllIsLost(sync: Sync, error: SourceError): Promise<void> {
  if (!MAY_CONCERN_ALL.has(error.code)) return
  try {
    await sync.source.identify(sync.signal)
  } catch (again) {
    sync.signal.throwIfAborted()
    if (!(again instanceof SourceError)) throw again
    const { code, message, advice } = again
    await markCluster(sync, 'UNREACHABLE', { code, message, advice })
    throw new TaskError({ code, message, advice }, PASSING.has(code), { cause: again })
  }
}

/** What follows from all kinds together. */
async function count(sync: Sync, outcomes: Outcomes): Promise<void> {
  const readToItsEnd = (kind: string) => {
    const gap = outcomes.get(kind)
    return gap === undefined || meansNone(sync, gap)
  }
  const podsAreOut = outcomes.get('Pod')?.reason === 'NOT_IN_SNAPSHOT'
  const ownersComplete = TEMPLATE_KINDS.every((kind) => !failed(outcomes, kind))
  if (readToItsEnd('Pod')) await rollUpPods(sync, { ownersComplete, podsRead: !podsAreOut })
  if (sync.source.kind === 'SNAPSHOT' && (podsAreOut || readToItsEnd('Pod'))) {
    await syncDeclaredContainers(sync, !podsAreOut)
  }
  sync.tally.found += sync.picture.derivedWorkloads.size
}

function failed(outcomes: Outcomes, kind: string): boolean {
  return outcomes.get(kind)?.reason === 'FAILED'
}

/** What is not served or not allowed is coverage; only what failed makes a sync partial. */
function partialCause(outcomes: Outcomes): TaskCause | undefined {
  const kinds = [...outcomes].filter(([, gap]) => gap?.reason === 'FAILED')
  const [first] = kinds
  if (!first) return undefined
  const names = kinds.map(([kind]) => KINDS.find((one) => one.kind === kind)?.plural ?? kind).join(', ')
  const [, gap] = first
  return {
    code: 'KINDS_FAILED',
    message: `Not read: ${names}. ${gap?.message ?? ''}`.trim(),
    advice: gap?.advice ?? '',
  }
}
