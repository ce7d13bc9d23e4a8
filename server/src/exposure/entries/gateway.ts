import { fieldsOf, listOf, textOf, wholeOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts'
import { type Cluster, nameOf } from '../cluster.ts'
import type { Index } from '../live/catalog.ts'
import type { Hop } from '../model.ts'
import type { EntryPath, Front } from '../paths.ts'
import { refOf } from '../pods.ts'
import type { ProxyFront } from '../proxy-front.ts'
import { doubt, missing, type Remark } from '../remarks.ts'
import type { EntryFinder, Reached } from './entry-kind.ts'
import { type Attachment, attachmentsOf } from './gateway-attachment.ts'
import { gatewayFrontOf } from './gateway-front.ts'
import { type Listener, listenersOf } from './gateway-listeners.ts'
import { type GatewayRoute, ROUTE_KINDS, type RouteKind, routeOf } from './gateway-routes.ts'
import { routeBackends } from './route-backends.ts'

/** Gateways of the Gateway API: listeners, and the routes that they let attach. A name is that of a gateway and of a route. */
export const gateway: EntryFinder = {
  kind: 'Gateway',
  names: (cluster) =>
    cluster
      .objects('Gateway')
      .keys()
      .flatMap((name) =>
        ROUTE_KINDS.flatMap((kind) =>
          cluster
            .objects(kind)
            .by(OF_GATEWAY[kind], name)
            .map((route) => [name, kind, nameOf(refOf(route, kind))].join(SEPARATOR)),
        ),
      ),
  pathsAt(cluster, reached, name) {
    const [gatewayName = '', routeKind, routeName = ''] = name.split(SEPARATOR)
    const kind = ROUTE_KINDS.find((one) => one === routeKind)
    const object = cluster.objects('Gateway').get(gatewayName)
    const route = kind && cluster.objects(kind).get(routeName)
    return object && route ? pathsOf(cluster, reached, object, routeOf(route, kind)) : []
  },
}

/** In no name of an object. */
const SEPARATOR = '\n'

function ofGateway(kind: RouteKind): Index<KubernetesObject> {
  return { keysOf: (object) => routeOf(object, kind).parents.map(nameOf) }
}

/** Routes of a kind by `namespace/name` of the gateways that they ask to attach to. */
const OF_GATEWAY: Readonly<Record<RouteKind, Index<KubernetesObject>>> = {
  HTTPRoute: ofGateway('HTTPRoute'),
  GRPCRoute: ofGateway('GRPCRoute'),
  TLSRoute: ofGateway('TLSRoute'),
  TCPRoute: ofGateway('TCPRoute'),
  UDPRoute: ofGateway('UDPRoute'),
}

function pathsOf(cluster: Cluster, reached: Reached, object: KubernetesObject, route: GatewayRoute): EntryPath[] {
  const ref = refOf(object, 'Gateway')
  const remarks = conditionsOf(object)
  return attachmentsOf(cluster, ref, listenersOf(object), route).flatMap((attachment) =>
    pathsOfRoute(cluster, ref, frontAt(cluster, reached, nameOf(ref), attachment.listener?.port), route, {
      ...attachment,
      remarks: [...remarks, ...attachment.remarks],
    }),
  )
}

/** Looked for once a gateway and port: it may have many routes. */
function frontAt(cluster: Cluster, reached: Reached, name: string, port: number | undefined): ProxyFront {
  return cluster.fronts.of(`${name} ${port}`, () =>
    gatewayFrontOf(cluster, reached, cluster.objects('Gateway').get(name) ?? {}, port === undefined ? [] : [port]),
  )
}

function pathsOfRoute(
  cluster: Cluster,
  ref: ObjectRef,
  { front, via }: ProxyFront,
  route: GatewayRoute,
  attachment: Attachment,
): EntryPath[] {
  const { listener } = attachment
  const entry = {
    kind: 'Gateway' as const,
    object: ref,
    port: listener?.port,
    tls: listener?.tls ?? ('unknown' as const),
  }
  return route.rules.flatMap((rule) =>
    rule.backends.flatMap((asked) => {
      const { backends, isLetIn, remarks } = routeBackends(cluster, route, asked)
      const isOpen = isLetIn && attachment.isAttached
      return attachment.hosts.flatMap((host) =>
        rule.paths.flatMap((path) =>
          backends.map((backend) => ({
            entry: { ...entry, host, path },
            key: [listener?.name ?? '', route.ref.kind, listener?.protocol === 'UDP' ? 'UDP' : '', host, path],
            front: isOpen ? front : closed(front),
            via,
            hops: [...hopsOf(ref, listener), routeHop(route, host, path)],
            ...backend,
            remarks: [...attachment.remarks, ...remarks, ...backend.remarks],
          })),
        ),
      )
    }),
  )
}

/** Nothing goes that way, whatever the addresses are; why is among the remarks of the path. */
function closed(front: Front): Front {
  return { ...front, heard: [], remarks: [] }
}

function hopsOf(object: ObjectRef, listener: Listener | undefined): Hop[] {
  if (!listener) return []
  const { name, protocol, port, hostname, tls } = listener
  const evidence = [`protocol = ${protocol}`, ...(tls === 'passthrough' ? ['tls.mode = Passthrough'] : [])]
  return [{ kind: 'listener', object, label: `${name} ${hostname || '*'}:${port}`, evidence, policies: [] }]
}

function routeHop({ ref }: GatewayRoute, host: string, path: string): Hop {
  return { kind: 'route', object: ref, label: `${host || '*'}${path}`, evidence: [], policies: [] }
}

function conditionsOf(object: KubernetesObject): Remark[] {
  const conditions = listOf(fieldsOf(object['status'])['conditions'])
  const isFalse = (type: string) => conditions.some((one) => one['type'] === type && one['status'] === 'False')
  if (isFalse('Accepted')) return [missing('gatewayNotAccepted', 'The gateway is not accepted.')]
  if (isFalse('Programmed')) return [missing('gatewayNotProgrammed', 'The gateway is not programmed yet.')]
  const declared = listOf(fieldsOf(object['spec'])['listeners'])
  const odd = declared
    .filter((one) => wholeOf(one['port'], 1, 65_535) === undefined)
    .map((one) => textOf(one['name'], 253))
  return odd.length === 0
    ? []
    : [doubt('listenerIgnored', `Listeners without a port that can be read: ${odd.join(', ')}.`)]
}
