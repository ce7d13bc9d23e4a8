import type { Cluster } from '../cluster.ts'
import { endpointsOf } from '../endpoints.ts'
import type { EntryKind } from '../model.ts'
import type { EntryPath, Front } from '../paths.ts'
import type { Remark } from '../remarks.ts'
import type { Service, ServicePort } from '../services.ts'

/** The way in at a port of a service that is an entry point by itself. `port` is what clients connect to. */
export function servicePath(
  cluster: Cluster,
  kind: EntryKind,
  service: Service,
  port: ServicePort,
  front: Front,
  how: { readonly port: number | undefined; readonly remarks: readonly Remark[]; readonly key?: readonly string[] },
): EntryPath {
  const { endpoints, outside } = endpointsOf(cluster, service, port)
  return {
    entry: { kind, object: service.ref, port: how.port, host: '', path: '', tls: 'unknown' },
    key: how.key ?? [`${port.port}/${port.protocol}`],
    front,
    via: { kind: 'client', mayBeNode: !service.isLocal },
    hops: [],
    service: { ...service.ref, port: port.port },
    endpoints,
    outside: endpoints.length > 0 ? [] : outside,
    remarks: how.remarks,
  }
}
