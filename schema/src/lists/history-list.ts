import { change } from '@breakwater/drizzle/tables/change.ts'
import { builder } from '../builder.ts'
import { ChangeOperation } from '../enums/access.ts'
import { HistoryEntry } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'

export const HistoryEntryFilter = builder.inputType('HistoryEntryFilter', {
  description: 'Which events. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    operations: t.field({ type: [ChangeOperation], description: 'What happened.' }),
    at: t.field({ type: DateTimeRange, description: 'When it was seen.' }),
  }),
})

/** What happened to one asset, from the outbox: a list for a parent, never of all. */
export const historyList = defineList({
  name: 'HistoryEntry',
  plural: 'events',
  row: HistoryEntry,
  table: change,
  filter: HistoryEntryFilter,
  where: (filter) => [oneOf(change.operation, filter.operations), inTime(change.at, filter.at)],
  visible: (viewer) => visibleTo(viewer, change),
  orders: { TIME: { description: 'By when it was seen.', by: by(change, 'seq') } },
  defaultOrder: { field: 'TIME', direction: 'DESC' },
  key: by(change, 'seq'),
  cursors: 'sealed',
})
