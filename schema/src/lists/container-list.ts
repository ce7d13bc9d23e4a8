import { container } from '@breakwater/drizzle/tables/asset.ts'
import { builder } from '../builder.ts'
import { ContainerKind, ContainerState } from '../enums/asset.ts'
import { decodeIdsOf } from '../ids.ts'
import { Container } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, oneOf, presence } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const ContainerFilter = builder.inputType('ContainerFilter', {
  description: 'Which containers. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: "Where to look; a registry is the one of the container's image." }),
    text: t.string({ description: 'Text anywhere in the name, id, kind or image reference, in whatever case.' }),
    podIds: t.idList({ description: 'Ids of the pods that they are in.' }),
    workloadIds: t.idList({ description: 'Ids of the workloads that they belong to.' }),
    image: t.string({ description: 'Text anywhere in the image reference or digest, in whatever case.' }),
    imageDigests: t.field({ type: ['Digest'], description: 'Digests of the images that they run.' }),
    kinds: t.field({ type: [ContainerKind], description: 'Kinds.' }),
    states: t.field({ type: [ContainerState], description: 'States.' }),
    atRisk: t.boolean({ description: 'Whether it is at risk. What was not analyzed is neither.' }),
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
    oneOf(container.workload, decodeIdsOf('Workload', filter.workloadIds)),
    containsText(filter.image, container.imageReference, container.imageDigest),
    oneOf(container.imageDigest, filter.imageDigests),
    oneOf(container.kind, filter.kinds),
    oneOf(container.state, filter.states),
    atRisk('Container', container.id, container.cluster, filter.atRisk),
    presence(container.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, container),
  orders: {
    NAME: { description: 'By name.', by: by(container, 'name') },
    NAMESPACE: { description: 'By namespace, then name.', by: by(container, 'namespace', 'name') },
    POD: { description: 'By name of the pod.', by: by(container, 'podName') },
    IMAGE: { description: 'By image reference.', by: by(container, 'imageReference') },
    STATE: { description: 'By state.', by: by(container, 'state') },
    RESTARTS: { description: 'By number of restarts.', by: by(container, 'restarts') },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(container, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(container, 'id'),
  rollUp: 'CONTAINER',
})
