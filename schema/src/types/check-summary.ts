import { checkTally } from '@breakwater/drizzle/tables/posture.ts'
import { PRIORITIES, riskCount, SEVERITIES } from '@breakwater/drizzle/tables/risk.ts'
import DataLoader from 'dataloader'
import { and, eq, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { Priority, Severity } from '../enums/risk.ts'
import { loadersOf } from '../loaders.ts'
import { Cluster } from '../refs.ts'
import { anyOf, visibleTo } from '../visible.ts'

interface Told {
  readonly passed: number
  readonly failed: number
  readonly exempt: number
  readonly notAssessable: number
}

interface FailedCount {
  readonly cluster: string
  readonly severity: (typeof SEVERITIES)[number]
  readonly priority: (typeof PRIORITIES)[number]
  readonly total: number
}

interface Summary {
  /** Undefined: it was never checked. */
  readonly analysis: { readonly analyzedAt: Date; readonly complete: boolean; readonly reason: string } | undefined
  readonly told: Told
  readonly failed: readonly FailedCount[]
}

interface CountOf<Word> {
  readonly word: Word
  readonly failed: number | null
}

const CheckSeverityCount = builder.objectRef<CountOf<FailedCount['severity']>>('CheckSeverityCount').implement({
  description: 'How much is wrong by rules of a severity.',
  fields: (t) => ({
    severity: t.expose('word', { type: Severity, description: 'The severity.' }),
    failed: t.exposeInt('failed', { nullable: true, description: 'Places that are wrong; null until it was checked.' }),
  }),
})

const CheckPriorityCount = builder.objectRef<CountOf<FailedCount['priority']>>('CheckPriorityCount').implement({
  description: 'How much is wrong of a priority.',
  fields: (t) => ({
    priority: t.expose('word', { type: Priority, description: 'The priority.' }),
    failed: t.exposeInt('failed', { nullable: true, description: 'Places that are wrong; null until it was checked.' }),
  }),
})

const CheckSummary = builder.objectRef<Summary>('CheckSummary').implement({
  description:
    'What configuration rules say of a cluster and of what is in it. Null, with a reason, until it was checked.',
  fields: (t) => ({
    analyzed: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was last checked; null: never.',
      resolve: ({ analysis }) => analysis?.analyzedAt ?? null,
    }),
    notAnalyzedReason: t.string({
      nullable: true,
      description: 'Why the numbers are null, or what they do not cover.',
      resolve: ({ analysis }) => {
        if (!analysis) return 'No check has run yet.'
        return analysis.complete ? null : analysis.reason || 'The last check could not look at everything.'
      },
    }),
    failed: t.int({
      nullable: true,
      description: 'Places that are wrong, without those that a waiver accepts.',
      resolve: (summary) => ifChecked(summary, summary.told.failed),
    }),
    bySeverity: t.field({
      type: [CheckSeverityCount],
      description: 'The same by severity of the rule, the worst first.',
      resolve: (summary) => SEVERITIES.map((word) => counted(summary, word, ({ severity }) => severity === word)),
    }),
    byPriority: t.field({
      type: [CheckPriorityCount],
      description: 'The same by priority, the highest first.',
      resolve: (summary) => PRIORITIES.map((word) => counted(summary, word, ({ priority }) => priority === word)),
    }),
    passed: t.int({
      nullable: true,
      description: 'How often an object passes a rule.',
      resolve: (summary) => ifChecked(summary, summary.told.passed),
    }),
    exempt: t.int({
      nullable: true,
      description: 'Places that are held for right, as by waivers.',
      resolve: (summary) => ifChecked(summary, summary.told.exempt),
    }),
    notAssessable: t.int({
      nullable: true,
      description: 'How often nothing can be said.',
      resolve: (summary) => ifChecked(summary, summary.told.notAssessable),
    }),
  }),
})

builder.objectField(Cluster, 'checkSummary', (t) =>
  t.field({
    type: CheckSummary,
    description: 'What configuration rules say of it and of what is in it.',
    resolve: async ({ uid }, _args, context) => {
      const loaders = loadersOf(context)
      const [analyses, told, failed] = await Promise.all([
        loaders.analyses.load(uid),
        loaders.keyed('what rules say of clusters', true, () => toldOf(context)).load(uid),
        loaders.keyed('what is wrong with clusters', true, () => failedOf(context)).load(uid),
      ])
      return { analysis: analyses.find(({ kind }) => kind === 'CONFIGURATION'), told, failed }
    },
  }),
)

function ifChecked({ analysis }: Summary, number: number): number | null {
  return analysis ? number : null
}

function counted<Word>(summary: Summary, word: Word, isMeant: (count: FailedCount) => boolean): CountOf<Word> {
  const total = summary.failed.filter(isMeant).reduce((sum, count) => sum + count.total, 0)
  return { word, failed: ifChecked(summary, total) }
}

const NOTHING: Told = { passed: 0, failed: 0, exempt: 0, notAssessable: 0 }

function toldOf(context: Context): DataLoader<string, Told> {
  return new DataLoader(async (uids) => {
    const { cluster, passed, failed, exempt, notAssessable } = checkTally
    const rows = await context.database.db
      .select({
        cluster,
        passed: sql<number>`sum(${passed})::int`,
        failed: sql<number>`sum(${failed})::int`,
        exempt: sql<number>`sum(${exempt})::int`,
        notAssessable: sql<number>`sum(${notAssessable})::int`,
      })
      .from(checkTally)
      .where(and(anyOf(cluster, uids), visibleTo(context.viewer, checkTally)))
      .groupBy(cluster)
      .limit(uids.length)
    return uids.map((uid) => rows.find((row) => row.cluster === uid) ?? NOTHING)
  })
}

/** All that is wrong is a risk, so that the roll-up of those tells it by severity and priority. */
function failedOf(context: Context): DataLoader<string, readonly FailedCount[]> {
  return new DataLoader(async (uids) => {
    const { cluster, severity, priority, total } = riskCount
    const rows = await context.database.db
      .select({ cluster, severity, priority, total: sql<number>`sum(${total})::int` })
      .from(riskCount)
      .where(
        and(
          anyOf(cluster, uids),
          eq(riskCount.kind, 'CONFIGURATION'),
          eq(riskCount.waived, false),
          visibleTo(context.viewer, riskCount),
        ),
      )
      .groupBy(cluster, severity, priority)
      .limit(uids.length * SEVERITIES.length * PRIORITIES.length)
    const byCluster = Map.groupBy(rows, (row) => row.cluster)
    return uids.map((uid) => byCluster.get(uid) ?? [])
  })
}
