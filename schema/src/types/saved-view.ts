import { builder } from '../builder.ts'
import { encodeId } from '../ids.ts'
import { list } from '../lists/list.ts'
import { savedViewList } from '../lists/saved-view-list.ts'
import { Node, SavedView } from '../refs.ts'
import { mayChange, ownerOf } from '../saved-views.ts'

SavedView.implement({
  description: 'A list with its filter, order and columns, to be found again under a name.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: 'Opaque, and always the same.', resolve: (view) => encodeId('SavedView', view.id) }),
    list: t.exposeString('list', { description: 'Name of the list, such as `workloads`.' }),
    name: t.exposeString('name', { description: 'Its name; the owner has no other of this name for the list.' }),
    query: t.exposeString('query', { description: "Filter and order, as the address of the list's page holds them." }),
    columns: t.exposeStringList('columns', { description: 'Columns in their order; none: those of the page.' }),
    shared: t.exposeBoolean('shared', { description: 'Whether everybody sees it.' }),
    owner: t.exposeString('owner', {
      description: 'Who saved it: how they came in, and the name that they came in by.',
    }),
    mine: t.boolean({
      description: 'Whether the viewer saved it.',
      resolve: (view, _args, context) => view.owner === ownerOf(context.viewer),
    }),
    changeable: t.boolean({
      description: 'Whether the viewer may change and delete it.',
      resolve: (view, _args, context) => mayChange(context.viewer, view),
    }),
    created: t.expose('createdAt', { type: 'DateTime', description: 'When it was saved first.' }),
    updated: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed.' }),
  }),
})

builder.queryField('savedViews', (t) =>
  list(t, savedViewList, { description: "Saved views: the viewer's own, and those that are shared." }),
)
