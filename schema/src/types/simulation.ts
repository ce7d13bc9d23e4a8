import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { EntryKind, ExposureVerdict } from '../enums/exposure.ts'
import { CloudProvider, PatchVerb, WhatIfActionKind } from '../enums/what-if.ts'
import { readable, requestError } from '../errors.ts'
import type { ClusterObjectRef, SimulatedExposureShape, SimulationResult } from '../exposure-service.ts'
import { decodeIdOf, encodeId } from '../ids.ts'
import { loadersOf } from '../loaders.ts'
import { seesPartsOnly } from '../visible.ts'
import { ObjectReference } from './object-reference.ts'

/** A result with the cluster that its objects are in. */
type Simulation = SimulationResult & { readonly cluster: string }
type InCluster<T> = T & { readonly cluster: string }

const SimulatedExposure = builder.objectRef<InCluster<SimulatedExposureShape>>('SimulatedExposure').implement({
  description: 'An exposure as it is, or as it would be.',
  fields: (t) => ({
    exposureId: t.id({
      description: 'Its id; there may be none of it now.',
      resolve: ({ key }) => encodeId('Exposure', key),
    }),
    verdict: t.expose('verdict', { type: ExposureVerdict, description: 'Who reaches it.' }),
    sources: t.field({
      type: ['CIDR'],
      description: 'Who reaches it: ranges, sorted.',
      resolve: ({ sources }) => [...sources],
    }),
    pathSentence: t.exposeString('sentence', { description: 'The way in, in one line.' }),
    entryKind: t.expose('entryKind', { type: EntryKind, description: 'How it is reached.' }),
    workload: t.field({
      type: ObjectReference,
      nullable: true,
      description: 'The workload that is reached; null for what leads to none.',
      resolve: ({ cluster, workload }) => workload && { ...workload, cluster },
    }),
    containerPort: t.exposeInt('containerPort', { description: 'The port of the container; 0 when it is not known.' }),
    protocol: t.exposeString('protocol', { description: '`TCP`, `UDP` or `SCTP`.' }),
  }),
})

const ExposureNarrowing = builder
  .objectRef<{ before: InCluster<SimulatedExposureShape>; after: InCluster<SimulatedExposureShape> }>(
    'ExposureNarrowing',
  )
  .implement({
    description: 'An exposure that stays, with a weaker verdict or fewer sources.',
    fields: (t) => ({
      before: t.field({ type: SimulatedExposure, description: 'As it is.', resolve: ({ before }) => before }),
      after: t.field({ type: SimulatedExposure, description: 'As it would be.', resolve: ({ after }) => after }),
    }),
  })

const SimulatedBreakage = builder
  .objectRef<InCluster<SimulationResult['broken'][number]>>('SimulatedBreakage')
  .implement({
    description: 'A connection within the cluster that policies let through now, and then would not.',
    fields: (t) => ({
      from: t.field({ type: ObjectReference, description: 'Who connects.', resolve: (row) => placed(row, row.from) }),
      to: t.field({ type: ObjectReference, description: 'To what.', resolve: (row) => placed(row, row.to) }),
      protocol: t.exposeString('protocol', { description: '`TCP`, `UDP` or `SCTP`.' }),
      ports: t.intList({ description: 'Ports of the pods that are reached.', resolve: ({ ports }) => [...ports] }),
      why: t.exposeString('why', { description: 'Why it would break.' }),
    }),
  })

const SimulatedPatch = builder.objectRef<InCluster<SimulationResult['patches'][number]>>('SimulatedPatch').implement({
  description: 'A change to make by hand: nothing is applied by this server.',
  fields: (t) => ({
    object: t.field({
      type: ObjectReference,
      description: 'What to change.',
      resolve: (row) => placed(row, row.object),
    }),
    verb: t.expose('verb', { type: PatchVerb, description: 'What to do with it.' }),
    yaml: t.exposeString('yaml', {
      description: 'The patch to merge, the object to apply (on standard input), or what names the object to delete.',
    }),
    arguments: t.stringList({
      description: 'The command and its arguments, for a program that starts it without a shell.',
      resolve: ({ args }) => [...args],
    }),
    command: t.exposeString('command', { description: 'The same for a POSIX shell.' }),
  }),
})

const SimulationRefusal = builder.objectRef<SimulationResult['refused'][number]>('SimulationRefusal').implement({
  description: 'A chosen exposure that the action does not fit.',
  fields: (t) => ({
    exposureId: t.id({ description: 'Its id.', resolve: ({ exposure }) => encodeId('Exposure', exposure) }),
    why: t.exposeString('why', { description: 'Why not, and what would.' }),
  }),
})

const ExposureSimulation = builder.objectRef<Simulation>('ExposureSimulation').implement({
  description: 'What would come of an action.',
  fields: (t) => ({
    closed: t.field({
      type: [SimulatedExposure],
      description:
        'As they are now: the internet would reach them no more. Others than the chosen ones may be among them.',
      resolve: ({ cluster, closed }) => inCluster(cluster, closed),
    }),
    narrowed: t.field({
      type: [ExposureNarrowing],
      description: 'Those that stay open with a weaker verdict or fewer sources.',
      resolve: ({ cluster, narrowed }) =>
        narrowed.map(({ before, after }) => ({ before: { ...before, cluster }, after: { ...after, cluster } })),
    }),
    unchanged: t.field({
      type: [SimulatedExposure],
      description: 'Chosen ones that it leaves as they are.',
      resolve: ({ cluster, unchanged }) => inCluster(cluster, unchanged),
    }),
    remaining: t.field({
      type: [SimulatedExposure],
      description: 'Other open ways to the same ports of workloads, as they would be.',
      resolve: ({ cluster, remaining }) => inCluster(cluster, remaining),
    }),
    widened: t.field({
      type: [SimulatedExposure],
      description: 'As they would be: open to more than now.',
      resolve: ({ cluster, widened }) => inCluster(cluster, widened),
    }),
    broken: t.field({
      type: [SimulatedBreakage],
      description: 'Connections within the cluster that would break, the first 100 of them.',
      resolve: ({ cluster, broken }) => inCluster(cluster, broken),
    }),
    brokenTotal: t.exposeInt('brokenTotal', { description: 'How many would break in all.' }),
    patches: t.field({
      type: [SimulatedPatch],
      description: 'What to change, in the order in which to do it.',
      resolve: ({ cluster, patches }) => inCluster(cluster, patches),
    }),
    refused: t.field({
      type: [SimulationRefusal],
      description: 'Chosen ones that the action does not fit.',
      resolve: ({ refused }) => [...refused],
    }),
    gaps: t.stringList({ description: 'What the simulation cannot see.', resolve: ({ gaps }) => [...gaps] }),
  }),
})

const SimulateExposureInput = builder.inputType('SimulateExposureInput', {
  description: 'What to try, and on which exposures.',
  fields: (t) => ({
    exposures: t.idList({ required: true, description: 'Ids of 1 to 100 exposures of one cluster.' }),
    action: t.field({ type: WhatIfActionKind, required: true, description: 'What to do about them.' }),
    provider: t.field({
      type: CloudProvider,
      description: 'For MAKE_SERVICE_INTERNAL, where the objects do not tell whose load balancer it is.',
    }),
    ranges: t.stringList({ description: 'For LIMIT_SOURCES: ranges in CIDR notation.' }),
  }),
})

builder.queryField('simulateExposure', (t) =>
  t.field({
    type: ExposureSimulation,
    description:
      'What would come of a change that closes exposures. Nothing is changed, and the patches are for people to apply.',
    args: { input: t.arg({ type: SimulateExposureInput, required: true, description: 'What to try.' }) },
    resolve: (_root, { input }, context) => simulate(context, input),
  }),
)

async function simulate(context: Context, input: typeof SimulateExposureInput.$inferInput): Promise<Simulation> {
  // It tells of all that leads to a workload, of policies and of who connects, wherever in the cluster.
  if (seesPartsOnly(context.viewer)) {
    throw requestError('FORBIDDEN', 'Only who sees all of a cluster may try what a change would do.')
  }
  const keys = input.exposures.map((id) => decodeIdOf('Exposure', id))
  const rows = await Promise.all(keys.map((key) => loadersOf(context).nodes.Exposure.load(key)))
  const clusters = new Set(rows.map((row) => row?.cluster))
  const [cluster, ...others] = clusters
  if (cluster === undefined || others.length > 0) {
    throw requestError('VALUE_INVALID', 'Name exposures that are there, all of one cluster.')
  }
  const { action, provider, ranges } = input
  const request = { cluster, exposures: keys, action, provider: provider ?? undefined, ranges: ranges ?? [] }
  const result = await context.services.exposures.simulate(request, context.signal).catch((error: unknown) => {
    throw readable(error)
  })
  return { ...result, cluster }
}

function inCluster<T extends object>(cluster: string, rows: readonly T[]): InCluster<T>[] {
  return rows.map((row) => ({ ...row, cluster }))
}

function placed({ cluster }: { readonly cluster: string }, { kind, namespace, name }: ClusterObjectRef) {
  return { cluster, kind, namespace, name }
}
