import { recordAudit } from '@breakwater/drizzle/audit.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import { checkRule } from '@breakwater/drizzle/tables/posture.ts'
import { SEVERITIES } from '@breakwater/drizzle/tables/risk.ts'
import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { CheckScope } from '../enums/check.ts'
import { Severity } from '../enums/risk.ts'
import { decodeIdOf, encodeId } from '../ids.ts'
import { loadersOf } from '../loaders.ts'
import { Check } from '../refs.ts'
import { RequestError } from '../services.ts'
import { required } from '../types/required.ts'
import { mutation } from './mutation.ts'

type RuleRow = typeof checkRule.$inferSelect
type Written = Pick<RuleRow, 'title' | 'severity' | 'kinds' | 'each' | 'expression' | 'why' | 'remedy'>

const MOST_RULES = 100
const MOST_KINDS = 20
const MOST_TITLE_CHARACTERS = 120
const MOST_CHARACTERS = 1_000

mutation({
  name: 'createCheck',
  description: 'Adds a configuration rule of your own. Clusters are judged anew.',
  role: 'ADMINISTRATOR',
  what: 'write rules',
  input: (t) => ({
    title: t.string({ required: true, description: 'What is wrong where it fails, in a few words.' }),
    severity: t.field({ type: Severity, required: true, description: 'How bad that is; not UNKNOWN.' }),
    kinds: t.stringList({
      required: true,
      description: 'Kinds of objects that it judges, such as `Ingress`; `Workload` stands for all that make pods.',
    }),
    each: t.field({ type: CheckScope, defaultValue: 'OBJECT', description: 'What is asked.' }),
    expression: t.string({
      required: true,
      description:
        'True of what is wrong, in the Common Expression Language, with `object`, `metadata`, `spec` (of a workload that of its pods) and `container`.',
    }),
    why: t.string({ defaultValue: '', description: 'What somebody can do with it.' }),
    remedy: t.string({ defaultValue: '', description: 'How to set it right.' }),
  }),
  payload: { check: { type: Check, description: 'The rule.' } },
  run: async (input, context) => {
    const { title, severity, kinds, each, expression, why, remedy } = input
    const written = { title, severity, kinds, each: each ?? 'OBJECT', expression, why: why ?? '', remedy: remedy ?? '' }
    const values = examined(written, context)
    const id = await context.database.transaction(async (tx) => {
      // Two that are made at once get two numbers.
      await tx.execute(sql`lock table ${checkRule} in share row exclusive mode`)
      const made = await nextNumber(tx)
      await tx.insert(checkRule).values({ id: made, ...values, custom: true })
      await recordAudit(tx, context.viewer, { action: 'createCheck', target: made, details: { title: values.title } })
      return made
    })
    return judgedAnew(context, id)
  },
})

mutation({
  name: 'updateCheck',
  description: 'Changes a configuration rule of your own. Clusters are judged anew.',
  role: 'ADMINISTRATOR',
  what: 'write rules',
  input: (t) => ({
    check: t.id({ required: true, description: 'Id of the rule.' }),
    title: t.string({ description: 'What is wrong where it fails. Left as it is when not given.' }),
    severity: t.field({ type: Severity, description: 'How bad that is. Left as it is when not given.' }),
    kinds: t.stringList({ description: 'Kinds of objects that it judges. Left as they are when not given.' }),
    each: t.field({ type: CheckScope, description: 'What is asked. Left as it is when not given.' }),
    expression: t.string({ description: 'True of what is wrong. Left as it is when not given.' }),
    why: t.string({ description: 'What somebody can do with it. Left as it is when not given.' }),
    remedy: t.string({ description: 'How to set it right. Left as it is when not given.' }),
  }),
  payload: { check: { type: Check, description: 'The rule.' } },
  run: async ({ check, ...input }, context) => {
    const id = decodeIdOf('Check', check)
    await context.database.transaction(async (tx) => {
      const before = await ruleOfUsers(tx, id)
      const values = examined(
        {
          title: input.title ?? before.title,
          severity: input.severity ?? before.severity,
          kinds: input.kinds ?? before.kinds,
          each: input.each ?? before.each,
          expression: input.expression ?? before.expression,
          why: input.why ?? before.why,
          remedy: input.remedy ?? before.remedy,
        },
        context,
      )
      await tx.update(checkRule).set(values).where(eq(checkRule.id, id))
      await recordAudit(tx, context.viewer, { action: 'updateCheck', target: id, details: { title: values.title } })
    })
    return judgedAnew(context, id)
  },
})

mutation({
  name: 'deleteCheck',
  description:
    'Takes a configuration rule of your own away. What it found is gone with the next check of each cluster.',
  role: 'ADMINISTRATOR',
  what: 'write rules',
  input: (t) => ({ check: t.id({ required: true, description: 'Id of the rule.' }) }),
  payload: { deletedCheckId: { type: 'ID', description: 'Id of the rule that is gone.' } },
  run: async ({ check }, context) => {
    const id = decodeIdOf('Check', check)
    await context.database.transaction(async (tx) => {
      const { title } = await ruleOfUsers(tx, id)
      // What it once found is told by it.
      await tx.update(checkRule).set({ present: false }).where(eq(checkRule.id, id))
      await recordAudit(tx, context.viewer, { action: 'deleteCheck', target: id, details: { title } })
    })
    await context.services.checks.judgeAnew()
    return { deletedCheckId: encodeId('Check', id) }
  },
})

/** `CU-` and the number after the last one; deleted ones keep theirs. */
async function nextNumber(tx: Queries): Promise<string> {
  const [row] = await tx
    .select({
      made: sql<number>`count(*)`.mapWith(Number),
      present: sql<number>`count(*) filter (where ${checkRule.present})`.mapWith(Number),
    })
    .from(checkRule)
    .where(eq(checkRule.custom, true))
  const { made, present } = row ?? { made: 0, present: 0 }
  if (present >= MOST_RULES)
    throw new RequestError('TOO_MANY', `There are ${present} rules of your own already. Delete one first.`)
  return `CU-${String(made + 1).padStart(3, '0')}`
}

async function ruleOfUsers(tx: Queries, id: string): Promise<RuleRow> {
  const [row] = await tx
    .select()
    .from(checkRule)
    .where(and(eq(checkRule.id, id), eq(checkRule.present, true)))
    .limit(1)
    .for('update')
  if (!row) throw new RequestError('NOT_FOUND', 'There is no such rule.', ['check'])
  if (!row.custom)
    throw new RequestError('NOT_YOURS', 'This rule comes with the product. Accept what it finds by a waiver.', [
      'check',
    ])
  return row
}

/** Throws `RequestError` for what does not fit. */
function examined({ title, severity, kinds, each, expression, why, remedy }: Written, context: Context) {
  if (severity === 'UNKNOWN') throw new RequestError('INVALID', 'Say how bad it is.', ['severity'])
  if (kinds.length === 0 || kinds.length > MOST_KINDS)
    throw new RequestError('INVALID', `Name 1 to ${MOST_KINDS} kinds.`, ['kinds'])
  const named = textOf(title, 'title', MOST_TITLE_CHARACTERS)
  if (named === '') throw new RequestError('INVALID', 'Say what is wrong where it fails.', ['title'])
  context.services.checks.examine({ kinds, each, expression })
  return {
    ...{ title: named, titleLower: named.toLowerCase(), severity, kinds: [...new Set(kinds)], each, expression },
    severityRank: SEVERITIES.toReversed().indexOf(severity),
    why: textOf(why, 'why', MOST_CHARACTERS),
    remedy: textOf(remedy, 'remedy', MOST_CHARACTERS),
    noPatch: 'A rule of your own tells what is wrong, and no patch.',
  }
}

function textOf(text: string, field: string, most: number): string {
  const trimmed = text.trim()
  if (trimmed.length > most) throw new RequestError('INVALID', `At most ${most} characters.`, [field])
  return trimmed
}

async function judgedAnew(context: Context, id: string) {
  await context.services.checks.judgeAnew()
  return { check: required(await loadersOf(context).nodes.Check.load(id), 'rule') }
}
