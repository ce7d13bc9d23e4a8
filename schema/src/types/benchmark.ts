import { type BenchmarkShape, benchmarkOf } from '../benchmark.ts'
import type {
  BENCHMARK_STATES,
  BenchmarkCheckShape,
  BenchmarkNodeShare,
  BenchmarkSectionShape,
  NodeJobShape,
} from '../benchmark-service.ts'
import { builder } from '../builder.ts'
import { BenchmarkState, CisVersion } from '../enums/benchmark.ts'
import { readable, requestError } from '../errors.ts'
import { visibleCluster } from '../mutations/named-rows.ts'
import type { RatedRuleRow } from '../rated-rules.ts'
import { Check, Cluster } from '../refs.ts'
import { seesPartsOnly } from '../visible.ts'

interface Ruled {
  readonly byRule: ReadonlyMap<string, RatedRuleRow>
}

const BenchmarkNodes = builder.objectRef<BenchmarkNodeShare>('BenchmarkNodes').implement({
  description: 'How many of the nodes that a check is about say what of it.',
  fields: (t) => ({
    passed: t.exposeInt('passed', { description: 'There it is right.' }),
    failed: t.exposeInt('failed', { description: 'There it is wrong.' }),
    notAssessable: t.exposeInt('notAssessable', { description: 'These told that they could not say.' }),
    absent: t.exposeInt('absent', { description: 'These have nothing that it is about.' }),
    silent: t.int({
      nullable: true,
      description: 'These have told nothing; null where it could not be read which nodes there are.',
      resolve: ({ silent }) => silent ?? null,
    }),
    failing: t.stringList({
      description: 'The first ten where it is wrong, each by its name with what is wrong there.',
      resolve: ({ failing }) => [...failing],
    }),
  }),
})

const BenchmarkCheck = builder.objectRef<BenchmarkCheckShape & Ruled>('BenchmarkCheck').implement({
  description: 'A check of the CIS benchmark, and what is known of it in a cluster.',
  fields: (t) => ({
    number: t.exposeString('number', { description: 'Its number in the version, such as `1.2.17`.' }),
    title: t.exposeString('title', { description: 'What it asks for, in our words.' }),
    automated: t.exposeBoolean('automated', { description: 'Whether the benchmark has it scored by a program.' }),
    state: t.expose('state', { type: BenchmarkState, description: 'What is known of it.' }),
    reason: t.exposeString('reason', {
      description: 'What is wrong, why nothing can be said, or what is held for right; empty for what passes.',
    }),
    checks: t.field({
      type: [Check],
      description: 'The rules that look after it, with what they say of the cluster.',
      resolve: ({ rules, byRule }) => rules.flatMap((id) => byRule.get(id) ?? []),
    }),
    nodes: t.field({
      type: BenchmarkNodes,
      nullable: true,
      description: 'What nodes say of it; null where they have nothing to tell.',
      resolve: ({ nodes }) => nodes ?? null,
    }),
  }),
})

const BenchmarkCounts = builder.objectRef<readonly BenchmarkCheckShape[]>('BenchmarkCounts').implement({
  description: 'How many checks are in each state.',
  fields: (t) => ({
    total: t.int({ description: 'All of them.', resolve: (checks) => checks.length }),
    failed: t.int({ description: 'FAIL.', resolve: (checks) => countOf(checks, 'FAIL') }),
    exempt: t.int({ description: 'EXEMPT.', resolve: (checks) => countOf(checks, 'EXEMPT') }),
    passed: t.int({ description: 'PASS.', resolve: (checks) => countOf(checks, 'PASS') }),
    manual: t.int({ description: 'MANUAL.', resolve: (checks) => countOf(checks, 'MANUAL') }),
    notAssessable: t.int({
      description: 'NOT_ASSESSABLE.',
      resolve: (checks) => countOf(checks, 'NOT_ASSESSABLE'),
    }),
  }),
})

function countOf(checks: readonly BenchmarkCheckShape[], state: (typeof BENCHMARK_STATES)[number]): number {
  return checks.filter((check) => check.state === state).length
}

const BenchmarkSection = builder.objectRef<BenchmarkSectionShape & Ruled>('BenchmarkSection').implement({
  description: 'Checks of the CIS benchmark that stand together.',
  fields: (t) => ({
    section: t.exposeString('section', { description: 'Its number, such as `1.2`.' }),
    title: t.exposeString('title', { description: 'What it is about, in our words.' }),
    counts: t.field({ type: BenchmarkCounts, description: 'Its checks in numbers.', resolve: ({ checks }) => checks }),
    checks: t.field({
      type: [BenchmarkCheck],
      description: 'Its checks, in their order.',
      resolve: ({ checks, byRule }) => checks.map((check) => ({ ...check, byRule })),
    }),
  }),
})

const Benchmark = builder.objectRef<BenchmarkShape>('Benchmark').implement({
  description: 'The CIS Kubernetes Benchmark in one version, and what is known of each of its checks in a cluster.',
  fields: (t) => ({
    cluster: t.field({ type: Cluster, description: 'The cluster.', resolve: ({ cluster }) => cluster }),
    version: t.expose('version', { type: CisVersion, description: 'The version.' }),
    fitting: t.expose('fitting', {
      type: CisVersion,
      description: 'The version that is for the Kubernetes of the cluster, or the nearest one.',
    }),
    managedBy: t.string({
      nullable: true,
      description: 'Who runs its control plane, such as `EKS`; null: the cluster itself.',
      resolve: ({ managedBy }) => managedBy ?? null,
    }),
    analyzed: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the cluster was last checked; null: never.',
      resolve: ({ analysis }) => analysis?.analyzedAt ?? null,
    }),
    notAnalyzedReason: t.string({
      nullable: true,
      description: 'Why little is known, or what the last check does not cover.',
      resolve: ({ analysis }) => {
        if (!analysis) return 'No check has run yet.'
        return analysis.complete ? null : analysis.reason || 'The last check could not look at everything.'
      },
    }),
    nodeCount: t.int({
      nullable: true,
      description: 'How many nodes there are; null where these could not be read.',
      resolve: ({ nodes }) => nodes ?? null,
    }),
    reportedNodeCount: t.exposeInt('reported', { description: 'How many of them have told of this version.' }),
    counts: t.field({
      type: BenchmarkCounts,
      description: 'All checks in numbers.',
      resolve: ({ sections }) => sections.flatMap(({ checks }) => checks),
    }),
    sections: t.field({
      type: [BenchmarkSection],
      description: 'The checks by sections, in their order.',
      resolve: ({ sections, rules }) => sections.map((section) => ({ ...section, byRule: rules })),
    }),
  }),
})

const NodeJob = builder.objectRef<NodeJobShape>('NodeJob').implement({
  description:
    'A manifest that has each node tell of its files and its kubelet, to be run by hand. Nothing is applied by this server.',
  fields: (t) => ({
    manifest: t.exposeString('manifest', { description: 'As YAML, for a file `node-report.yaml`.' }),
    apply: t.exposeString('apply', { description: 'The command that runs it.' }),
    collect: t.exposeString('collect', {
      description: 'The command that writes what nodes told into a file, for `importNodeReport`.',
    }),
    remove: t.exposeString('remove', { description: 'The command that takes it away.' }),
  }),
})

builder.queryFields((t) => ({
  benchmark: t.field({
    type: Benchmark,
    description: 'The CIS benchmark of a cluster. For who sees all of the cluster.',
    args: {
      cluster: t.arg.id({ required: true, description: 'Id of the cluster.' }),
      version: t.arg({ type: CisVersion, description: 'The version; the one that fits the cluster when not given.' }),
    },
    resolve: async (_root, { cluster, version }, context) => {
      if (seesPartsOnly(context.viewer))
        throw requestError('FORBIDDEN', 'Only who sees all of a cluster may see its benchmark.')
      const row = await visibleCluster(context, cluster, 'cluster').catch(thrown)
      return benchmarkOf(context, row, version ?? undefined)
    },
  }),
  nodeJob: t.field({
    type: NodeJob,
    description: 'How to have nodes tell what only they can.',
    args: {
      namespace: t.arg.string({
        description: 'A namespace of its own, made with it; `breakwater-nodes` when not given.',
      }),
      image: t.arg.string({
        description: 'An image with a POSIX shell and the usual tools; that of BusyBox when not given.',
      }),
    },
    resolve: (_root, { namespace, image }, context) => {
      try {
        return context.services.benchmarks.nodeJob({ namespace: namespace ?? undefined, image: image || undefined })
      } catch (error) {
        throw readable(error)
      }
    },
  }),
}))

function thrown(error: unknown): never {
  throw readable(error)
}
