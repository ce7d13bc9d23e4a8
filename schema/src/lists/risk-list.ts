import { risk } from '@breakwater/drizzle/tables/risk.ts'
import { isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { AssetType, Priority, RiskKind, RiskState, Severity } from '../enums/risk.ts'
import { decodeId, decodeIdsOf } from '../ids.ts'
import { Risk } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const RiskFilter = builder.inputType('RiskFilter', {
  description: 'Which risks. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look.' }),
    text: t.string({ description: "Text anywhere in the title, id, rule, kind or asset's name, in whatever case." }),
    kinds: t.field({ type: [RiskKind], description: 'Kinds.' }),
    rules: t.stringList({ description: 'Ids of rules, or CVEs.' }),
    severities: t.field({ type: [Severity], description: 'Severities.' }),
    priorities: t.field({ type: [Priority], description: 'Priorities.' }),
    states: t.field({ type: [RiskState], description: 'States.' }),
    waived: t.boolean({ description: 'Whether a waiver accepts it.' }),
    waiverIds: t.idList({ description: 'Ids of the waivers that accept them.' }),
    assetIds: t.idList({ description: 'Ids of the assets that they hang on.' }),
    assetTypes: t.field({ type: [AssetType], description: 'Types of the assets that they hang on.' }),
    owners: t.stringList({ description: 'Owners.' }),
  }),
})

export const riskList = defineList({
  name: 'Risk',
  plural: 'risks',
  row: Risk,
  table: risk,
  filter: RiskFilter,
  where: (filter) => [
    withinScope(filter.scope, risk),
    containsText(filter.text, risk.title, risk.id, risk.rule, risk.kind, risk.assetName),
    oneOf(risk.kind, filter.kinds),
    oneOf(risk.rule, filter.rules),
    oneOf(risk.severity, filter.severities),
    oneOf(risk.priority, filter.priorities),
    oneOf(risk.state, filter.states),
    waived(filter.waived),
    oneOf(risk.waiver, decodeIdsOf('Waiver', filter.waiverIds)),
    onAssets(filter.assetIds),
    oneOf(risk.assetType, filter.assetTypes),
    oneOf(risk.owner, filter.owners),
  ],
  visible: (viewer) => visibleTo(viewer, risk),
  orders: {
    PRIORITY: { description: 'By priority, then severity.', by: by(risk, 'priorityRank', 'severityRank') },
    SEVERITY: { description: 'By severity, then priority.', by: by(risk, 'severityRank', 'priorityRank') },
    TITLE: { description: 'By title, whatever its case.', by: by(risk, 'titleLower') },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(risk, 'firstSeenAt') },
  },
  defaultOrder: { field: 'PRIORITY', direction: 'DESC' },
  key: by(risk, 'id'),
})

function waived(wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  return wanted ? isNotNull(risk.waiver) : isNull(risk.waiver)
}

function onAssets(ids: readonly string[] | null | undefined): SQL | undefined {
  if (!ids) return undefined
  const assets = ids.map(decodeId)
  const types = sql.param(assets.map((asset) => asset.type))
  const keys = sql.param(assets.map((asset) => asset.key))
  return sql`(${risk.assetType}, ${risk.assetId}) in (select * from unnest(${types}::text[], ${keys}::text[]))`
}
