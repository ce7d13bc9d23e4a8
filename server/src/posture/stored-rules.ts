import type { Database } from '@breakwater/drizzle/database.ts'
import { checkRule } from '@breakwater/drizzle/tables/posture.ts'
import { and, asc, eq } from 'drizzle-orm'
import type { CustomRuleSource } from './custom-rule.ts'
import type { RuleSeverity } from './rule.ts'

type RuleRow = typeof checkRule.$inferSelect

/** More than users may write. */
const MOST_RULES = 1_000

/** The rules that users wrote and did not delete, by their ids: `customRule` makes rules of them. */
export async function rulesOfUsers({ db }: Database): Promise<CustomRuleSource[]> {
  const rows = await db
    .select()
    .from(checkRule)
    .where(and(eq(checkRule.custom, true), eq(checkRule.present, true)))
    .orderBy(asc(checkRule.id))
    .limit(MOST_RULES)
  return rows.map(sourceOf)
}

function sourceOf({ id, title, severity, kinds, each, expression, why, remedy }: RuleRow): CustomRuleSource {
  return {
    id,
    title,
    severity: severity.toLowerCase() as RuleSeverity,
    kinds,
    each: eachOf(each),
    expression,
    why,
    remedy,
  }
}

/** What is asked, as rules name it. */
export function eachOf(each: RuleRow['each']): CustomRuleSource['each'] {
  return each === 'CONTAINER' ? 'container' : 'object'
}
