import { bytewise } from '@breakwater/drizzle/tables/columns.ts'
import { checkResult } from '@breakwater/drizzle/tables/posture.ts'
import { PRIORITIES, risk, SEVERITIES } from '@breakwater/drizzle/tables/risk.ts'
import { eq, gt, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { CheckOrigin, CheckOutcome } from '../enums/check.ts'
import { Priority, Severity } from '../enums/risk.ts'
import { decodeIdsOf } from '../ids.ts'
import { CheckResult, type CheckResultRow } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneName, oneOf, ranked } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'
import { byCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const CheckResultFilter = builder.inputType('CheckResultFilter', {
  description: 'Which results of configuration rules. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Results are in no registry.' }),
    text: t.string({ description: "Text anywhere in the rule's id or title or the object's name, in whatever case." }),
    rules: t.stringList({ description: 'Ids of rules, such as `KC-001`.' }),
    results: t.field({ type: [CheckOutcome], description: 'What they say. What a waiver accepts is EXEMPT.' }),
    severities: t.field({ type: [Severity], description: 'Severities of the rules.' }),
    priorities: t.field({ type: [Priority], description: 'Priorities.' }),
    origins: t.field({ type: [CheckOrigin], description: 'Who set it up so.' }),
    objectKinds: t.stringList({ description: 'Kinds of the objects, as in Kubernetes, such as `Deployment`.' }),
    objectNames: t.stringList({ description: 'Names of the objects.' }),
    workloadIds: t.idList({ description: 'Ids of workloads.' }),
    owners: t.stringList({ description: 'Who answers for the workload.' }),
    covered: t.boolean({ description: 'Whether another rule says more of the same fault.' }),
    mendable: t.boolean({ description: 'Whether a change is known that sets it right.' }),
    firstSeen: t.field({ type: DateTimeRange, description: 'When a check first found it.' }),
    resolved: t.boolean({ description: 'True: only what is gone. Otherwise only what is there.' }),
  }),
})

export const checkResultList = defineList({
  name: 'CheckResult',
  plural: 'results of configuration rules',
  row: CheckResult,
  table: checkResult,
  filter: CheckResultFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: checkResult.cluster, namespace: checkResult.namespace }),
    containsText(filter.text, checkResult.rule, checkResult.title, checkResult.objectName),
    oneOf(checkResult.rule, filter.rules),
    said(filter.results),
    ranked(checkResult.severityRank, SEVERITIES.toReversed(), filter.severities),
    ranked(checkResult.priorityRank, PRIORITIES.toReversed(), filter.priorities),
    oneOf(bytewise(checkResult.origin), filter.origins),
    oneOf(checkResult.objectKind, filter.objectKinds),
    oneName(checkResult.objectName, checkResult.objectNameLower, filter.objectNames),
    oneOf(checkResult.workload, decodeIdsOf('Workload', filter.workloadIds)),
    oneOf(checkResult.owner, filter.owners),
    covered(filter.covered),
    mendable(filter.mendable),
    inTime(checkResult.firstSeenAt, filter.firstSeen),
    eq(checkResult.state, filter.resolved === true ? 'RESOLVED' : 'OPEN'),
  ],
  visible: (viewer) => visibleTo(viewer, checkResult),
  orders: {
    PRIORITY: {
      description: 'By priority, then severity; what is no risk first.',
      by: by(checkResult, 'priorityRank', 'severityRank'),
    },
    SEVERITY: {
      description: 'By severity, then priority; what is no risk first.',
      by: by(checkResult, 'severityRank', 'priorityRank'),
    },
    TITLE: { description: "By the rule's title, whatever its case.", by: by(checkResult, 'titleLower') },
    RULE: { description: "By the rule's id.", by: by(checkResult, 'rule') },
    OBJECT: { description: "By the object's name, whatever its case.", by: by(checkResult, 'objectNameLower') },
    KIND: { description: "By the object's kind.", by: by(checkResult, 'objectKind') },
    NAMESPACE: { description: 'By namespace; what is in none first.', by: by(checkResult, 'namespace') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(checkResult.cluster) },
    OWNER: { description: 'By who answers for the workload; nobody first.', by: by(checkResult, 'owner') },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(checkResult, 'firstSeenAt') },
  },
  defaultOrder: { field: 'PRIORITY', direction: 'DESC' },
  key: by(checkResult, 'id'),
})

/** Kept a question of its own to each row: as a join it would read all risks. */
export const isWaived = sql`(exists (
  select 1 from ${risk} where ${risk.id} = ${checkResult.risk} and ${risk.state} = 'OPEN' and ${risk.waiver} is not null
)) is true`

function said(wanted: readonly CheckResultRow['result'][] | null | undefined): SQL | undefined {
  if (!wanted) return undefined
  const result = bytewise(checkResult.result)
  const each = wanted.map((one) => {
    if (one === 'FAIL') return sql`(${result} = 'FAIL' and not (${isWaived}))`
    if (one === 'EXEMPT') return sql`(${result} = 'EXEMPT' or (${result} = 'FAIL' and ${isWaived}))`
    return sql`${result} = ${one}`
  })
  return or(...each) ?? sql`false`
}

function covered(wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  return wanted ? gt(checkResult.under, '') : eq(checkResult.under, '')
}

function mendable(wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  return wanted ? isNotNull(checkResult.mending) : isNull(checkResult.mending)
}
