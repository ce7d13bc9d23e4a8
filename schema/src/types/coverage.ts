import { WATCH_STATES } from '@breakwater/drizzle/tables/cluster.ts'
import { builder } from '../builder.ts'
import { CoverageReason, WatchState } from '../enums/asset.ts'
import { coverageList } from '../lists/coverage-list.ts'
import { list } from '../lists/list.ts'
import { loadersOf } from '../loaders.ts'
import { Cluster, Coverage, type CoverageRow, type WatchRow } from '../refs.ts'
import { seesPartsOnly } from '../visible.ts'
import { required } from './required.ts'

const KindWatch = builder.objectRef<WatchRow>('KindWatch').implement({
  description: 'How a kind of a cluster is followed between two synchronizations.',
  fields: (t) => ({
    state: t.expose('state', { type: WatchState, description: 'Whether changes arrive as they happen.' }),
    message: t.exposeString('message', { description: 'Why they do not; empty when they do.' }),
    advice: t.exposeString('advice', { description: 'What to do about it.' }),
    heard: t.expose('heardAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its API server last said anything of it: a change, or that there is none.',
    }),
    lagMs: t.exposeInt('lagMs', { description: 'Milliseconds between hearing of the last change and its row.' }),
  }),
})

/** All kinds of a cluster together. */
export const ClusterWatch = builder.objectRef<readonly [WatchRow, ...WatchRow[]]>('ClusterWatch').implement({
  description: 'How a cluster is followed between two synchronizations.',
  fields: (t) => ({
    state: t.field({
      type: WatchState,
      description: 'The worst of its kinds: lost, listed every minute, starting, followed.',
      resolve: (rows) => WATCH_STATES.find((state) => rows.some((row) => row.state === state)) ?? 'WATCHING',
    }),
    kinds: t.int({ description: 'Kinds that are followed or should be.', resolve: (rows) => rows.length }),
    watching: t.int({
      description: 'Kinds whose changes arrive as they happen.',
      resolve: (rows) => rows.filter(({ state }) => state === 'WATCHING').length,
    }),
    heard: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its API server last said anything.',
      resolve: (rows) => rows.reduce<Date | null>((last, { heardAt }) => later(last, heardAt), null),
    }),
    lagMs: t.int({
      description: 'Milliseconds between hearing of a change and its row: the most of its kinds.',
      resolve: (rows) => Math.max(...rows.map(({ lagMs }) => lagMs)),
    }),
  }),
})

function later(one: Date | null, other: Date | null): Date | null {
  return one && other ? (one > other ? one : other) : (one ?? other)
}

Coverage.implement({
  description: 'Whether a kind of object of a cluster is seen, and if not, why and what to do.',
  fields: (t) => ({
    cluster: t.field({
      type: Cluster,
      description: 'The cluster.',
      resolve: async (row, _args, context) =>
        required(await loadersOf(context).nodes.Cluster.load(row.cluster), 'cluster'),
    }),
    kind: t.exposeString('kind', { description: 'As in Kubernetes, such as `NetworkPolicy`.' }),
    reason: t.expose('reason', { type: CoverageReason, description: 'Whether it is seen, and if not, why.' }),
    message: t.exposeString('message', { description: 'The reason in words.' }),
    advice: t.exposeString('advice', { description: 'What to do about it.' }),
    optional: t.exposeBoolean('optional', {
      description: 'Whether only some clusters serve it: that one does not is no gap.',
    }),
    apiVersion: t.exposeString('apiVersion', {
      description: 'The version in which it is read, such as `autoscaling/v2`; empty when that is not known.',
    }),
    servedVersions: t.exposeStringList('servedVersions', {
      description: 'The versions that the API server serves, the preferred one first.',
    }),
    writtenVersions: t.exposeStringList('writtenVersions', {
      description: 'The versions in which its objects were written, as their managed fields tell.',
    }),
    objects: t.int({
      nullable: true,
      description: 'Objects that the last complete reading found; null for who sees only some namespaces.',
      resolve: ({ objects }, _args, { viewer }) => (seesPartsOnly(viewer) ? null : objects),
    }),
    lastComplete: t.expose('lastCompleteAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the kind was last read to its end; null: never.',
    }),
    watch: t.field({
      type: KindWatch,
      nullable: true,
      description: 'How it is followed between two synchronizations; null: it is not.',
      resolve: async (row, _args, context) =>
        (await loadersOf(context).watches.load(row.cluster)).find(({ kind }) => kind === row.kind) ?? null,
    }),
    updated: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last tried.' }),
  }),
})

export const CoverageSummary = builder.objectRef<readonly CoverageRow[]>('CoverageSummary').implement({
  description: 'What is seen of a cluster.',
  fields: (t) => ({
    kinds: t.int({
      description: 'Kinds that are read; those that only some clusters have, and this one does not, left aside.',
      resolve: (rows) => rows.filter((row) => !isQuiet(row)).length,
    }),
    complete: t.int({
      description: 'Kinds of which all objects were read.',
      resolve: (rows) => rows.filter(isComplete).length,
    }),
    gaps: t.field({
      type: [Coverage],
      description: 'The other kinds, each with its reason.',
      resolve: (rows) =>
        rows.filter((row) => !isComplete(row) && !isQuiet(row)).toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
    }),
  }),
})

builder.queryField('coverage', (t) =>
  list(t, coverageList, { description: 'What is seen of each cluster, kind by kind, and where not, why.' }),
)

function isComplete(row: CoverageRow): boolean {
  return row.reason === 'COMPLETE'
}

/** As in `coverageShare`: nothing is missed. */
function isQuiet({ optional, reason }: CoverageRow): boolean {
  return optional && (reason === 'NOT_SERVED' || reason === 'NOT_IN_SNAPSHOT')
}
