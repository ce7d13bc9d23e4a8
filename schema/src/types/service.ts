import { builder } from '../builder.ts'
import { list } from '../lists/list.ts'
import { serviceList } from '../lists/service-list.ts'
import { Asset, Node, Service, ServicePort } from '../refs.ts'
import { Label, labelsOf } from './label.ts'

ServicePort.implement({
  description: 'A port of a service.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name; often empty.' }),
    port: t.exposeInt('port', { description: 'Its number.' }),
    protocol: t.exposeString('protocol', { description: '`TCP`, `UDP` or `SCTP`.' }),
    targetPort: t.exposeString('targetPort', { description: 'The port of the pods: a number or a name.' }),
    nodePort: t.exposeInt('nodePort', {
      nullable: true,
      description: 'The port of every node that leads to it; null: none.',
    }),
  }),
})

Service.implement({
  description: 'A service: a name and address for pods.',
  interfaces: [Node, Asset],
  fields: (t) => ({
    namespace: t.exposeString('namespace', { description: 'The name of its namespace.' }),
    type: t.exposeString('type', { description: 'As in Kubernetes, such as `LoadBalancer`.' }),
    clusterIp: t.exposeString('clusterIp', { description: 'Its address in the cluster; `None` for a headless one.' }),
    externalAddresses: t.exposeStringList('externalAddresses', {
      description: 'Addresses and names by which it is reached from outside.',
    }),
    selector: t.field({
      type: [Label],
      description: 'The labels of its pods; empty when its endpoints are kept by hand.',
      resolve: (service) => labelsOf(service.selector),
    }),
    ports: t.expose('ports', { type: [ServicePort], description: 'Its ports.' }),
  }),
})

builder.queryField('services', (t) => list(t, serviceList, { description: 'Services of all clusters.' }))
