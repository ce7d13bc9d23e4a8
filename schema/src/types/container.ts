import { builder } from '../builder.ts'
import { ContainerKind, ContainerState } from '../enums/asset.ts'
import { containerList } from '../lists/container-list.ts'
import { list } from '../lists/list.ts'
import { loadersOf } from '../loaders.ts'
import { Asset, Container, ContainerPort, Node, Pod, Workload } from '../refs.ts'

ContainerPort.implement({
  description: 'A port that a container declares.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name; often empty.' }),
    port: t.exposeInt('port', { description: 'Its number.' }),
    protocol: t.exposeString('protocol', { description: '`TCP`, `UDP` or `SCTP`.' }),
    hostPort: t.exposeInt('hostPort', {
      nullable: true,
      description: 'The port of the node that leads to it; null: none.',
    }),
  }),
})

Container.implement({
  description:
    'A container of a pod, init and ephemeral ones included; of a manifest without pods, as its workload declares it.',
  interfaces: [Node, Asset],
  fields: (t) => ({
    namespace: t.exposeString('namespace', { description: 'The name of its namespace.' }),
    pod: t.field({
      type: Pod,
      nullable: true,
      description: 'Its pod; null when only its workload declares it.',
      resolve: (container, _args, context) => (container.pod ? loadersOf(context).nodes.Pod.load(container.pod) : null),
    }),
    podName: t.exposeString('podName', { description: 'Name of its pod; empty when there is none.' }),
    workload: t.field({
      type: Workload,
      nullable: true,
      description: 'The top owner of its pod; null when that is not known.',
      resolve: (container, _args, context) =>
        container.workload ? loadersOf(context).nodes.Workload.load(container.workload) : null,
    }),
    workloadName: t.exposeString('workloadName', { description: 'Name of its workload; empty when not known.' }),
    node: t.exposeString('node', { description: 'Name of the node that it runs on; empty when it runs on none.' }),
    kind: t.expose('kind', { type: ContainerKind, description: 'Its place in its pod.' }),
    state: t.expose('state', { type: ContainerState, description: 'Its state.' }),
    stateReason: t.exposeString('stateReason', { description: 'Why it does not run; empty while it does.' }),
    ready: t.exposeBoolean('ready', { description: 'Whether it is ready.' }),
    restarts: t.exposeInt('restarts', { description: 'How often it was restarted.' }),
    imageReference: t.exposeString('imageReference', { description: 'Its image, as written in the pod.' }),
    imageDigest: t.field({
      type: 'Digest',
      nullable: true,
      description: 'Digest of the image that it runs; null until that is known.',
      resolve: (container) => container.imageDigest || null,
    }),
    imageRegistry: t.exposeString('imageRegistry', { description: "Host name of its image's registry." }),
    imageRepository: t.exposeString('imageRepository', { description: "Its image's repository." }),
    imageTag: t.exposeString('imageTag', { description: "Its image's tag; empty when it is named by digest." }),
    ports: t.expose('ports', { type: [ContainerPort], description: 'Ports that it declares.' }),
  }),
})

builder.queryField('containers', (t) => list(t, containerList, { description: 'Containers of all clusters.' }))
