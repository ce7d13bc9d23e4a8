import { EXPOSED_RANK, EXPOSURE_VERDICTS, exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { risk } from '@breakwater/drizzle/tables/risk.ts'
import DataLoader from 'dataloader'
import { and, eq, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { ExposureVerdict } from '../enums/exposure.ts'
import { loadersOf } from '../loaders.ts'
import { Cluster } from '../refs.ts'
import { anyOf, visibleTo } from '../visible.ts'

interface VerdictCount {
  readonly cluster: string
  readonly verdict: (typeof EXPOSURE_VERDICTS)[number]
  readonly total: number
  readonly intended: number
}

interface Reached {
  readonly cluster: string
  readonly entryPoints: number
  readonly workloads: number
}

interface Summary {
  readonly uid: string
  readonly verdicts: readonly VerdictCount[]
  readonly reached: Reached | undefined
}

const ExposureVerdictCount = builder.objectRef<VerdictCount>('ExposureVerdictCount').implement({
  description: 'How many exposures there are of a verdict.',
  fields: (t) => ({
    verdict: t.expose('verdict', { type: ExposureVerdict, description: 'The verdict.' }),
    total: t.exposeInt('total', { description: 'How many exposures have it.' }),
    intended: t.exposeInt('intended', { description: 'How many of them are meant to be: a waiver accepts them.' }),
  }),
})

const ExposureSummary = builder.objectRef<Summary>('ExposureSummary').implement({
  description: 'What of a cluster is reached from outside.',
  fields: (t) => ({
    analyzed: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was last analyzed; null: never, and then the numbers say nothing.',
      resolve: async ({ uid }, _args, context) => (await analysisOf(context, uid))?.analyzedAt ?? null,
    }),
    notSeen: t.string({
      description: 'What could not be looked at, and what that means; empty: nothing.',
      resolve: async ({ uid }, _args, context) => (await analysisOf(context, uid))?.reason ?? '',
    }),
    verdicts: t.field({
      type: [ExposureVerdictCount],
      description: 'Exposures by verdict, the strongest first.',
      resolve: ({ verdicts, uid }) =>
        EXPOSURE_VERDICTS.toReversed().map(
          (verdict) =>
            verdicts.find((count) => count.verdict === verdict) ?? { cluster: uid, verdict, total: 0, intended: 0 },
        ),
    }),
    entryPoints: t.int({
      description: 'Entry points through which the internet reaches something, in part or perhaps.',
      resolve: ({ reached }) => reached?.entryPoints ?? 0,
    }),
    workloads: t.int({
      description: 'Workloads that the internet reaches, in part or perhaps.',
      resolve: ({ reached }) => reached?.workloads ?? 0,
    }),
  }),
})

builder.objectField(Cluster, 'exposureSummary', (t) =>
  t.field({
    type: ExposureSummary,
    description: 'What of it is reached from outside.',
    resolve: async ({ uid }, _args, context) => {
      const loaders = loadersOf(context)
      const [verdicts, reached] = await Promise.all([
        loaders.keyed('exposures by verdict', true, () => verdictCounts(context)).load(uid),
        loaders.keyed('what is reached', true, () => reachedCounts(context)).load(uid),
      ])
      return { uid, verdicts, reached }
    },
  }),
)

async function analysisOf(context: Context, uid: string) {
  const analyses = await loadersOf(context).analyses.load(uid)
  return analyses.find(({ kind }) => kind === 'EXPOSURE')
}

function verdictCounts(context: Context): DataLoader<string, readonly VerdictCount[]> {
  return new DataLoader(async (uids) => {
    const rows = await context.database.db
      .select({
        cluster: exposure.cluster,
        verdict: exposure.verdict,
        total: sql<number>`count(*)::int`,
        intended: sql<number>`(count(*) filter (where ${risk.waiver} is not null))::int`,
      })
      .from(exposure)
      .leftJoin(risk, and(eq(risk.id, exposure.risk), eq(risk.state, 'OPEN')))
      .where(openIn(context, uids))
      .groupBy(exposure.cluster, exposure.verdict)
      .limit(uids.length * EXPOSURE_VERDICTS.length)
    const byCluster = Map.groupBy(rows, (row) => row.cluster)
    return uids.map((uid) => byCluster.get(uid) ?? [])
  })
}

function reachedCounts(context: Context): DataLoader<string, Reached | undefined> {
  return new DataLoader(async (uids) => {
    const rows = await context.database.db
      .select({
        cluster: exposure.cluster,
        entryPoints: sql<number>`count(distinct ${exposure.entryKey})::int`,
        workloads: sql<number>`(count(distinct ${exposure.workload}) filter (where ${exposure.workload} <> ''))::int`,
      })
      .from(exposure)
      .where(and(openIn(context, uids), sql`${exposure.verdictRank} >= ${EXPOSED_RANK}`))
      .groupBy(exposure.cluster)
      .limit(uids.length)
    return uids.map((uid) => rows.find((row) => row.cluster === uid))
  })
}

function openIn(context: Context, uids: readonly string[]) {
  return and(anyOf(exposure.cluster, uids), eq(exposure.state, 'OPEN'), visibleTo(context.viewer, exposure))
}
