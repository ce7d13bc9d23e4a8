import { EXPOSED_RANK, EXPOSURE_VERDICTS, type ExposureHop, exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { and, eq, or, type SQL } from 'drizzle-orm'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import {
  AuthenticationHint,
  EntryKind,
  ExposureConfidence,
  ExposureFinding,
  ExposureState,
  ExposureVerdict,
  HopKind,
  PolicyEffect,
  PortClass,
  PortUsage,
  TlsMode,
} from '../enums/exposure.ts'
import { Priority, Severity } from '../enums/risk.ts'
import { encodeId } from '../ids.ts'
import { entryPointList } from '../lists/entry-point-list.ts'
import { exposureList } from '../lists/exposure-list.ts'
import { list } from '../lists/list.ts'
import { loadersOf } from '../loaders.ts'
import {
  Cluster,
  Container,
  EntryPoint,
  Exposure,
  type ExposureRow,
  Node,
  Risk,
  type RiskRow,
  Waiver,
  Workload,
} from '../refs.ts'
import { registerRiskType } from '../risk-types.ts'
import { seenHops } from '../seen-hops.ts'
import { ObjectReference, type ObjectReferenceShape } from './object-reference.ts'
import { required } from './required.ts'

const ExposureReason = builder.objectRef<ExposureRow['reasons'][number]>('ExposureReason').implement({
  description: 'Why a verdict is as it is.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'For programs, in lower camel case; such as `noReadyEndpoint`.' }),
    text: t.exposeString('text', { description: 'For people.' }),
  }),
})

const ExposureAdvice = builder.objectRef<ExposureRow['advice'][number]>('ExposureAdvice').implement({
  description: 'Something that would close an exposure, or make it less bad.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'In a few words.' }),
    text: t.exposeString('text', { description: 'What to do, and what it does.' }),
  }),
})

interface PolicyEvidenceShape {
  readonly policy: ObjectReferenceShape
  readonly effect: ExposureHop['policies'][number]['effect']
}

const PolicyEvidence = builder.objectRef<PolicyEvidenceShape>('PolicyEvidence').implement({
  description: 'A policy that was asked at a step of the way, and what it says.',
  fields: (t) => ({
    policy: t.field({ type: ObjectReference, description: 'The policy.', resolve: ({ policy }) => policy }),
    effect: t.expose('effect', { type: PolicyEffect, description: 'What it says.' }),
  }),
})

const Hop = builder.objectRef<ExposureHop & { readonly cluster: string }>('ExposureHop').implement({
  description: 'One step of the way in, from the entry point inwards.',
  fields: (t) => ({
    kind: t.expose('kind', { type: HopKind, description: 'What sort of step it is.' }),
    object: t.field({
      type: ObjectReference,
      nullable: true,
      description: 'What the step is read from; null when it is no object of its own, or none that the viewer may see.',
      resolve: ({ cluster, object }) => object && { ...object, cluster },
    }),
    label: t.exposeString('label', { description: 'What to show: an address and port, a host and path, a name.' }),
    evidence: t.exposeStringList('evidence', {
      description: 'Facts that it rests on, such as `spec.type = LoadBalancer`.',
    }),
    policies: t.field({
      type: [PolicyEvidence],
      description: 'Policies that were asked here.',
      resolve: ({ cluster, policies }) =>
        policies.map(({ policy, effect }) => ({ policy: { ...policy, cluster }, effect })),
    }),
  }),
})

const ExposureEntry = builder.objectRef<ExposureRow>('ExposureEntry').implement({
  description: 'Where clients connect.',
  fields: (t) => ({
    key: t.exposeString('entryKey', { description: 'The same for all that is reached through one entry point.' }),
    kind: t.expose('entryKind', { type: EntryKind, description: 'How it is reached.' }),
    object: t.field({
      type: ObjectReference,
      description: 'The object that opens it.',
      resolve: entryObjectOf,
    }),
    addresses: t.exposeStringList('addresses', { description: 'Addresses and host names that clients use, sorted.' }),
    port: t.int({
      nullable: true,
      description: 'The port that clients connect to; null when it is not known.',
      resolve: ({ port }) => known(port),
    }),
    host: t.exposeString('host', { description: 'Host name of a route; empty: any, or none.' }),
    path: t.exposeString('path', { description: 'Path of a route; empty: any, or none.' }),
    tls: t.expose('tls', { type: TlsMode, description: 'What is encrypted on the way.' }),
  }),
})

const ExposureService = builder.objectRef<ExposureRow>('ExposureService').implement({
  description: 'The service that the way leads through.',
  fields: (t) => ({
    object: t.field({
      type: ObjectReference,
      description: 'The service.',
      resolve: ({ cluster, serviceNamespace, serviceName }) => ({
        ...{ cluster, kind: 'Service', namespace: serviceNamespace, name: serviceName },
      }),
    }),
    port: t.exposeInt('servicePort', { description: 'Its port.' }),
  }),
})

Exposure.implement({
  description: 'An entry point from which a port of a container is reached, hop by hop, with a verdict.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque, and the same after every analysis: no pod, address or node is in it.',
      resolve: ({ id }) => encodeId('Exposure', id),
    }),
    cluster: t.field({
      type: Cluster,
      description: 'The cluster that it is in.',
      resolve: async (row, _args, context) =>
        required(await loadersOf(context).nodes.Cluster.load(row.cluster), 'cluster'),
    }),
    namespace: t.exposeString('namespace', { description: 'The name of the namespace of what is reached.' }),
    state: t.expose('state', { type: ExposureState, description: 'Whether it is still there.' }),
    title: t.exposeString('title', { description: 'What is reached, by whom and through what, in one line.' }),
    verdict: t.expose('verdict', { type: ExposureVerdict, description: 'Who reaches it.' }),
    confidence: t.expose('confidence', { type: ExposureConfidence, description: 'How sure that is.' }),
    rule: t.exposeString('rule', { description: 'The rule that decided the verdict, in words.' }),
    reasons: t.field({
      type: [ExposureReason],
      description: 'Why the verdict and its confidence are as they are.',
      resolve: ({ reasons }) => [...reasons],
    }),
    sources: t.expose('sources', {
      type: ['CIDR'],
      description: 'Who reaches it: ranges, sorted; empty for BLOCKED and NONE.',
    }),
    entry: t.field({ type: ExposureEntry, description: 'Where clients connect.', resolve: (row) => row }),
    service: t.field({
      type: ExposureService,
      nullable: true,
      description: 'The service that it leads through; null: none.',
      resolve: (row) => (row.serviceName === '' ? null : row),
    }),
    workload: t.field({
      type: Workload,
      nullable: true,
      description: 'The workload that is reached; null for what leads nowhere or out of the cluster.',
      resolve: ({ workload }, _args, context) =>
        workload === '' ? null : loadersOf(context).nodes.Workload.load(workload),
    }),
    workloadKind: t.exposeString('workloadKind', { description: 'Kind of the workload; empty without one.' }),
    workloadName: t.exposeString('workloadName', { description: 'Name of the workload; empty without one.' }),
    container: t.exposeString('container', {
      description: 'Name of the container that declares the port; empty when none does.',
    }),
    containerPort: t.int({
      nullable: true,
      description: 'The port of the container; null when it is not known.',
      resolve: ({ containerPort }) => (containerPort === 0 ? null : containerPort),
    }),
    protocol: t.exposeString('protocol', { description: '`TCP`, `UDP` or `SCTP`.' }),
    hops: t.field({
      type: [Hop],
      description: 'The way in, step by step.',
      resolve: (row, _args, context) => seenHops(context.viewer, row).map((hop) => ({ ...hop, cluster: row.cluster })),
    }),
    pathSentence: t.string({
      description: 'The way in, in one line; without steps that the viewer may not see.',
      resolve: (row, _args, context) => {
        const hops = seenHops(context.viewer, row)
        return hops === row.hops ? row.sentence : hops.map(({ label }) => label).join(' → ')
      },
    }),
    finding: t.expose('finding', {
      type: ExposureFinding,
      nullable: true,
      description: 'What to look at although no container is reached; null: nothing.',
    }),
    priority: t.expose('priority', {
      type: Priority,
      nullable: true,
      description: 'What to do first; null for what is no risk: PRIVATE, BLOCKED and NONE.',
    }),
    priorityReasons: t.exposeStringList('priorityReasons', { description: 'Why it has this priority, in words.' }),
    severity: t.expose('severity', { type: Severity, description: 'How bad it is; UNKNOWN for what is no risk.' }),
    portClass: t.expose('portClass', { type: PortClass, description: 'What answers there.' }),
    authentication: t.expose('authentication', {
      type: AuthenticationHint,
      description: 'Whether somebody is asked who they are.',
    }),
    advice: t.field({
      type: [ExposureAdvice],
      description: 'What would close it, the most effective first.',
      resolve: ({ advice }) => [...advice],
    }),
    declared: t.exposeBoolean('declared', { description: 'Whether a container declares the port.' }),
    listening: t.exposeBoolean('listening', {
      nullable: true,
      description: 'Whether something listens there; null while nothing tells.',
    }),
    trafficSeen: t.expose('trafficSeenAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When traffic from outside was last seen; null while nothing tells.',
    }),
    usage: t.field({
      type: PortUsage,
      description:
        'Whether it is used from outside. Without records of traffic that is not known, and never said to be no.',
      resolve: ({ trafficSeenAt }) => (trafficSeenAt ? ('USED' as const) : ('UNKNOWN' as const)),
    }),
    risk: t.field({
      type: Risk,
      nullable: true,
      description: 'Its risk; null for what is none.',
      resolve: riskOf,
    }),
    intended: t.boolean({
      description: 'Whether somebody said that it is meant to be; true only while it has not grown since.',
      resolve: async (row, _args, context) => (await riskOf(row, {}, context))?.waiver != null,
    }),
    waiver: t.field({
      type: Waiver,
      nullable: true,
      description: 'The waiver that says so; null when there is none, or when the viewer may not see it.',
      resolve: async (row, _args, context) => {
        const waiver = (await riskOf(row, {}, context))?.waiver
        return waiver ? loadersOf(context).nodes.Waiver.load(waiver) : null
      },
    }),
    firstSeen: t.expose('firstSeenAt', { type: 'DateTime', description: 'When an analysis first found it.' }),
    lastSeen: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The last analysis that found it.',
      resolve: async ({ lastSeenAt, cluster }, _args, context) => {
        if (lastSeenAt) return lastSeenAt
        const analyses = await loadersOf(context).analyses.load(cluster)
        return analyses.find(({ kind }) => kind === 'EXPOSURE')?.analyzedAt ?? null
      },
    }),
    resolved: t.expose('resolvedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When an analysis no longer found it; null while it is there.',
    }),
  }),
})

const ExposureRisk = builder.objectRef<RiskRow>('ExposureRisk').implement({
  description: 'A port of a container that is reached from outside.',
  interfaces: [Node, Risk],
  fields: (t) => ({
    exposure: t.field({
      type: Exposure,
      nullable: true,
      description: 'The way in; null when it is no longer kept.',
      resolve: ({ binding }, _args, context) => (binding ? loadersOf(context).nodes.Exposure.load(binding.key) : null),
    }),
  }),
})
registerRiskType('EXPOSURE', ExposureRisk)

EntryPoint.implement({
  description: 'An entry point, with all that is reached through it.',
  fields: (t) => ({
    key: t.exposeString('entryKey', { description: 'What tells it from any other.' }),
    cluster: t.field({
      type: Cluster,
      description: 'The cluster that it leads into.',
      resolve: async (row, _args, context) =>
        required(await loadersOf(context).nodes.Cluster.load(row.cluster), 'cluster'),
    }),
    kind: t.expose('entryKind', { type: EntryKind, description: 'How it is reached.' }),
    object: t.field({
      type: ObjectReference,
      description: 'The object that opens it.',
      resolve: (row) => ({ ...row, kind: row.entryObjectKind, name: row.entryName }),
    }),
    address: t.exposeString('address', { description: 'An address that clients use; empty when none is known.' }),
    verdict: t.field({
      type: ExposureVerdict,
      description: 'The strongest verdict.',
      resolve: ({ verdictRank }) => EXPOSURE_VERDICTS[verdictRank] ?? 'NONE',
    }),
    exposureCount: t.exposeInt('exposures', { description: 'How much is reached through it.' }),
    workloadCount: t.exposeInt('workloads', { description: 'How many workloads are reached through it.' }),
    exposures: list(t, exposureList, {
      description: 'What is reached through it.',
      within: ({ entryKey }) => ({ entryKey }),
    }),
  }),
})

builder.objectFields(Container, (t) => ({
  exposed: t.boolean({
    nullable: true,
    description: 'Whether the internet reaches a port of it, in part or perhaps; null until that was analyzed.',
    resolve: ({ exposureRank }) => (exposureRank < 0 ? null : exposureRank >= EXPOSED_RANK),
  }),
  exposure: t.field({
    type: ExposureVerdict,
    nullable: true,
    description: 'The strongest verdict of its ports; null until that was analyzed.',
    resolve: ({ exposureRank }) => EXPOSURE_VERDICTS[exposureRank] ?? null,
  }),
  exposures: list(t, exposureList, {
    description: 'By which ways its ports are reached; also those of its workload that no container declares.',
    where: ({ workload, name }): SQL | undefined =>
      and(eq(exposure.workload, workload || '-'), or(eq(exposure.container, name), eq(exposure.container, ''))),
    named: ({ id }) => [id],
  }),
}))

builder.objectFields(Workload, (t) => ({
  exposures: list(t, exposureList, {
    description: 'By which ways its ports are reached.',
    within: ({ id }) => ({ workload: id }),
  }),
}))

builder.queryFields((t) => ({
  exposures: list(t, exposureList, { description: 'Ways by which ports of containers are reached from outside.' }),
  exposureEntryPoints: list(t, entryPointList, { description: 'Entry points of all clusters.' }),
}))

function entryObjectOf(row: ExposureRow): ObjectReferenceShape {
  const { cluster, entryObjectKind, entryNamespace, entryName } = row
  return { cluster, kind: entryObjectKind, namespace: entryNamespace, name: entryName }
}

function riskOf({ risk }: ExposureRow, _args: object, context: Context): Promise<RiskRow | undefined> {
  return loadersOf(context)
    .nodes.Risk.load(risk)
    .then((row) => (row?.state === 'OPEN' ? row : undefined))
}

function known(port: number): number | null {
  return port < 0 ? null : port
}
