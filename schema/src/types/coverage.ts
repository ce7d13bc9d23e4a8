import { builder } from '../builder.ts'
import { CoverageReason } from '../enums/asset.ts'
import { coverageList } from '../lists/coverage-list.ts'
import { list } from '../lists/list.ts'
import { loadersOf } from '../loaders.ts'
import { Cluster, Coverage, type CoverageRow } from '../refs.ts'
import { required } from './required.ts'

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
    objects: t.exposeInt('objects', { description: 'Objects that the last complete reading found.' }),
    lastComplete: t.expose('lastCompleteAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the kind was last read to its end; null: never.',
    }),
    updated: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last tried.' }),
  }),
})

export const CoverageSummary = builder.objectRef<readonly CoverageRow[]>('CoverageSummary').implement({
  description: 'What is seen of a cluster.',
  fields: (t) => ({
    kinds: t.int({ description: 'Kinds that are read.', resolve: (rows) => rows.length }),
    complete: t.int({
      description: 'Kinds of which all objects were read.',
      resolve: (rows) => rows.filter(isComplete).length,
    }),
    gaps: t.field({
      type: [Coverage],
      description: 'The other kinds, each with its reason.',
      resolve: (rows) => rows.filter((row) => !isComplete(row)).toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
    }),
  }),
})

builder.queryField('coverage', (t) =>
  list(t, coverageList, { description: 'What is seen of each cluster, kind by kind, and where not, why.' }),
)

function isComplete(row: CoverageRow): boolean {
  return row.reason === 'COMPLETE'
}
