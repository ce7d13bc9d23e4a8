import { sortedText } from '@breakwater/drizzle/tables/columns.ts'
import { CHECK_EACH, type CheckRequirement, checkRule, checkTally } from '@breakwater/drizzle/tables/posture.ts'
import { SEVERITIES } from '@breakwater/drizzle/tables/risk.ts'
import { type SQL, sql } from 'drizzle-orm'
import { boolean, integer, jsonb, snakeCase, text } from 'drizzle-orm/pg-core'

/** What a rule says of all that it judged, by the rank of the worst; the first has judged nothing. */
export const CHECK_STATUSES = [null, 'PASS', 'EXEMPT', 'NOT_ASSESSABLE', 'FAIL'] as const

/** Not a table: rules, each with the sums of its tallies. */
export const ratedRule = snakeCase.table('rated_rule', {
  id: sortedText().notNull(),
  title: sortedText().notNull(),
  titleLower: sortedText().notNull(),
  severity: text({ enum: SEVERITIES }).notNull(),
  severityRank: integer().notNull(),
  why: text().notNull(),
  remedy: text().notNull(),
  noPatch: text().notNull(),
  frameworks: jsonb().$type<readonly CheckRequirement[]>().notNull(),
  custom: boolean().notNull(),
  kinds: text().array().notNull(),
  each: text({ enum: CHECK_EACH }).notNull(),
  expression: text().notNull(),
  present: boolean().notNull(),
  /** -1, as the other numbers, where the rule has judged nothing. */
  failed: integer().notNull(),
  passed: integer().notNull(),
  exempt: integer().notNull(),
  notAssessable: integer().notNull(),
  /** Of the worst, in `CHECK_STATUSES`. */
  statusRank: integer().notNull(),
})

export type RatedRuleRow = typeof ratedRule.$inferSelect

/** The rules as rows of `ratedRule`, with the sums of the tallies that `conditions` leave. */
export function ratedRules(conditions: SQL | undefined): SQL {
  return sql`(
    select ${checkRule}.*, coalesce(tallied.failed, -1) as failed, coalesce(tallied.passed, -1) as passed,
      coalesce(tallied.exempt, -1) as exempt, coalesce(tallied.not_assessable, -1) as not_assessable,
      case when tallied.failed > 0 then 4 when tallied.not_assessable > 0 then 3 when tallied.exempt > 0 then 2
        when tallied.passed > 0 then 1 else 0 end as status_rank
    from ${checkRule} left join (
      select ${checkTally.rule} as rule, sum(${checkTally.failed})::int as failed, sum(${checkTally.passed})::int as passed,
        sum(${checkTally.exempt})::int as exempt, sum(${checkTally.notAssessable})::int as not_assessable
      from ${checkTally} where ${conditions ?? sql`true`} group by ${checkTally.rule}
    ) as tallied on tallied.rule = ${checkRule.id}
  ) as ${ratedRule}`
}
