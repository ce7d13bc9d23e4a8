import { type NewChange, recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import {
  type ASSET_TYPES,
  analysis,
  PRIORITIES,
  type RISK_KINDS,
  type RiskBinding,
  risk,
  SEVERITIES,
} from '@breakwater/drizzle/tables/risk.ts'
import { and, eq, gt, inArray } from 'drizzle-orm'
import { assignWaivers } from './assign.ts'
import { digestOf, type RiskPlace, riskId } from './risk-id.ts'
import { recountRisks } from './rollup.ts'
import { applyNewWaivers, recountHidden } from './waiver-application.ts'

/** What a domain found wrong with one asset. Every domain hands its findings over in this shape; details it keeps beside. */
export interface Finding {
  /** A rule's id or a CVE. */
  readonly rule: string
  readonly title: string
  readonly severity: (typeof SEVERITIES)[number]
  readonly priority: (typeof PRIORITIES)[number]
  /** Why this priority, in words. */
  readonly reasons: readonly string[]
  readonly advice: string
  readonly assetType: (typeof ASSET_TYPES)[number]
  readonly assetId: string
  readonly assetName: string
  /** Of a workload whose pods have it: the name of the container, empty for the pods as such. */
  readonly container?: string
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly owner?: string
  /** What tells two findings of one rule at one asset apart, such as a path. */
  readonly detail?: string
  /** What a waiver for this very risk is bound to; see RiskBinding. */
  readonly binding?: RiskBinding
}

/** Whose findings are replaced: all of `kind` in one cluster, or in one registry. */
export interface FindingScope extends RiskPlace {
  readonly kind: (typeof RISK_KINDS)[number]
}

export interface FindingOutcome {
  readonly added: number
  readonly modified: number
  readonly resolved: number
}

export interface ReplaceOptions {
  readonly signal: AbortSignal
  /** What could not be looked at, in words: what is not among the findings may be there, and is not resolved. */
  readonly incomplete?: string
  /** The same for what could not be looked at and hides no finding; `incomplete` when it is not given. */
  readonly note?: string
}

const BATCH = 200

/**
 * Makes the risks of `scope` be `findings`: new ones are opened, others written where they differ or opened again, and what
 * is not among them is resolved, once all were seen. Each batch is a transaction with its changes; unchanged findings write
 * nothing.
 */
export async function replaceFindings(
  database: Database,
  scope: FindingScope,
  findings: Iterable<Finding> | AsyncIterable<Finding>,
  { signal, incomplete = '', note = incomplete }: ReplaceOptions,
): Promise<FindingOutcome> {
  const startedAt = new Date()
  const seen = new Set<string>()
  let outcome: FindingOutcome = { added: 0, modified: 0, resolved: 0 }
  for await (const batch of batches(findings, scope, seen)) {
    signal.throwIfAborted()
    outcome = sum(outcome, await database.transaction((tx) => writeBatch(tx, batch, startedAt)))
  }
  if (incomplete === '') outcome = sum(outcome, await resolveUnseen(database, scope, seen, startedAt, signal))
  await finishFindings(database, scope, { since: startedAt, incomplete: note })
  return outcome
}

/**
 * Opens, opens again or writes the risks of some findings (at most 200), in the transaction of whoever found them: for a domain that knows what
 * has changed, and keeps its rows and their risks the same. `finishFindings` follows when all are written.
 */
export function writeFindings(
  tx: Queries,
  scope: FindingScope,
  findings: readonly Finding[],
  now: Date,
): Promise<FindingOutcome> {
  const rows = new Map(findings.map((finding) => toRow(finding, scope)).map((row) => [row.id, row]))
  return writeBatch(tx, [...rows.values()], now)
}

/** Resolves those of the risks (at most 200) that are open, in the same way. */
export function resolveFindings(tx: Queries, ids: readonly string[], now: Date): Promise<number> {
  return ids.length === 0 ? Promise.resolve(0) : resolve(tx, ids, now)
}

/** Says that all of `scope` was looked at, or not what `incomplete` names; applies waivers made since, and counts. */
export async function finishFindings(
  database: Database,
  scope: FindingScope,
  { since, incomplete }: { readonly since: Date; readonly incomplete: string },
): Promise<void> {
  await markAnalyzed(database, scope, { at: since, incomplete })
  await applyNewWaivers(database, since)
  await recountHidden(database)
  await recountRisks(database, { cluster: scope.cluster ?? '', registry: scope.registry ?? '' })
}

/** Says that a domain has looked at `scope`: all of it, or not what `incomplete` names. */
export function markAnalyzed(
  database: Database,
  scope: FindingScope,
  { at, incomplete }: { readonly at: Date; readonly incomplete: string },
): Promise<void> {
  return database.transaction((tx) => writeAnalysis(tx, scope, at, incomplete))
}

type RiskRow = typeof risk.$inferSelect
type NewRisk = Omit<RiskRow, 'waiver' | 'firstSeenAt' | 'lastSeenAt' | 'resolvedAt' | 'state'>

async function* batches(
  findings: Iterable<Finding> | AsyncIterable<Finding>,
  scope: FindingScope,
  seen: Set<string>,
): AsyncGenerator<NewRisk[]> {
  let batch: NewRisk[] = []
  for await (const finding of findings) {
    const row = toRow(finding, scope)
    // A domain may find one thing twice; the first one counts.
    if (seen.has(row.id)) continue
    seen.add(row.id)
    batch.push(row)
    if (batch.length === BATCH) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

function toRow(finding: Finding, scope: FindingScope): NewRisk {
  const row = {
    kind: scope.kind,
    cluster: scope.cluster ?? '',
    registry: scope.registry ?? '',
    namespace: finding.namespace ?? '',
    rule: finding.rule,
    title: finding.title,
    titleLower: finding.title.toLowerCase(),
    severity: finding.severity,
    severityRank: SEVERITIES.length - 1 - SEVERITIES.indexOf(finding.severity),
    priority: finding.priority,
    priorityRank: PRIORITIES.length - 1 - PRIORITIES.indexOf(finding.priority),
    reasons: [...finding.reasons],
    advice: finding.advice,
    assetType: finding.assetType,
    assetId: finding.assetId,
    assetName: finding.assetName,
    container: finding.container ?? null,
    labels: { ...finding.labels },
    owner: finding.owner ?? '',
    binding: finding.binding ?? null,
  }
  return { id: riskId(scope, finding), contentHash: digestOf(Object.entries(row)), ...row }
}

async function writeBatch(tx: Queries, batch: readonly NewRisk[], now: Date): Promise<FindingOutcome> {
  const ids = batch.map((row) => row.id)
  const known = await tx.select().from(risk).where(inArray(risk.id, ids)).limit(ids.length).for('update')
  const before = new Map(known.map((row) => [row.id, row]))
  const changes: NewChange[] = []
  const written: string[] = []
  const fresh: NewRisk[] = []
  for (const row of batch) {
    const old = before.get(row.id)
    if (old?.state === 'OPEN' && old.contentHash === row.contentHash) continue
    written.push(row.id)
    changes.push(old?.state === 'OPEN' ? modified(old, row) : opened(row))
    if (!old) fresh.push(row)
    else {
      const reopened = { ...row, state: 'OPEN' as const, lastSeenAt: null, resolvedAt: null }
      await tx.update(risk).set(reopened).where(eq(risk.id, row.id))
    }
  }
  if (fresh.length > 0) await tx.insert(risk).values(fresh.map((row) => ({ ...row, firstSeenAt: now })))
  await recordChanges(tx, changes)
  await assignWaivers(tx, written)
  const added = changes.filter((change) => change.operation === 'ADDED').length
  return { added, modified: changes.length - added, resolved: 0 }
}

/** Columns by which lists are filtered: what a past state is rebuilt from. */
const FILTERABLE = ['severity', 'priority', 'title', 'owner', 'assetName'] as const

function modified(old: RiskRow, row: NewRisk): NewChange {
  const differing = FILTERABLE.filter((column) => old[column] !== row[column])
  const pick = (from: RiskRow | NewRisk) => Object.fromEntries(differing.map((column) => [column, from[column]]))
  return { ...place(row), operation: 'MODIFIED', old: pick(old), new: pick(row) }
}

function opened(row: NewRisk): NewChange {
  return { ...place(row), operation: 'ADDED', new: { ...filterable(row), state: 'OPEN' } }
}

function filterable(row: NewRisk | RiskRow): Record<string, unknown> {
  const { kind, rule, severity, priority, title, assetType, assetId, assetName, owner } = row
  return { kind, rule, severity, priority, title, assetType, assetId, assetName, owner }
}

function place({
  id,
  cluster,
  namespace,
  registry,
}: NewRisk | RiskRow): Pick<NewChange, 'type' | 'node' | 'cluster' | 'namespace' | 'registry'> {
  return { type: 'Risk', node: id, cluster, namespace, registry }
}

async function resolveUnseen(
  database: Database,
  scope: FindingScope,
  seen: ReadonlySet<string>,
  now: Date,
  signal: AbortSignal,
): Promise<FindingOutcome> {
  let resolved = 0
  let after = ''
  for (;;) {
    signal.throwIfAborted()
    const open = await database.db
      .select({ id: risk.id })
      .from(risk)
      .where(
        and(
          eq(risk.cluster, scope.cluster ?? ''),
          eq(risk.registry, scope.registry ?? ''),
          eq(risk.kind, scope.kind),
          eq(risk.state, 'OPEN'),
          gt(risk.id, after),
        ),
      )
      .orderBy(risk.id)
      .limit(BATCH)
    const gone = open.map((row) => row.id).filter((id) => !seen.has(id))
    if (gone.length > 0) resolved += await database.transaction((tx) => resolve(tx, gone, now))
    const last = open.at(-1)
    if (!last || open.length < BATCH) return { added: 0, modified: 0, resolved }
    after = last.id
  }
}

async function resolve(tx: Queries, ids: readonly string[], now: Date): Promise<number> {
  const rows = await tx
    .update(risk)
    .set({ state: 'RESOLVED', resolvedAt: now, lastSeenAt: now })
    .where(and(inArray(risk.id, [...ids]), eq(risk.state, 'OPEN')))
    .returning()
  await recordChanges(
    tx,
    rows.map((row) => ({ ...place(row), operation: 'REMOVED' as const, old: { ...filterable(row), state: 'OPEN' } })),
  )
  return rows.length
}

/** That something was analyzed for the first time, or in full again, turns "not analyzed" into a number: subscribers are told. */
async function writeAnalysis(tx: Queries, scope: FindingScope, analyzedAt: Date, incomplete: string): Promise<void> {
  const { cluster = '', registry = '', kind } = scope
  const [before] = await tx
    .select({ complete: analysis.complete, reason: analysis.reason })
    .from(analysis)
    .where(and(eq(analysis.cluster, cluster), eq(analysis.registry, registry), eq(analysis.kind, kind)))
    .for('update')
  const after = { complete: incomplete === '', reason: incomplete }
  await tx
    .insert(analysis)
    .values({ cluster, registry, kind, analyzedAt, ...after })
    .onConflictDoUpdate({
      target: [analysis.cluster, analysis.registry, analysis.kind],
      set: { analyzedAt, ...after },
    })
  if (before?.complete === after.complete && before.reason === after.reason) return
  const operation = before ? ('MODIFIED' as const) : ('ADDED' as const)
  const node = `${cluster}/${registry}/${kind}`
  await recordChanges(tx, [{ type: 'Analysis', node, operation, cluster, registry, old: before, new: after }])
}

function sum(a: FindingOutcome, b: FindingOutcome): FindingOutcome {
  return { added: a.added + b.added, modified: a.modified + b.modified, resolved: a.resolved + b.resolved }
}
