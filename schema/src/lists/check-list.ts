import { checkTally } from '@breakwater/drizzle/tables/posture.ts'
import { SEVERITIES } from '@breakwater/drizzle/tables/risk.ts'
import { eq, or, type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { CheckStatus, FrameworkName } from '../enums/check.ts'
import { Severity } from '../enums/risk.ts'
import { CHECK_STATUSES, ratedRule, ratedRules } from '../rated-rules.ts'
import { Check } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, is, oneOf, ranked } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { IntRange, inRange } from './ranges.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const CheckFilter = builder.inputType('CheckFilter', {
  description: 'Which configuration rules. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({
      type: ScopeInput,
      description: 'What their numbers are of. It leaves out no rule, and what they judge is in no registry.',
    }),
    text: t.string({ description: 'Text anywhere in the id or title, in whatever case.' }),
    rules: t.stringList({ description: 'Ids of rules, such as `KC-001`.' }),
    severities: t.field({ type: [Severity], description: 'Severities.' }),
    frameworks: t.field({ type: [FrameworkName], description: 'Frameworks of which they look after a requirement.' }),
    statuses: t.field({ type: [CheckStatus], description: 'The worst that they say.' }),
    judged: t.boolean({ description: 'Whether they have judged anything.' }),
    custom: t.boolean({ description: 'Whether users wrote them.' }),
    failed: t.field({ type: IntRange, description: 'How much is wrong by them.' }),
  }),
})

export const checkList = defineList({
  name: 'Check',
  plural: 'configuration rules',
  row: Check,
  table: ratedRule,
  source: ratedRules,
  filter: CheckFilter,
  where: (filter) => [withinScope(filter.scope, { cluster: checkTally.cluster, namespace: checkTally.namespace })],
  having: (filter) => [
    eq(ratedRule.present, true),
    containsText(filter.text, ratedRule.id, ratedRule.title),
    oneOf(ratedRule.id, filter.rules),
    ranked(ratedRule.severityRank, SEVERITIES.toReversed(), filter.severities),
    ofFrameworks(filter.frameworks),
    ranked(ratedRule.statusRank, CHECK_STATUSES.map(String), filter.statuses),
    judged(filter.judged),
    is(ratedRule.custom, filter.custom),
    inRange(ratedRule.failed, filter.failed),
  ],
  visible: (viewer) => visibleTo(viewer, checkTally),
  orders: {
    SEVERITY: {
      description: 'By severity, then by how much is wrong.',
      by: by(ratedRule, 'severityRank', 'failed'),
    },
    STATUS: {
      description: 'By the worst that they say, then severity.',
      by: by(ratedRule, 'statusRank', 'severityRank'),
    },
    TITLE: { description: 'By title, whatever its case.', by: by(ratedRule, 'titleLower') },
    FAILED: {
      description: 'By how much is wrong, then severity; what has judged nothing first.',
      by: by(ratedRule, 'failed', 'severityRank'),
    },
    EXEMPT: {
      description: 'By how much is held for right; what has judged nothing first.',
      by: by(ratedRule, 'exempt'),
    },
    NOT_ASSESSABLE: {
      description: 'By how often nothing can be said; what has judged nothing first.',
      by: by(ratedRule, 'notAssessable'),
    },
    PASSED: { description: 'By how much is right; what has judged nothing first.', by: by(ratedRule, 'passed') },
    ID: { description: 'By id.', by: [] },
  },
  defaultOrder: { field: 'SEVERITY', direction: 'DESC' },
  key: by(ratedRule, 'id'),
})

function ofFrameworks(wanted: readonly string[] | null | undefined): SQL | undefined {
  if (!wanted) return undefined
  const each = wanted.map((framework) => sql`${ratedRule.frameworks} @> ${JSON.stringify([{ framework }])}::jsonb`)
  return or(...each) ?? sql`false`
}

function judged(wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  return wanted ? sql`${ratedRule.statusRank} > 0` : sql`${ratedRule.statusRank} = 0`
}
