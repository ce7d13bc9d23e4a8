import { bytewise } from '@breakwater/drizzle/tables/columns.ts'
import { PRIORITIES, risk, SEVERITIES } from '@breakwater/drizzle/tables/risk.ts'
import { isNotNull, isNull, type SQL } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { AssetType, Priority, RiskKind, RiskState, Severity } from '../enums/risk.ts'
import { decodeIdsOf } from '../ids.ts'
import { Risk } from '../refs.ts'
import { countsFor } from '../risk-reach.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf, ranked } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'
import { byClusterIfAny } from './related-orders.ts'
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
    assetIds: t.idList({
      description: 'Ids of the assets that they count for: they hang on them, or on what is in them.',
    }),
    assetTypes: t.field({ type: [AssetType], description: 'Types of the assets that they hang on.' }),
    assetNames: t.stringList({ description: 'Names of the assets that they hang on.' }),
    owners: t.stringList({ description: 'Owners.' }),
    firstSeen: t.field({ type: DateTimeRange, description: 'When an analysis first found it.' }),
  }),
})

export const riskList = defineList({
  name: 'Risk',
  plural: 'risks',
  row: Risk,
  table: risk,
  filter: RiskFilter,
  where: (filter, { viewer }) => [
    withinScope(filter.scope, risk),
    containsText(filter.text, risk.title, risk.id, risk.rule, risk.kind, risk.assetName),
    oneOf(bytewise(risk.kind), filter.kinds),
    oneOf(risk.rule, filter.rules),
    ranked(risk.severityRank, SEVERITIES.toReversed(), filter.severities),
    ranked(risk.priorityRank, PRIORITIES.toReversed(), filter.priorities),
    oneOf(risk.state, filter.states),
    waived(filter.waived),
    oneOf(risk.waiver, decodeIdsOf('Waiver', filter.waiverIds)),
    countsFor(viewer, filter.assetIds),
    oneOf(risk.assetType, filter.assetTypes),
    oneOf(risk.assetName, filter.assetNames),
    oneOf(risk.owner, filter.owners),
    inTime(risk.firstSeenAt, filter.firstSeen),
  ],
  visible: (viewer) => visibleTo(viewer, risk),
  orders: {
    PRIORITY: { description: 'By priority, then severity.', by: by(risk, 'priorityRank', 'severityRank') },
    SEVERITY: { description: 'By severity, then priority.', by: by(risk, 'severityRank', 'priorityRank') },
    TITLE: { description: 'By title, whatever its case.', by: by(risk, 'titleLower') },
    KIND: { description: 'By kind.', by: by(risk, 'kind') },
    ASSET: { description: "By the asset's name.", by: by(risk, 'assetName') },
    CLUSTER: {
      description: 'By name of the cluster, whatever its case; what is in none first.',
      ...byClusterIfAny(risk.cluster),
    },
    NAMESPACE: { description: 'By namespace; what is in none first.', by: by(risk, 'namespace') },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(risk, 'firstSeenAt') },
  },
  defaultOrder: { field: 'PRIORITY', direction: 'DESC' },
  key: by(risk, 'id'),
})

function waived(wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  return wanted ? isNotNull(risk.waiver) : isNull(risk.waiver)
}
