import type { Database } from '@breakwater/drizzle/database.ts'
import { workload } from '@breakwater/drizzle/tables/asset.ts'
import { EXPOSURE_VERDICTS, exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { analysis as analysisRow } from '@breakwater/drizzle/tables/risk.ts'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { clustersOfTask, customWorkloadsOf } from '../analysis/clusters-of-task.ts'
import { unreadKinds } from '../analysis/stored-objects.ts'
import { type Finding, markAnalyzed, replaceFindings } from '../risks/findings.ts'
import type { ItemResult, Progress, TaskDefinition } from '../tasks/definition.ts'
import { markExposedContainers } from './exposed-containers.ts'
import { findingOf } from './exposure-finding.ts'
import type { LiveExposureClusters } from './exposure-thread.ts'
import { ANALYZED_KINDS } from './kinds-analyzed.ts'
import type { AnalysisSettings, Gap } from './model.ts'
import { storedExposures, type WriteOutcome, writeExposures } from './write-exposures.ts'

export interface ContainerExposureSettings {
  readonly database: Database
  readonly live: LiveExposureClusters
  /** How the exposures of a cluster are judged. */
  readonly settings: (uid: string) => Promise<AnalysisSettings>
  /** Told of a cluster of which something has closed, if the next analysis agrees. */
  readonly onWaiting?: (uid: string) => void
  /** Told of a cluster of which something is exposed otherwise than before, or for the first time that nothing is. */
  readonly onChanged?: (uid: string) => void
}

const ITEM_TIMEOUT_MS = 10 * 60_000
/** A read is to take at most 50 ms. */
const ROWS_A_READ = 500

/**
 * CONTAINER_EXPOSURE: an item a cluster. Reads what is stored of its objects, has a thread tell which container ports are reached from where,
 * and makes exposures, marks of containers and risks say so.
 */
export function containerExposure(given: ContainerExposureSettings): TaskDefinition {
  const { database, live, settings, onWaiting, onChanged } = given
  return {
    kind: 'CONTAINER_EXPOSURE',
    itemTimeoutMs: ITEM_TIMEOUT_MS,
    concurrency: 1,
    // What is being synchronized is half of before and half of now.
    exclusion: 'CONTAINER_ASSET_SYNC',
    items: (task) => clustersOfTask(database, task),
    async run({ targetId: uid }, progress, signal): Promise<ItemResult> {
      const at = new Date()
      const isFirst = !(await wasAnalyzed(database, uid))
      const analysis = await settings(uid)
      await progress.stage('Reading', () => live.refresh(uid, analysis, signal))
      progress.report(0.4)
      const answer = await progress.stage('Analyzing', async () => {
        const [unread, customWorkloads, stored] = await Promise.all([
          unreadKinds(database, { uid, kinds: ANALYZED_KINDS }),
          customWorkloadsOf(database, uid),
          storedExposures(database, uid),
        ])
        return live.ask({ ask: 'analyze', cluster: uid, settings: analysis, unread, customWorkloads, stored })
      })
      signal.throwIfAborted()
      progress.report(0.6)
      const outcome = await progress.stage('Writing', async () => {
        const written = await writeExposures(database, uid, answer, signal)
        await markExposedContainers(database, uid, signal)
        return written
      })
      progress.report(0.8)
      await progress.stage('Rating', () => rate(database, uid, { at, outcome, gaps: answer.gaps, signal }))
      if (outcome.waiting > 0) onWaiting?.(uid)
      if (isFirst || outcome.added + outcome.modified + outcome.removed > 0) onChanged?.(uid)
      return { ...counted(outcome), ...(await resultsOf(database, uid, progress)) }
    },
  }
}

async function wasAnalyzed({ db }: Database, uid: string): Promise<boolean> {
  const of = and(eq(analysisRow.cluster, uid), eq(analysisRow.kind, 'EXPOSURE'))
  const [row] = await db.select({ at: analysisRow.analyzedAt }).from(analysisRow).where(of).limit(1)
  return row !== undefined
}

interface Analyzed {
  readonly at: Date
  readonly outcome: WriteOutcome
  readonly gaps: readonly Gap[]
  readonly signal: AbortSignal
}

/** Nothing that differs, nothing to rate anew: only that it was looked at is written. */
async function rate(database: Database, uid: string, { at, outcome, gaps, signal }: Analyzed): Promise<void> {
  const scope = { kind: 'EXPOSURE', cluster: uid } as const
  const incomplete = sentencesOf(gaps)
  if (outcome.added + outcome.modified + outcome.removed === 0) return markAnalyzed(database, scope, { at, incomplete })
  // What is unread makes verdicts weaker; nothing that is found is hidden by it, so what is gone is resolved all the same.
  await replaceFindings(database, scope, findingsOf(database, uid), { signal, note: incomplete })
}

const MOST_CHARACTERS = 1_000

function sentencesOf(gaps: readonly Gap[]): string {
  return gaps
    .map(({ kind, text }) => `${kind}: ${text}`)
    .join(' ')
    .slice(0, MOST_CHARACTERS)
}

async function* findingsOf({ db }: Database, uid: string): AsyncGenerator<Finding> {
  for (let after = ''; ; ) {
    const rows = await db
      .select({ row: exposure, owner: workload.owner })
      .from(exposure)
      .leftJoin(workload, eq(workload.id, exposure.workload))
      .where(and(eq(exposure.cluster, uid), eq(exposure.state, 'OPEN'), gt(exposure.id, after)))
      .orderBy(asc(exposure.id))
      .limit(ROWS_A_READ)
    for (const { row, owner } of rows) {
      const finding = findingOf(row, owner ?? '')
      if (finding) yield finding
    }
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_A_READ) return
    after = last.row.id
  }
}

function counted({ added, modified, removed }: WriteOutcome) {
  return { added, modified, removed }
}

/** How many exposures there are of each verdict now. */
async function resultsOf({ db }: Database, uid: string, progress: Progress) {
  const rows = await db
    .select({ verdict: exposure.verdict, total: sql<number>`count(*)::int` })
    .from(exposure)
    .where(and(eq(exposure.cluster, uid), eq(exposure.state, 'OPEN')))
    .groupBy(exposure.verdict)
    .limit(EXPOSURE_VERDICTS.length)
  progress.report(1)
  const byVerdict = new Map(rows.map(({ verdict, total }) => [verdict, total]))
  const results = Object.fromEntries(EXPOSURE_VERDICTS.toReversed().map((name) => [name, byVerdict.get(name) ?? 0]))
  return { assetsFound: 0, results }
}
