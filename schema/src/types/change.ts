import { builder } from '../builder.ts'
import { type ChangeBatchShape, changedBatch, readChanges } from '../change-batch.ts'
import { ChangeOperation } from '../enums/access.ts'
import { readable, requestError } from '../errors.ts'
import { encodeId } from '../ids.ts'
import { ScopeInput } from '../lists/scope-input.ts'
import { loadNodeByKey } from '../node.ts'
import { Node } from '../refs.ts'
import type { ChangeRow } from '../services.ts'
import { ChangedField, changedFields } from './history.ts'

const Change = builder.objectRef<ChangeRow>('Change').implement({
  description: 'A change of something, as it was written with the thing itself.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Where it stands in the stream: for `after`.',
      resolve: (row, _args, context) => context.services.changes.cursorOf(row),
    }),
    at: t.field({ type: 'DateTime', description: 'When it was written.', resolve: (row) => row.at }),
    type: t.string({ description: 'Type of what changed, such as `Workload`.', resolve: (row) => row.type }),
    nodeId: t.id({ description: 'Id of what changed.', resolve: (row) => encodeId(row.type, row.node) }),
    operation: t.field({
      type: ChangeOperation,
      description: 'What happened to it.',
      resolve: (row) => row.operation,
    }),
    cluster: t.id({
      nullable: true,
      description: 'Id of the cluster that it is in; null: none.',
      resolve: (row) => (row.cluster ? encodeId('Cluster', row.cluster) : null),
    }),
    namespace: t.string({
      description: 'Name of the namespace that it is in; empty: none.',
      resolve: (row) => row.namespace,
    }),
    registry: t.string({ description: 'The registry that it is in; empty: none.', resolve: (row) => row.registry }),
    fields: t.field({
      type: [ChangedField],
      description: 'Fields that can be filtered by: all of what is new or gone, the changed ones otherwise.',
      resolve: (row) => changedFields(row.old ?? {}, row.new ?? {}),
    }),
    node: t.field({
      type: Node,
      nullable: true,
      description: 'It, as it is now; null when it is gone.',
      resolve: (row, _args, context) => loadNodeByKey(context, { type: row.type, key: row.node }),
    }),
  }),
})

export const ChangeBatch = builder.objectRef<ChangeBatchShape>('ChangeBatch').implement({
  description: 'A piece of the stream of changes, in order.',
  fields: (t) => ({
    changes: t.field({
      type: [Change],
      description: 'Those that the viewer may see and the filter asks for; there may be none.',
      resolve: (batch) => [...batch.changes],
    }),
    cursor: t.exposeString('cursor', {
      description: 'Where this piece ends: for `after`. Says nothing by itself: it is another text each time.',
    }),
    resync: t.exposeBoolean('resync', {
      description: 'The cursor was too old or of another stream: read everything anew and go on from `cursor`.',
    }),
    hasMore: t.exposeBoolean('hasMore', {
      description: 'Whether more has happened already; in a subscription not told to who sees a part only.',
    }),
  }),
})

export const ChangeFilter = builder.inputType('ChangeFilter', {
  description: 'Which changes. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    types: t.stringList({ description: 'Types of what changed, such as `Workload`.' }),
    nodeIds: t.idList({ description: 'Ids of what changed.' }),
    scope: t.field({ type: ScopeInput, description: 'Where it changed.' }),
  }),
})

const DEFAULT_CHANGES = 100
const MAX_CHANGES = 1_000

builder.queryField('changes', (t) =>
  t.field({
    type: ChangeBatch,
    description: 'What has changed since a cursor: one piece of the stream, read before it is filtered.',
    args: {
      after: t.arg.string({ description: 'Where to begin; the oldest change that is kept when not given.' }),
      filter: t.arg({ type: ChangeFilter, description: 'Which changes; all visible ones when not given.' }),
      first: t.arg.int({ description: 'How many changes to read, before the filter: 1 to 1,000; 100 when not given.' }),
    },
    resolve: async (_root, { after, filter, first }, context) => {
      const limit = first ?? DEFAULT_CHANGES
      if (limit < 1 || limit > MAX_CHANGES) {
        throw requestError('PAGE_SIZE', `Ask for 1 to ${MAX_CHANGES} changes, not ${limit}.`)
      }
      const batch = await readChanges(context, after ?? undefined, limit).catch((error: unknown) => {
        throw readable(error)
      })
      return changedBatch(context, batch, filter)
    },
  }),
)
