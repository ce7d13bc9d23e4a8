import { type Fields, fieldsOf, listOf } from '../../kubernetes/fields.ts'
import { type KubernetesObject, keyOf, type ObjectRef } from '../../kubernetes/object.ts'
import type { Exposure } from '../model.ts'
import { protocolOf } from '../pods.ts'
import type { Attempt, Refused } from './attempt.ts'
import { replaced, withSpec } from './draft.ts'

/** Takes the port that leads in out of the service, or `hostPort` out of the container. */
export function dropPort(attempt: Attempt, exposure: Exposure): Refused {
  switch (exposure.entry.kind) {
    case 'LoadBalancer':
    case 'NodePort':
    case 'ExternalIP':
      return dropServicePort(attempt, exposure)
    case 'HostPort':
      return dropHostPort(attempt, exposure)
    case 'HostNetwork':
      return 'A pod in the network of its node listens there whatever ports it declares. Set hostNetwork to false instead.'
    default:
      return `The port of ${exposure.entry.kind} ${exposure.entry.object.name} serves other routes as well. Delete the route instead.`
  }
}

function dropServicePort({ draft, note }: Attempt, { entry, service, protocol }: Exposure): Refused {
  const object = draft.get(entry.object)
  if (!object || !service) return 'There is no such service.'
  const ports = listOf(fieldsOf(object['spec'])['ports'])
  const kept = ports.filter((port) => port['port'] !== service.port || protocolOf(port['protocol']) !== protocol)
  if (kept.length === ports.length) return undefined
  if (kept.length === 0)
    return 'It is the only port of the service, which has to have one. Make the service ClusterIP, or delete it.'
  draft.put(entry.object, withSpec(object, { ports: kept }))
  note(`Clients in the cluster no longer reach port ${service.port} of the service ${service.name} either.`)
  return undefined
}

/** Kinds that make their pods anew when their template changes. */
const ROLLED_OUT = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController']

function dropHostPort({ draft, cluster, note }: Attempt, exposure: Exposure): Refused {
  const { workload } = exposure
  const object = workload && draft.get(workload)
  if (!workload || !object) return 'What makes the pods is not among the objects, so nothing can be changed there.'
  if (!ROLLED_OUT.includes(workload.kind))
    return `Ports of a ${workload.kind} cannot be changed. Delete it and make it again without hostPort.`
  const template = fieldsOf(fieldsOf(object['spec'])['template'])
  const spec = withoutHostPort(fieldsOf(template['spec']), exposure)
  draft.put(workload, withSpec(object, { template: { ...template, spec } }))
  const pods = cluster.pods.filter((pod) => !pod.isTemplate && keyOf(pod.workload) === keyOf(workload))
  for (const { namespace, name } of pods) {
    const ref: ObjectRef = { kind: 'Pod', namespace, name }
    const pod: KubernetesObject | undefined = draft.get(ref)
    if (pod) draft.follow(ref, { ...pod, spec: withoutHostPort(fieldsOf(pod['spec']), exposure) })
  }
  note(`The pods of ${workload.kind} ${workload.name} are made anew.`)
  return undefined
}

function withoutHostPort(spec: Fields, { entry, containerPort, protocol }: Exposure): Fields {
  const isMeant = (port: Fields) =>
    port['containerPort'] === containerPort &&
    port['hostPort'] === entry.port &&
    protocolOf(port['protocol']) === protocol
  const dropped = (field: string): Fields => {
    if (!Array.isArray(spec[field])) return {}
    const containers = listOf(spec[field]).map((container) => {
      const ports = listOf(container['ports'])
      if (!ports.some(isMeant)) return container
      const changed = ports.map((port) =>
        isMeant(port) ? replaced(port, { hostPort: undefined, hostIP: undefined }) : port,
      )
      return { ...container, ports: changed }
    })
    return { [field]: containers }
  }
  return { ...spec, ...dropped('containers'), ...dropped('initContainers') }
}
