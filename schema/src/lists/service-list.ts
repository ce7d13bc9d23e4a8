import { service } from '@breakwater/drizzle/tables/asset.ts'
import { builder } from '../builder.ts'
import { Service } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf, presence } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const ServiceFilter = builder.inputType('ServiceFilter', {
  description: 'Which services. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Services are in no registry.' }),
    text: t.string({ description: 'Text anywhere in the name, id, type or cluster address, in whatever case.' }),
    types: t.stringList({ description: 'Types as in Kubernetes, such as `LoadBalancer`.' }),
    gone: t.boolean({ description: 'True: only what is gone. Otherwise only what is there.' }),
  }),
})

export const serviceList = defineList({
  name: 'Service',
  plural: 'services',
  row: Service,
  table: service,
  filter: ServiceFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: service.cluster, namespace: service.namespace }),
    containsText(filter.text, service.name, service.id, service.type, service.clusterIp),
    oneOf(service.type, filter.types),
    presence(service.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, service),
  orders: {
    NAME: { description: 'By name.', by: by(service, 'name') },
    NAMESPACE: { description: 'By namespace, then name.', by: by(service, 'namespace', 'name') },
    TYPE: { description: 'By type.', by: by(service, 'type') },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(service, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(service, 'id'),
})
