import { randomUUID } from 'node:crypto'
import { recordAudit } from '@breakwater/drizzle/audit.ts'
import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { ASSET_TYPES, RISK_KINDS, risk, waiver } from '@breakwater/drizzle/tables/risk.ts'
import { RequestError, type WaiverService, type WaiverTarget } from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { visibleTo } from '@breakwater/schema/visible.ts'
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import { waiverCoversRisk } from './matching.ts'
import { applyWaiver } from './waiver-application.ts'

const LONGEST_TEXT = 2_000

/** The one waiver model, for risks of every domain. */
export function createWaiverService(database: Database): WaiverService {
  return {
    async preview(target, viewer, limit) {
      const row = await toRow(database, target, viewer)
      // What another waiver hides already stays that one's.
      const covered = and(eq(risk.state, 'OPEN'), isNull(risk.waiver), visibleTo(viewer, risk), coveredBy(row))
      const [[count], rows] = await Promise.all([
        database.db.select({ hides: sql<number>`count(*)::int` }).from(risk).where(covered),
        database.db
          .select({ id: risk.id })
          .from(risk)
          .where(covered)
          .orderBy(desc(risk.priorityRank), desc(risk.severityRank), asc(risk.id))
          .limit(limit),
      ])
      return { hides: count?.hides ?? 0, riskIds: rows.map((found) => found.id) }
    },

    async create({ target, reason, owner, until }, viewer) {
      const row = await toRow(database, target, viewer)
      requireText(reason, 'reason', 'Say why this is accepted.')
      requireText(owner, 'owner', 'Say who answers for it.')
      if (until.getTime() <= Date.now())
        throw new RequestError('INVALID_UNTIL', 'The date must be in the future.', ['until'])
      const id = randomUUID()
      await database.transaction(async (tx) => {
        const values = { ...row, id, reason, owner, until, createdAt: new Date(), createdBy: viewer.actor }
        await tx.insert(waiver).values(values)
        const { cluster, namespace, registry } = row
        await recordChanges(tx, [
          {
            type: 'Waiver',
            node: id,
            operation: 'ADDED',
            cluster,
            namespace,
            registry,
            new: { owner, until: until.toISOString() },
          },
        ])
        await recordAudit(tx, viewer, {
          action: 'createWaiver',
          cluster,
          namespace,
          registry,
          target: id,
          details: { owner },
        })
      })
      await applyWaiver(database, id)
      return id
    },

    async end(id, viewer) {
      await database.transaction(async (tx) => {
        const [row] = await tx
          .update(waiver)
          .set({ ended: true, pending: true })
          .where(and(eq(waiver.id, id), eq(waiver.ended, false), visibleTo(viewer, waiver)))
          .returning()
        if (!row) throw new RequestError('NOT_FOUND', 'There is no such waiver, or it has ended.', ['waiver'])
        const { cluster, namespace, registry } = row
        await recordChanges(tx, [
          {
            type: 'Waiver',
            node: id,
            operation: 'MODIFIED',
            cluster,
            namespace,
            registry,
            old: { ended: false },
            new: { ended: true },
          },
        ])
        await recordAudit(tx, viewer, { action: 'endWaiver', cluster, namespace, registry, target: id })
      })
      await applyWaiver(database, id)
    },
  }
}

type TargetRow = Pick<
  typeof waiver.$inferSelect,
  'kind' | 'rule' | 'assetType' | 'assetId' | 'assetName' | 'cluster' | 'namespace' | 'registry' | 'labels' | 'binding'
>

async function toRow(database: Database, target: WaiverTarget, viewer: Viewer): Promise<TargetRow> {
  if (target.risk !== undefined) return toRowOfRisk(database, target.risk, target, viewer)
  const kind = target.kind === undefined ? null : oneOf(RISK_KINDS, target.kind, 'kind')
  const assetType = target.assetType === undefined ? null : oneOf(ASSET_TYPES, target.assetType, 'assetType')
  const { rule = '', assetId = '', assetName = '', cluster = '', namespace = '', registry = '', labels = {} } = target
  const texts = [rule, assetId, assetName, cluster, namespace, registry]
  if (kind === null && assetType === null && texts.every((text) => text === '') && Object.keys(labels).length === 0) {
    throw new RequestError('EMPTY_TARGET', 'Say what the waiver is for; one that covers everything is not made.', [
      'target',
    ])
  }
  return {
    kind,
    assetType,
    rule,
    assetId,
    assetName,
    cluster,
    namespace,
    registry,
    labels: { ...labels },
    binding: null,
  }
}

/** One risk as it is now: its rule at its asset, bound to how far it reaches where its kind tells that. */
async function toRowOfRisk(database: Database, id: string, target: WaiverTarget, viewer: Viewer): Promise<TargetRow> {
  const others = Object.entries(target).filter(([name, value]) => name !== 'risk' && value !== undefined)
  if (others.length > 0) throw new RequestError('INVALID_VALUE', 'Name one risk, or selectors, not both.', ['target'])
  const [row] = await database.db
    .select()
    .from(risk)
    .where(and(eq(risk.id, id), visibleTo(viewer, risk)))
    .limit(1)
  if (!row) throw new RequestError('NOT_FOUND', 'There is no such risk.', ['target', 'risk'])
  const { kind, rule, assetType, assetId, cluster, namespace, registry, binding } = row
  return { kind, rule, assetType, assetId, assetName: '', cluster, namespace, registry, labels: {}, binding }
}

function oneOf<T extends string>(allowed: readonly T[], value: string, field: string): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined) throw new RequestError('INVALID_VALUE', `One of ${allowed.join(', ')}.`, ['target', field])
  return found
}

function requireText(text: string, field: string, advice: string): void {
  if (text.trim() === '' || text.length > LONGEST_TEXT) {
    throw new RequestError('INVALID_VALUE', `${advice} 1 to ${LONGEST_TEXT} characters.`, [field])
  }
}

/** The condition of a waiver that is not stored yet: a row of values under the table's own name. */
function coveredBy(row: TargetRow) {
  return sql`exists (
    select 1 from (select
      ${row.kind}::text as kind, ${row.rule}::text as rule, ${row.cluster}::text as cluster, ${row.namespace}::text as namespace,
      ${row.registry}::text as registry, ${row.assetType}::text as asset_type, ${row.assetId}::text as asset_id,
      ${row.assetName}::text as asset_name, ${JSON.stringify(row.labels)}::jsonb as labels,
      ${row.binding && JSON.stringify(row.binding)}::jsonb as binding
    ) as ${waiver} where ${waiverCoversRisk}
  )`
}
