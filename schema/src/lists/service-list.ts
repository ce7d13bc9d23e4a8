import { firstExternalAddressOf, firstPortOf, service } from '@breakwater/drizzle/tables/asset.ts'
import { type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { Service } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, holdsAny, oneOf, presence } from './conditions.ts'
import { defineList } from './definition.ts'
import { hasLabels, LabelFilter } from './label-filter.ts'
import { by, computed, RISK_COLUMNS, RISKS_ORDER } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'
import { byCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const ServiceFilter = builder.inputType('ServiceFilter', {
  description: 'Which services. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Services are in no registry.' }),
    text: t.string({ description: 'Text anywhere in the name, id, type or cluster address, in whatever case.' }),
    types: t.stringList({ description: 'Types as in Kubernetes, such as `LoadBalancer`.' }),
    clusterIps: t.stringList({ description: 'Cluster addresses.' }),
    ports: t.intList({ description: 'Numbers of its ports.' }),
    externalAddresses: t.stringList({ description: 'Addresses and names by which it is reached from outside.' }),
    atRisk: t.boolean({ description: 'Whether it is at risk. What was not analyzed is neither.' }),
    labels: t.field({ type: [LabelFilter], description: 'Labels that it has, all of them.' }),
    firstSeen: t.field({ type: DateTimeRange, description: 'When it was first seen.' }),
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
    oneOf(service.clusterIp, filter.clusterIps),
    hasPort(filter.ports),
    holdsAny(service.externalAddresses, filter.externalAddresses),
    atRisk({ type: 'Service', cluster: service.cluster, risky: service.atRisk }, filter.atRisk),
    hasLabels(service.labels, filter.labels),
    inTime(service.firstSeenAt, filter.firstSeen),
    presence(service.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, service),
  orders: {
    NAME: { description: 'By name.', by: by(service, 'name') },
    NAMESPACE: { description: 'By namespace, then name.', by: by(service, 'namespace', 'name') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(service.cluster) },
    TYPE: { description: 'By type.', by: by(service, 'type') },
    CLUSTER_IP: { description: 'By cluster address, as text.', by: by(service, 'clusterIp') },
    PORTS: {
      description: 'By number of the first port; without any first.',
      by: [computed('integer', firstPortOf(service))],
    },
    EXTERNAL_ADDRESSES: {
      description: 'By the first external address, as text; without any first.',
      by: [computed('text', firstExternalAddressOf(service))],
    },
    RISKS: { description: RISKS_ORDER, by: by(service, ...RISK_COLUMNS) },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(service, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(service, 'id'),
})

function hasPort(ports: readonly number[] | null | undefined): SQL | undefined {
  if (!ports) return undefined
  return sql`exists (
    select 1 from jsonb_array_elements(${service.ports}) as port where (port ->> 'port')::int = any(${sql.param([...ports])}::int[])
  )`
}
