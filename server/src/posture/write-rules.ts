import { isDeepStrictEqual } from 'node:util'
import type { Database } from '@breakwater/drizzle/database.ts'
import { checkRule } from '@breakwater/drizzle/tables/posture.ts'
import { SEVERITIES } from '@breakwater/drizzle/tables/risk.ts'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Rule } from './rule.ts'

type RuleRow = typeof checkRule.$inferSelect

/** Far more than there are. */
const MOST_RULES = 2_000

/**
 * Makes the rows of the product's own rules what `rules` are: what differs is written, what is no longer among them is marked as gone. Those that
 * users wrote stay as they are.
 */
export async function writeRules(database: Database, rules: readonly Rule[]): Promise<void> {
  await database.transaction(async (tx) => {
    const rows = await tx.select().from(checkRule).where(eq(checkRule.custom, false)).limit(MOST_RULES)
    const stored = new Map(rows.map((row) => [row.id, row]))
    const differing = rules.map(rowOf).filter((row) => !isDeepStrictEqual(row, stored.get(row.id)))
    // Several replicas start at once, and each writes the same.
    if (differing.length > 0)
      await tx.insert(checkRule).values(differing).onConflictDoUpdate({ target: checkRule.id, set: EXCLUDED })
    const kept = new Set(rules.map(({ id }) => id))
    const gone = rows.filter((row) => row.present && !kept.has(row.id)).map((row) => row.id)
    if (gone.length > 0)
      await tx
        .update(checkRule)
        .set({ present: false })
        .where(and(eq(checkRule.custom, false), inArray(checkRule.id, gone)))
  })
}

const EXCLUDED = Object.fromEntries(
  (
    [
      ['title', 'title'],
      ['titleLower', 'title_lower'],
      ['severity', 'severity'],
      ['severityRank', 'severity_rank'],
      ['why', 'why'],
      ['remedy', 'remedy'],
      ['noPatch', 'no_patch'],
      ['frameworks', 'frameworks'],
      ['present', 'present'],
    ] as const
  ).map(([name, column]) => [name, sql.raw(`excluded.${column}`)]),
)

function rowOf({ id, title, severity, why, remedy, noPatch, frameworks }: Rule): RuleRow {
  return {
    ...{ id, title, titleLower: title.toLowerCase(), why, remedy, noPatch: noPatch ?? '' },
    ...severityOf(severity),
    frameworks: frameworks.map(({ framework, version, section }) => ({ framework, version, section })),
    ...{ custom: false, kinds: [], each: 'OBJECT', expression: '', present: true },
  }
}

/** The severity of a rule as rows have it. */
export function severityOf(severity: Rule['severity']): Pick<RuleRow, 'severity' | 'severityRank'> {
  const word = severity.toUpperCase() as Uppercase<Rule['severity']>
  return { severity: word, severityRank: SEVERITIES.toReversed().indexOf(word) }
}
