import { namespace } from '@breakwater/drizzle/tables/asset.ts'
import { builder } from '../builder.ts'
import { Namespace } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, presence } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const NamespaceFilter = builder.inputType('NamespaceFilter', {
  description: 'Which namespaces. All that is given must hold.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look.' }),
    text: t.string({ description: 'Text anywhere in the name, id or phase, in whatever case.' }),
    atRisk: t.boolean({ description: 'Whether anything in it is at risk. What was not analyzed is neither.' }),
    gone: t.boolean({ description: 'True: only what is gone. Otherwise only what is there.' }),
  }),
})

export const namespaceList = defineList({
  name: 'Namespace',
  plural: 'namespaces',
  row: Namespace,
  table: namespace,
  filter: NamespaceFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: namespace.cluster, namespace: namespace.name }),
    containsText(filter.text, namespace.name, namespace.id, namespace.phase),
    atRisk('Namespace', namespace.id, namespace.cluster, filter.atRisk),
    presence(namespace.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, namespace),
  orders: {
    NAME: { description: 'By name.', by: by(namespace, 'name') },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(namespace, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(namespace, 'id'),
  rollUp: 'NAMESPACE',
})
