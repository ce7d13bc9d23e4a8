import { type Cluster, nameOf } from '../cluster.ts'
import { endpointsOf } from '../endpoints.ts'
import type { EntryPath } from '../paths.ts'
import { note, type Remark } from '../remarks.ts'
import type { Service, ServicePort } from '../services.ts'

/** What stands behind a rule of a route: the part of a path that says so. */
export type Backend = Pick<EntryPath, 'service' | 'endpoints' | 'outside'> & { readonly remarks: readonly Remark[] }

/** The ports of a service that `matches` picks; undefined picks all. One backend for each, and one that says so where there is none. */
export function serviceBackends(
  cluster: Cluster,
  namespace: string,
  name: string,
  matches: (port: ServicePort) => boolean,
  port: number | undefined,
): Backend[] {
  const service = cluster.services.get(nameOf({ namespace, name }))
  const ref = { kind: 'Service', namespace, name }
  if (!service)
    return [
      {
        ...NOTHING,
        service: { ...ref, port: port ?? 0 },
        remarks: [note('serviceMissing', 'There is no such service.')],
      },
    ]
  if (service.type === 'ExternalName')
    return [{ ...NOTHING, service: { ...service.ref, port: port ?? 0 }, outside: [service.externalName || 'a name'] }]
  const ports = service.ports.filter(matches)
  if (ports.length === 0)
    return [
      {
        ...NOTHING,
        service: { ...service.ref, port: port ?? 0 },
        remarks: [note('portMissing', 'The service has no such port.')],
      },
    ]
  return ports.map((one) => backendAt(cluster, service, one))
}

/** A backend that is no service of the cluster, such as a bucket. */
export function externalBackend(name: string): Backend {
  return { ...NOTHING, outside: [name] }
}

const NOTHING: Backend = { service: undefined, endpoints: [], outside: [], remarks: [] }

function backendAt(cluster: Cluster, service: Service, port: ServicePort): Backend {
  const { endpoints, outside } = endpointsOf(cluster, service, port)
  return {
    service: { ...service.ref, port: port.port },
    endpoints,
    outside: endpoints.length > 0 ? [] : outside,
    remarks: [],
  }
}
