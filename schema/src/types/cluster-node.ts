import { builder } from '../builder.ts'
import { NodeReadiness } from '../enums/asset.ts'
import { clusterNodeList } from '../lists/cluster-node-list.ts'
import { list } from '../lists/list.ts'
import { podList } from '../lists/pod-list.ts'
import { Asset, ClusterNode, Node } from '../refs.ts'

ClusterNode.implement({
  description: 'A node of a cluster: a machine that runs pods.',
  interfaces: [Node, Asset],
  fields: (t) => ({
    readiness: t.expose('ready', { type: NodeReadiness, description: 'Its Ready condition.' }),
    unschedulable: t.exposeBoolean('unschedulable', { description: 'Whether it is cordoned.' }),
    roles: t.exposeStringList('roles', { description: 'Such as `control-plane`.' }),
    kubeletVersion: t.exposeString('kubeletVersion', { description: 'Version of its kubelet.' }),
    osImage: t.exposeString('osImage', { description: 'Its operating system.' }),
    architecture: t.exposeString('architecture', { description: 'Such as `amd64`.' }),
    containerRuntime: t.exposeString('containerRuntime', { description: 'Its container runtime and version.' }),
    internalIp: t.exposeString('internalIp', { description: 'Its internal address; empty when not told.' }),
    externalIp: t.exposeString('externalIp', { description: 'Its external address; empty when it has none.' }),
    zone: t.exposeString('zone', { description: 'Its zone; empty when not told.' }),
    podCount: t.exposeInt('pods', { description: 'Pods that it runs.' }),
    pods: list(t, podList, {
      description: 'Pods that it runs.',
      within: ({ cluster, name }) => ({ cluster, node: name }),
    }),
  }),
})

builder.queryField('clusterNodes', (t) => list(t, clusterNodeList, { description: 'Nodes of all clusters.' }))
