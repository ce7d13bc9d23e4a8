import { clusterNode } from '@breakwater/drizzle/tables/asset.ts'
import { checkResult, checkTally, cisState, nodeReport } from '@breakwater/drizzle/tables/posture.ts'
import { risk } from '@breakwater/drizzle/tables/risk.ts'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type {
  BenchmarkFacts,
  BenchmarkNode,
  BenchmarkReport,
  BenchmarkRule,
  BenchmarkSectionShape,
  BenchmarkVersion,
} from './benchmark-service.ts'
import type { Context } from './context.ts'
import { expressionsOf, loadersOf } from './loaders.ts'
import { type RatedRuleRow, ratedRule, ratedRules } from './rated-rules.ts'
import type { ClusterRow } from './refs.ts'

/** The benchmark of a cluster that the viewer sees whole. */
export interface BenchmarkShape {
  readonly cluster: ClusterRow
  readonly version: BenchmarkVersion
  readonly fitting: BenchmarkVersion
  readonly managedBy: string | undefined
  /** Undefined: it was never checked. */
  readonly analysis: { readonly analyzedAt: Date; readonly complete: boolean; readonly reason: string } | undefined
  /** How many nodes there are; undefined where these could not be read. */
  readonly nodes: number | undefined
  /** How many of them have told of the version. */
  readonly reported: number
  readonly sections: readonly BenchmarkSectionShape[]
  readonly rules: ReadonlyMap<string, RatedRuleRow>
}

/** More than rules name a check of a benchmark, and than a cluster has nodes. */
const MOST_RULES = 500
const MOST_NODES = 10_000
/** A report of one version is some kilobytes. */
const REPORTS_A_READ = 500

/** What is known of each check of the benchmark in a cluster; `version` is the one that fits it when not given. The viewer has to see all of it. */
export async function benchmarkOf(
  context: Context,
  cluster: ClusterRow,
  version: BenchmarkVersion | undefined,
): Promise<BenchmarkShape> {
  const { benchmarks } = context.services
  const fitting = benchmarks.versionFor(cluster.version)
  const asked = version ?? fitting
  const [objects, rules, nodes, reports, analyses] = await Promise.all([
    objectAnswers(context, cluster.uid, asked),
    rulesOf(context, cluster.uid, asked),
    nodesOf(context, cluster.uid),
    reportsOf(context, cluster.uid, asked),
    loadersOf(context).analyses.load(cluster.uid),
  ])
  const texts = await textsOf(context, cluster.uid, [...rules.values()])
  const managedBy = runnerOf(cluster)
  const facts: BenchmarkFacts = {
    ...{ managedBy, objects, nodes, reports },
    rules: [...rules.values()].map((rule) => saidBy(rule, asked, texts)),
  }
  const there = nodes && new Set(nodes.map(({ name }) => name))
  const told = new Set(reports.map(({ node }) => node).filter((node) => !there || there.has(node)))
  return {
    ...{ cluster, version: asked, fitting, managedBy, rules },
    analysis: analyses.find(({ kind }) => kind === 'CONFIGURATION'),
    nodes: nodes?.length,
    reported: told.size,
    sections: benchmarks.sections(asked, facts),
  }
}

/** Who runs the control plane where that is not the cluster itself. Of edge clusters those of ACK have theirs in the cloud. */
function runnerOf({ type, distribution }: ClusterRow): string | undefined {
  const isManaged = type === 'MANAGED' || type === 'SERVERLESS' || distribution === 'ACK Edge'
  return isManaged ? distribution || 'the provider' : undefined
}

async function objectAnswers({ database: { db } }: Context, uid: string, version: BenchmarkVersion) {
  const [row] = await db
    .select({ states: cisState.states })
    .from(cisState)
    .where(and(eq(cisState.cluster, uid), eq(cisState.version, version)))
    .limit(1)
  return row?.states
}

/** The rules that look after checks of the version, with what they say of the cluster, by their ids. */
async function rulesOf(
  { database: { db } }: Context,
  uid: string,
  version: BenchmarkVersion,
): Promise<Map<string, RatedRuleRow>> {
  const rows = (await db
    .select(expressionsOf(ratedRule))
    .from(ratedRules(eq(checkTally.cluster, uid)))
    .where(
      and(
        eq(ratedRule.present, true),
        sql`${ratedRule.frameworks} @> ${JSON.stringify([{ framework: 'CIS', version }])}::jsonb`,
      ),
    )
    .orderBy(asc(ratedRule.id))
    .limit(MOST_RULES)) as unknown as RatedRuleRow[]
  return new Map(rows.map((row) => [row.id, row]))
}

function saidBy(rule: RatedRuleRow, version: BenchmarkVersion, texts: ReadonlyMap<string, string>): BenchmarkRule {
  const { id, passed, failed, exempt, notAssessable } = rule
  const meant = rule.frameworks.filter((one) => one.framework === 'CIS' && one.version === version)
  return {
    ...{ id, passed, failed, exempt, notAssessable, sections: meant.map(({ section }) => section) },
    failure: texts.get(`${id} FAIL`) ?? '',
    unknown: texts.get(`${id} NOT_ASSESSABLE`) ?? '',
  }
}

/** Of rules that fail, or say nothing, what the first result says that no waiver accepts: by `RULE RESULT`. */
async function textsOf(
  { database: { db } }: Context,
  uid: string,
  rules: readonly RatedRuleRow[],
): Promise<Map<string, string>> {
  const asked = rules.flatMap(({ id, failed, notAssessable }) => [
    ...(failed > 0 ? [{ rule: id, result: 'FAIL' }] : []),
    ...(notAssessable > 0 ? [{ rule: id, result: 'NOT_ASSESSABLE' }] : []),
  ])
  if (asked.length === 0) return new Map()
  // Ids begin with the cluster's uid: those of one rule stand together in the index.
  const { rows } = await db.execute<{ rule: string; result: string; text: string }>(sql`
    select asked.rule, asked.result, told.text
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(rule text, result text)
    cross join lateral (
      select ${checkResult.text} as text from ${checkResult}
      where ${checkResult.rule} = asked.rule collate "C" and ${checkResult.id} > ${`${uid}/`} and ${checkResult.id} < ${`${uid}0`}
        and ${checkResult.result} = asked.result and ${checkResult.state} = 'OPEN'
        and not exists (select 1 from ${risk} where ${risk.id} = ${checkResult.risk} and ${risk.waiver} is not null and ${risk.state} = 'OPEN')
      order by ${checkResult.id} limit 1
    ) as told
    limit ${asked.length}`)
  return new Map(rows.map(({ rule, result, text }) => [`${rule} ${result}`, text]))
}

/** The nodes that are there; undefined without any, for every cluster has one. */
export async function nodesOf({ database: { db } }: Context, uid: string): Promise<BenchmarkNode[] | undefined> {
  const rows = await db
    .select({ name: clusterNode.name, roles: clusterNode.roles })
    .from(clusterNode)
    .where(and(eq(clusterNode.cluster, uid), eq(clusterNode.present, true)))
    .orderBy(asc(clusterNode.name), asc(clusterNode.id))
    .limit(MOST_NODES)
  if (rows.length === 0) return undefined
  return rows.map(({ name, roles }) => ({
    name,
    isControlPlane: roles.includes('control-plane') || roles.includes('master'),
  }))
}

async function reportsOf(
  { database: { db } }: Context,
  uid: string,
  version: BenchmarkVersion,
): Promise<BenchmarkReport[]> {
  const reports: BenchmarkReport[] = []
  for (let after = ''; ; ) {
    const rows = await db
      .select({
        id: nodeReport.id,
        node: nodeReport.node,
        answers: sql<BenchmarkReport['answers'] | null>`${nodeReport.states} -> ${version}`,
      })
      .from(nodeReport)
      .where(and(eq(nodeReport.cluster, uid), gt(nodeReport.id, after)))
      .orderBy(asc(nodeReport.id))
      .limit(REPORTS_A_READ)
    for (const { node, answers } of rows) if (answers) reports.push({ node, answers })
    const last = rows.at(-1)
    if (!last || rows.length < REPORTS_A_READ) return reports
    after = last.id
  }
}
