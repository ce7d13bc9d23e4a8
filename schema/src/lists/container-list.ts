import { container } from '@breakwater/drizzle/tables/asset.ts'
import { bytewise } from '@breakwater/drizzle/tables/columns.ts'
import { EXPOSED_RANK, EXPOSURE_VERDICTS } from '@breakwater/drizzle/tables/exposure.ts'
import { type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { ContainerKind, ContainerState } from '../enums/asset.ts'
import { ExposureVerdict } from '../enums/exposure.ts'
import { decodeIdsOf } from '../ids.ts'
import { Container } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, oneOf, presence, ranked } from './conditions.ts'
import { defineList } from './definition.ts'
import { hasLabels, LabelFilter } from './label-filter.ts'
import { by, RISK_COLUMNS, RISKS_ORDER } from './order.ts'
import { DateTimeRange, IntRange, inRange, inTime } from './ranges.ts'
import { byCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const ContainerFilter = builder.inputType('ContainerFilter', {
  description: 'Which containers. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: "Where to look; a registry is the one of the container's image." }),
    text: t.string({ description: 'Text anywhere in the name, id, kind or image reference, in whatever case.' }),
    podIds: t.idList({ description: 'Ids of the pods that they are in.' }),
    podNames: t.stringList({ description: 'Names of the pods that they are in.' }),
    workloadIds: t.idList({ description: 'Ids of the workloads that they belong to.' }),
    image: t.string({ description: 'Text anywhere in the image reference or digest, in whatever case.' }),
    imageDigests: t.field({ type: ['Digest'], description: 'Digests of the images that they run.' }),
    kinds: t.field({ type: [ContainerKind], description: 'Kinds.' }),
    states: t.field({ type: [ContainerState], description: 'States.' }),
    stateReasons: t.stringList({ description: 'Why they do not run, such as `CrashLoopBackOff`.' }),
    restarts: t.field({ type: IntRange, description: 'How often it was restarted.' }),
    atRisk: t.boolean({ description: 'Whether it is at risk. What was not analyzed is neither.' }),
    exposed: t.boolean({
      description: 'Whether the internet reaches a port of it, in part or perhaps. What was not analyzed is neither.',
    }),
    exposures: t.field({ type: [ExposureVerdict], description: 'Strongest verdicts of their ports.' }),
    labels: t.field({ type: [LabelFilter], description: 'Labels that it has, all of them.' }),
    firstSeen: t.field({ type: DateTimeRange, description: 'When it was first seen.' }),
    gone: t.boolean({ description: 'True: only what is gone. Otherwise only what is there.' }),
  }),
})

export const containerList = defineList({
  name: 'Container',
  plural: 'containers',
  row: Container,
  table: container,
  filter: ContainerFilter,
  where: (filter) => [
    withinScope(filter.scope, {
      cluster: container.cluster,
      namespace: container.namespace,
      registry: container.imageRegistry,
    }),
    containsText(filter.text, container.name, container.id, container.kind, container.imageReference),
    oneOf(container.pod, decodeIdsOf('Pod', filter.podIds)),
    oneOf(container.podName, filter.podNames),
    oneOf(container.workload, decodeIdsOf('Workload', filter.workloadIds)),
    containsText(filter.image, container.imageReference, container.imageDigest),
    oneOf(container.imageDigest, filter.imageDigests),
    oneOf(bytewise(container.kind), filter.kinds),
    oneOf(bytewise(container.state), filter.states),
    oneOf(container.stateReason, filter.stateReasons),
    inRange(container.restarts, filter.restarts),
    atRisk({ type: 'Container', cluster: container.cluster, risky: container.atRisk }, filter.atRisk),
    exposed(filter.exposed),
    ranked(container.exposureRank, EXPOSURE_VERDICTS, filter.exposures),
    hasLabels(container.labels, filter.labels),
    inTime(container.firstSeenAt, filter.firstSeen),
    presence(container.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, container),
  orders: {
    NAME: { description: 'By name.', by: by(container, 'name') },
    NAMESPACE: { description: 'By namespace, then name.', by: by(container, 'namespace', 'name') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(container.cluster) },
    POD: { description: 'By name of the pod.', by: by(container, 'podName') },
    IMAGE: { description: 'By image reference.', by: by(container, 'imageReference') },
    STATE: { description: 'By state, then its reason.', by: by(container, 'state', 'stateReason') },
    RESTARTS: { description: 'By number of restarts.', by: by(container, 'restarts') },
    KIND: { description: 'By kind.', by: by(container, 'kind') },
    EXPOSURE: {
      description: 'By the strongest verdict of its ports; what was not analyzed first.',
      by: by(container, 'exposureRank'),
    },
    RISKS: { description: RISKS_ORDER, by: by(container, ...RISK_COLUMNS) },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(container, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(container, 'id'),
  rollUp: 'CONTAINER',
})

function exposed(wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  if (wanted) return sql`${container.exposureRank} >= ${EXPOSED_RANK}`
  return sql`(${container.exposureRank} >= 0 and ${container.exposureRank} < ${EXPOSED_RANK})`
}
