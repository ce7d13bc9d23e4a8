import type { Database } from '@breakwater/drizzle/database.ts'
import { workload } from '@breakwater/drizzle/tables/asset.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { checkResult } from '@breakwater/drizzle/tables/posture.ts'
import { SEVERITIES } from '@breakwater/drizzle/tables/risk.ts'
import { and, asc, eq, gt, ne, sql } from 'drizzle-orm'
import { clustersOfTask, customWorkloadsOf } from '../analysis/clusters-of-task.ts'
import { unreadKinds } from '../analysis/stored-objects.ts'
import { recountTallies } from '../risks/check-tallies.ts'
import { finishFindings, markAnalyzed } from '../risks/findings.ts'
import type { ItemResult, Progress, TaskDefinition } from '../tasks/definition.ts'
import { exposuresFound } from './exposures-found.ts'
import { kindsOf } from './kinds-judged.ts'
import { readMinor } from './kubernetes-version.ts'
import type { LivePosture } from './posture-thread.ts'
import type { Rule } from './rule.ts'
import type { PostureSettings } from './settings.ts'
import { rulesOfUsers } from './stored-rules.ts'
import type { EvaluateAnswer, JudgeSettings } from './thread-messages.ts'
import { writeBenchmarks } from './write-benchmark.ts'
import {
  NOTHING_WRITTEN,
  removeObjects,
  resolveChecks,
  storedChecks,
  sum,
  type WriteOutcome,
  writeChecks,
  writeObjects,
} from './write-checks.ts'

export interface ConfigCheckSettings {
  readonly database: Database
  readonly live: LivePosture
  /** The rules that the thread judges by. */
  readonly rules: readonly Rule[]
  /** What is said about a cluster by those who run it. */
  readonly settings: (uid: string) => Promise<PostureSettings>
}

const ITEM_TIMEOUT_MS = 10 * 60_000
/** Of each some results are told at a time; a large answer would stand in memory twice. */
const OBJECTS_AT_A_TIME = 50
/** A read is to take at most 50 ms. */
const ROWS_A_READ = 5_000

/**
 * CONFIG_CHECK: an item a cluster. Reads what is stored of its objects, has a thread judge it by the rules, and makes results, risks and
 * tallies say so.
 */
export function configCheck({ database, live, rules, settings }: ConfigCheckSettings): TaskDefinition {
  const kinds = kindsOf(rules)
  return {
    kind: 'CONFIG_CHECK',
    itemTimeoutMs: ITEM_TIMEOUT_MS,
    concurrency: 1,
    // What is being synchronized is half of before and half of now.
    exclusion: 'CONTAINER_ASSET_SYNC',
    items: (task) => clustersOfTask(database, task),
    async run({ targetId: uid }, progress, signal): Promise<ItemResult> {
      const at = new Date()
      const { version, distribution } = await clusterOf(database, uid)
      const judged: JudgeSettings = { posture: await settings(uid), minor: readMinor(version) ?? null }
      await progress.stage('Reading', () => live.refresh(uid, judged, signal))
      progress.report(0.3)
      const [unread, ownRules] = await Promise.all([unreadKinds(database, { uid, kinds }), rulesOfUsers(database)])
      const answer = await progress.stage('Evaluating', async () => {
        const [customWorkloads, owners, reached, exposures, stored] = await Promise.all([
          customWorkloadsOf(database, uid),
          ownersOf(database, uid),
          reachedWorkloads(database, uid),
          exposuresFound(database, uid),
          storedChecks(database, uid),
        ])
        const known = { unread, distribution, customWorkloads, owners, reached, ownRules, exposures, stored }
        return live.ask({ ask: 'evaluate', cluster: uid, settings: judged, ...known })
      })
      signal.throwIfAborted()
      progress.report(0.4)
      const remedies = new Map([...rules, ...ownRules].map(({ id, remedy }) => [id, remedy]))
      const outcome = await progress.stage('Writing', () =>
        write({ database, live, remedies, uid, judged, answer, progress, signal }),
      )
      await writeBenchmarks(database, uid, answer.benchmarks)
      const scope = { kind: 'CONFIGURATION', cluster: uid } as const
      const incomplete = sentenceOf(unread)
      await progress.stage('Rating', async () => {
        // Nothing that differs, nothing to count anew: only that it was looked at is written.
        if (sizeOf(outcome) === 0) await markAnalyzed(database, scope, { at, incomplete })
        else await finishFindings(database, scope, { since: at, incomplete })
        if (sizeOf(outcome) + answer.differing.length + answer.goneObjects.length > 0)
          await recountTallies(database, uid)
      })
      progress.report(1)
      return { ...outcome, assetsFound: 0, results: await resultsOf(database, uid) }
    },
  }
}

interface Writing {
  readonly database: Database
  readonly live: LivePosture
  readonly remedies: ReadonlyMap<string, string>
  readonly uid: string
  readonly judged: JudgeSettings
  readonly answer: EvaluateAnswer
  readonly progress: Progress
  readonly signal: AbortSignal
}

async function write(writing: Writing): Promise<WriteOutcome> {
  const { database, live, remedies, uid, judged, answer, progress, signal } = writing
  let outcome = NOTHING_WRITTEN
  for (let at = 0; at < answer.differing.length; at += OBJECTS_AT_A_TIME) {
    const of = answer.differing.slice(at, at + OBJECTS_AT_A_TIME)
    const { checks, objects } = await live.ask({ ask: 'records', cluster: uid, settings: judged, of })
    outcome = sum(outcome, await writeChecks(database, { cluster: uid, remedies }, checks, signal))
    await writeObjects(database, objects, signal)
    progress.report(0.4 + (0.4 * at) / answer.differing.length)
  }
  outcome = sum(outcome, await resolveChecks(database, answer.gone, signal))
  await removeObjects(database, answer.goneObjects, signal)
  return outcome
}

function sizeOf({ added, modified, removed }: WriteOutcome): number {
  return added + modified + removed
}

async function clusterOf({ db }: Database, uid: string) {
  const { version, distribution } = cluster
  const [row] = await db.select({ version, distribution }).from(cluster).where(eq(cluster.uid, uid)).limit(1)
  return row ?? { version: '', distribution: '' }
}

/** Who answers for workloads, by their ids. */
async function ownersOf({ db }: Database, uid: string): Promise<Map<string, string>> {
  const owners = new Map<string, string>()
  const { id, owner, cluster: inCluster } = workload
  for (let after = ''; ; ) {
    const rows = await db
      .select({ id, owner })
      .from(workload)
      .where(and(eq(inCluster, uid), ne(owner, ''), gt(id, after)))
      .orderBy(asc(id))
      .limit(ROWS_A_READ)
    for (const row of rows) owners.set(row.id, row.owner)
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_A_READ) return owners
    after = last.id
  }
}

/** Ids of workloads that the last analysis of exposures found reached from the internet. */
async function reachedWorkloads({ db }: Database, uid: string): Promise<Set<string>> {
  const rows = await db
    .selectDistinct({ id: exposure.workload })
    .from(exposure)
    .where(
      and(
        eq(exposure.cluster, uid),
        eq(exposure.state, 'OPEN'),
        eq(exposure.verdict, 'INTERNET'),
        ne(exposure.workload, ''),
      ),
    )
    .orderBy(asc(exposure.workload))
    .limit(50_000)
  return new Set(rows.map(({ id }) => id))
}

function sentenceOf(unread: ReadonlyMap<string, string>): string {
  const [reason] = unread.values()
  const kinds = [...unread.keys()].sort().join(', ')
  return reason === undefined ? '' : `${kinds} could not be read (${[...new Set(unread.values())].sort().join(', ')}).`
}

/** How many failures there are of each severity now. */
async function resultsOf({ db }: Database, uid: string): Promise<Record<string, number>> {
  const rows = await db
    .select({ severity: checkResult.severity, total: sql<number>`count(*)::int` })
    .from(checkResult)
    .where(and(eq(checkResult.cluster, uid), eq(checkResult.state, 'OPEN'), eq(checkResult.result, 'FAIL')))
    .groupBy(checkResult.severity)
    .limit(SEVERITIES.length)
  const bySeverity = new Map(rows.map(({ severity, total }) => [severity, total]))
  return Object.fromEntries(SEVERITIES.slice(0, -1).map((name) => [name, bySeverity.get(name) ?? 0]))
}
