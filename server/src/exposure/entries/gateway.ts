import { fieldsOf, listOf, textOf, wholeOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Cluster } from '../cluster.ts'
import type { Hop, ObjectRef } from '../model.ts'
import type { EntryPath, Front } from '../paths.ts'
import { refOf } from '../pods.ts'
import type { ProxyFront } from '../proxy-front.ts'
import { doubt, missing, type Remark } from '../remarks.ts'
import type { EntryFinder, Reached } from './entry-kind.ts'
import { type Attachment, attachmentsOf } from './gateway-attachment.ts'
import { gatewayFrontOf } from './gateway-front.ts'
import { type Listener, listenersOf } from './gateway-listeners.ts'
import { type GatewayRoute, ROUTE_KINDS, routeOf } from './gateway-routes.ts'
import { routeBackends } from './route-backends.ts'

/** Gateways of the Gateway API: listeners, and the routes that they let attach. */
export const gateway: EntryFinder = {
  kind: 'Gateway',
  find(cluster, reached) {
    const routes = ROUTE_KINDS.flatMap((kind) => cluster.of(kind).map((object) => routeOf(object, kind)))
    const byGateway = new Map<string, GatewayRoute[]>()
    for (const route of routes) {
      for (const name of new Set(route.parents.map((parent) => `${parent.namespace}/${parent.name}`))) {
        const others = byGateway.get(name)
        if (others) others.push(route)
        else byGateway.set(name, [route])
      }
    }
    return cluster.of('Gateway').flatMap((object) => pathsOf(cluster, reached, object, byGateway))
  },
}

function pathsOf(
  cluster: Cluster,
  reached: Reached,
  object: KubernetesObject,
  byGateway: ReadonlyMap<string, readonly GatewayRoute[]>,
): EntryPath[] {
  const ref = refOf(object, 'Gateway')
  const listeners = listenersOf(object)
  const routes = byGateway.get(`${ref.namespace}/${ref.name}`) ?? []
  const remarks = conditionsOf(object)
  const fronts = new Map<number | undefined, ProxyFront>()
  const frontAt = (port: number | undefined) => {
    const front = fronts.get(port) ?? gatewayFrontOf(cluster, reached, object, port === undefined ? [] : [port])
    fronts.set(port, front)
    return front
  }
  return routes.flatMap((route) =>
    attachmentsOf(cluster, ref, listeners, route).flatMap((attachment) =>
      pathsOfRoute(cluster, ref, frontAt(attachment.listener?.port), route, {
        ...attachment,
        remarks: [...remarks, ...attachment.remarks],
      }),
    ),
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
  return { ...front, reach: 'none', remarks: [] }
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
