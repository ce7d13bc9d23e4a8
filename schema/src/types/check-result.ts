import type { CheckMending as CheckMendingRow } from '@breakwater/drizzle/tables/posture.ts'
import { checkResult } from '@breakwater/drizzle/tables/posture.ts'
import DataLoader from 'dataloader'
import { and, desc } from 'drizzle-orm'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { CheckOrigin, CheckOutcome, CheckResultState } from '../enums/check.ts'
import { Priority, Severity } from '../enums/risk.ts'
import { PatchVerb } from '../enums/what-if.ts'
import { encodeId } from '../ids.ts'
import { checkResultList } from '../lists/check-result-list.ts'
import { list } from '../lists/list.ts'
import { loadersOf } from '../loaders.ts'
import {
  Check,
  CheckedObject,
  CheckResult,
  type CheckResultRow,
  Cluster,
  Node,
  Risk,
  type RiskRow,
  Waiver,
  Workload,
} from '../refs.ts'
import { registerRiskType } from '../risk-types.ts'
import { seenCheckResult } from '../seen-check-results.ts'
import { anyOf, visibleTo } from '../visible.ts'
import { ObjectReference, type ObjectReferenceShape } from './object-reference.ts'
import { required } from './required.ts'

const CheckMending = builder.objectRef<CheckMendingRow & { readonly cluster: string }>('CheckMending').implement({
  description: 'A change to make by hand: nothing is applied by this server.',
  fields: (t) => ({
    object: t.field({
      type: ObjectReference,
      description: 'What is changed.',
      resolve: ({ cluster, object }) => ({ ...object, cluster }),
    }),
    verb: t.expose('verb', { type: PatchVerb, description: 'What to do with it.' }),
    yaml: t.exposeString('yaml', {
      description:
        'The operations of the patch, the object to apply (on standard input), or what names the object to delete.',
    }),
    arguments: t.stringList({
      description: 'The command and its arguments, for a program that starts it without a shell.',
      resolve: ({ args }) => [...args],
    }),
    command: t.exposeString('command', { description: 'The same for a POSIX shell.' }),
  }),
})

CheckResult.implement({
  description: 'What a configuration rule says of a place in an object, unless it is all right.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque, and the same after every check: neither text nor the position in a list is in it.',
      resolve: ({ id }) => encodeId('CheckResult', id),
    }),
    rule: t.exposeString('rule', { description: 'The rule, such as `KC-001`.' }),
    title: t.exposeString('title', { description: "The rule's title." }),
    check: t.field({
      type: Check,
      nullable: true,
      description: 'The rule with all that is known of it.',
      resolve: ({ rule }, _args, context) => loadersOf(context).nodes.Check.load(rule),
    }),
    result: t.field({
      type: CheckOutcome,
      description: 'What it says. What a waiver accepts is EXEMPT.',
      resolve: async (row, _args, context) => ((await waivedRisk(row, context)) ? ('EXEMPT' as const) : row.result),
    }),
    state: t.expose('state', { type: CheckResultState, description: 'Whether it is still so.' }),
    severity: t.expose('severity', { type: Severity, description: 'How bad it is; the severity of the rule.' }),
    priority: t.expose('priority', {
      type: Priority,
      nullable: true,
      description: 'What to do first; null for what is no risk.',
    }),
    priorityReasons: t.exposeStringList('priorityReasons', { description: 'Why it has this priority, in words.' }),
    cluster: t.field({
      type: Cluster,
      description: 'The cluster that it is in.',
      resolve: async (row, _args, context) =>
        required(await loadersOf(context).nodes.Cluster.load(row.cluster), 'cluster'),
    }),
    namespace: t.exposeString('namespace', { description: 'Its namespace; empty for none.' }),
    object: t.field({
      type: ObjectReference,
      nullable: true,
      description: 'The object, user or group that has the fault; null where a rule cannot be asked at all.',
      resolve: ({ cluster, objectKind, objectNamespace, objectName }) =>
        referenceOf(cluster, objectKind, objectNamespace, objectName),
    }),
    judged: t.field({
      type: ObjectReference,
      nullable: true,
      description:
        'The object that was judged, in which the path is: a binding, where `object` is somebody who has rights by it. Null when it is none, or none that the viewer may see.',
      resolve: (row, _args, context) => {
        const seen = seenCheckResult(context.viewer, row)
        return referenceOf(seen.cluster, seen.judgedKind, seen.judgedNamespace, seen.judgedName)
      },
    }),
    workload: t.field({
      type: Workload,
      nullable: true,
      description: 'The workload that it is about; null when it is about none.',
      resolve: ({ workload }, _args, context) =>
        workload === '' ? null : loadersOf(context).nodes.Workload.load(workload),
    }),
    owner: t.exposeString('owner', { description: 'Who answers for the workload; empty when nobody is named.' }),
    path: t.string({
      description: 'Where in the object it stands, such as `spec.hostPID`; empty where all of the object is meant.',
      resolve: (row, _args, context) => seenCheckResult(context.viewer, row).path,
    }),
    text: t.string({
      description:
        'What is wrong there, or why nothing can be said; of what the viewer may not see no more than the title.',
      resolve: (row, _args, context) => seenCheckResult(context.viewer, row).text,
    }),
    related: t.field({
      type: [ObjectReference],
      description: 'Other objects that it comes from, as far as the viewer may see them.',
      resolve: (row, _args, context) =>
        seenCheckResult(context.viewer, row).related.map((object) => ({ ...object, cluster: row.cluster })),
    }),
    mending: t.field({
      type: CheckMending,
      nullable: true,
      description: 'What sets it right; null where that is not known.',
      resolve: (row, _args, context) => {
        const { cluster, mending } = seenCheckResult(context.viewer, row)
        return mending && { ...mending, cluster }
      },
    }),
    coveredBy: t.field({
      type: Check,
      nullable: true,
      description: 'The rule that says more of the same fault; null: none does.',
      resolve: ({ under }, _args, context) => (under === '' ? null : loadersOf(context).nodes.Check.load(under)),
    }),
    origin: t.expose('origin', { type: CheckOrigin, description: 'Who set it up so.' }),
    reason: t.string({
      description: 'Why it is held for right, or why nothing can be said; empty for FAIL.',
      resolve: async (row, _args, context) => {
        const accepted = await waivedRisk(row, context)
        if (!accepted) return seenCheckResult(context.viewer, row).reason
        const waiver = await loadersOf(context).nodes.Waiver.load(accepted.waiver)
        return waiver?.reason ?? 'A waiver accepts it.'
      },
    }),
    risk: t.field({
      type: Risk,
      nullable: true,
      description: 'Its risk; null for what is none.',
      resolve: riskOf,
    }),
    waiver: t.field({
      type: Waiver,
      nullable: true,
      description: 'The waiver that accepts it; null when there is none, or when the viewer may not see it.',
      resolve: async (row, _args, context) => {
        const accepted = await waivedRisk(row, context)
        return accepted ? loadersOf(context).nodes.Waiver.load(accepted.waiver) : null
      },
    }),
    firstSeen: t.expose('firstSeenAt', { type: 'DateTime', description: 'When a check first found it.' }),
    lastSeen: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The last check that found it.',
      resolve: async ({ lastSeenAt, cluster }, _args, context) => {
        if (lastSeenAt) return lastSeenAt
        const analyses = await loadersOf(context).analyses.load(cluster)
        return analyses.find(({ kind }) => kind === 'CONFIGURATION')?.analyzedAt ?? null
      },
    }),
    resolved: t.expose('resolvedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a check no longer found it; null while it is there.',
    }),
  }),
})

CheckedObject.implement({
  description: 'An object that configuration rules have judged.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: 'Opaque, and stable.', resolve: ({ id }) => encodeId('CheckedObject', id) }),
    kind: t.exposeString('kind', { description: 'As in Kubernetes, such as `Deployment`.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    namespace: t.exposeString('namespace', { description: 'Its namespace, of a namespace itself; empty for none.' }),
    cluster: t.field({
      type: Cluster,
      description: 'The cluster that it is in.',
      resolve: async (row, _args, context) =>
        required(await loadersOf(context).nodes.Cluster.load(row.cluster), 'cluster'),
    }),
    object: t.field({
      type: ObjectReference,
      description: 'The object.',
      resolve: ({ cluster, kind, namespace, name }) => ({ cluster, kind, namespace, name }),
    }),
    workload: t.field({
      type: Workload,
      nullable: true,
      description: 'The workload; null when it is none.',
      resolve: ({ workload }, _args, context) =>
        workload === '' ? null : loadersOf(context).nodes.Workload.load(workload),
    }),
    passed: t.exposeStringList('passed', { description: 'Ids of the rules that it passes, sorted.' }),
    failed: t.exposeInt('failed', { description: 'Places that are wrong, also those that a waiver accepts.' }),
    exempt: t.exposeInt('exempt', { description: 'Places that are held for right by rules.' }),
    notAssessable: t.exposeInt('notAssessable', { description: 'Rules that can say nothing of it.' }),
    firstSeen: t.expose('firstSeenAt', { type: 'DateTime', description: 'When a check first judged it.' }),
    results: list(t, checkResultList, {
      description: 'What rules say of it, unless it is all right.',
      within: ({ cluster, kind, namespace, name }) => ({
        cluster,
        judgedKind: kind,
        // A namespace is in none, and is listed under its own name.
        judgedNamespace: kind === 'Namespace' ? '' : namespace,
        judgedName: name,
      }),
    }),
  }),
})

const ConfigurationRisk = builder.objectRef<RiskRow>('ConfigurationRisk').implement({
  description: 'Something that is set up wrongly.',
  interfaces: [Node, Risk],
  fields: (t) => ({
    checkResult: t.field({
      type: CheckResult,
      nullable: true,
      description: 'What the rule says; null when it is no longer kept.',
      resolve: ({ id }, _args, context) =>
        loadersOf(context)
          .keyed('check results by risk', true, () => resultsByRisk(context))
          .load(id),
    }),
  }),
})
registerRiskType('CONFIGURATION', ConfigurationRisk)

builder.objectField(Workload, 'checkResults', (t) =>
  list(t, checkResultList, {
    description: 'What configuration rules say of it, unless it is all right.',
    within: ({ id }) => ({ workload: id }),
  }),
)

type WaivedRisk = RiskRow & { readonly waiver: string }

async function riskOf({ result, risk }: CheckResultRow, _args: object, context: Context): Promise<RiskRow | undefined> {
  if (result !== 'FAIL') return undefined
  const row = await loadersOf(context).nodes.Risk.load(risk)
  return row?.state === 'OPEN' ? row : undefined
}

async function waivedRisk(row: CheckResultRow, context: Context): Promise<WaivedRisk | undefined> {
  const risk = await riskOf(row, {}, context)
  return risk?.waiver ? { ...risk, waiver: risk.waiver } : undefined
}

/** What is there before what is gone. */
function resultsByRisk(context: Context): DataLoader<string, CheckResultRow | undefined> {
  return new DataLoader(async (ids) => {
    const rows = await context.database.db
      .select()
      .from(checkResult)
      .where(and(anyOf(checkResult.risk, ids), visibleTo(context.viewer, checkResult)))
      .orderBy(desc(checkResult.firstSeenAt), desc(checkResult.id))
      .limit(ids.length * MOST_OF_A_RISK)
    const open = new Map(rows.filter(({ state }) => state === 'OPEN').map((row) => [row.risk, row]))
    return ids.map((id) => open.get(id) ?? rows.find(({ risk }) => risk === id))
  })
}

/** Each risk is of one result, and keeps it when that comes back. */
const MOST_OF_A_RISK = 2

function referenceOf(cluster: string, kind: string, namespace: string, name: string): ObjectReferenceShape | null {
  return kind === '' ? null : { cluster, kind, namespace, name }
}
