import { savedView } from '@breakwater/drizzle/tables/access.ts'
import { builder } from '../builder.ts'
import { SavedView } from '../refs.ts'
import { visibleView } from '../saved-views.ts'
import { containsText, is, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'

export const SavedViewFilter = builder.inputType('SavedViewFilter', {
  description: 'Which saved views. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    lists: t.stringList({ description: 'Names of the lists that they are of, such as `workloads`.' }),
    text: t.string({ description: 'Text anywhere in the name, in whatever case.' }),
    shared: t.boolean({ description: 'Whether everybody sees it.' }),
    updated: t.field({ type: DateTimeRange, description: 'When it was last changed.' }),
  }),
})

export const savedViewList = defineList({
  name: 'SavedView',
  plural: 'saved views',
  row: SavedView,
  table: savedView,
  filter: SavedViewFilter,
  where: (filter) => [
    oneOf(savedView.list, filter.lists),
    containsText(filter.text, savedView.name),
    is(savedView.shared, filter.shared),
    inTime(savedView.updatedAt, filter.updated),
  ],
  visible: visibleView,
  orders: {
    NAME: { description: 'By name.', by: by(savedView, 'name') },
    LIST: { description: 'By list, then name.', by: by(savedView, 'list', 'name') },
    UPDATED: { description: 'By when it was last changed.', by: by(savedView, 'updatedAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(savedView, 'id'),
})
