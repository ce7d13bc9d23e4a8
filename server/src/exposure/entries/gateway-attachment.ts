import type { ObjectRef } from '../../kubernetes/object.ts'
import type { Cluster } from '../cluster.ts'
import { doubt, missing, note, type Remark } from '../remarks.ts'
import type { Listener } from './gateway-listeners.ts'
import type { GatewayRoute, ParentRef } from './gateway-routes.ts'
import { commonHosts } from './hostnames.ts'
import { namespaceSelected } from './namespace-selection.ts'

/** A route at a listener of a gateway, or why it is at none. */
export interface Attachment {
  readonly listener: Listener | undefined
  readonly isAttached: boolean
  /** What listener and route have in common; `''` for all. */
  readonly hosts: readonly string[]
  readonly remarks: readonly Remark[]
}

/** At which listeners of the gateway a route is. One that is at none gets one attachment that says why. */
export function attachmentsOf(
  cluster: Cluster,
  gateway: ObjectRef,
  listeners: readonly Listener[],
  route: GatewayRoute,
): Attachment[] {
  const parents = route.parents.filter(
    ({ namespace, name }) => namespace === gateway.namespace && name === gateway.name,
  )
  return parents.flatMap((parent) => {
    const status = statusOf(route, parent)
    if (status.isRefused) return [refused(status.remarks)]
    const meant = listeners.filter(
      (one) => (parent.sectionName || one.name) === one.name && (parent.port ?? one.port) === one.port,
    )
    if (meant.length === 0)
      return [refused([note('listenerMissing', 'The gateway has no listener as the route names it.')])]
    const tried = meant.map((listener) => attach(cluster, gateway, listener, route))
    const attached = tried.filter(({ isAttached }) => isAttached)
    if (attached.length > 0) return attached.map((one) => ({ ...one, remarks: [...one.remarks, ...status.remarks] }))
    return [
      refused([note('routeNotAdmitted', 'No listener lets the route attach.'), ...tried.flatMap((one) => one.remarks)]),
    ]
  })
}

function refused(remarks: readonly Remark[]): Attachment {
  return { listener: undefined, isAttached: false, hosts: [''], remarks }
}

function attach(cluster: Cluster, gateway: ObjectRef, listener: Listener, route: GatewayRoute): Attachment {
  const not = (code: string, text: string) => ({ ...refused([note(code, text)]), listener })
  if (!listener.kinds.includes(route.ref.kind))
    return not('routeKindNotAllowed', `Listener ${listener.name} takes no ${route.ref.kind}.`)
  const hosts = hostsOf(listener, route)
  if (hosts.length === 0) return not('hostnameNotShared', `Listener ${listener.name} and the route share no host name.`)
  const from = isFromAllowed(cluster, gateway, listener, route.ref.namespace)
  if (from === 'no')
    return not('namespaceNotAllowed', `Listener ${listener.name} lets no routes of ${route.ref.namespace} attach.`)
  const text = `Listener ${listener.name} selects namespaces by labels that could not be read.`
  return { listener, isAttached: true, hosts, remarks: from === 'yes' ? [] : [missing('namespaceUnread', text)] }
}

function hostsOf({ hostname, protocol }: Listener, { hostnames }: GatewayRoute): string[] {
  return protocol === 'TCP' || protocol === 'UDP' ? [''] : commonHosts(hostname, hostnames)
}

function isFromAllowed(
  cluster: Cluster,
  gateway: ObjectRef,
  listener: Listener,
  namespace: string,
): 'yes' | 'no' | 'unknown' {
  if (listener.from === 'All') return 'yes'
  if (listener.from === 'Same') return namespace === gateway.namespace ? 'yes' : 'no'
  if (listener.from !== 'Selector' || !listener.selector) return 'no'
  return namespaceSelected(cluster, listener.selector, namespace)
}

interface ToldStatus {
  readonly isRefused: boolean
  readonly remarks: readonly Remark[]
}

/** What controllers say goes before what the objects let expect. */
function statusOf(route: GatewayRoute, parent: ParentRef): ToldStatus {
  const own = route.statuses.filter(
    (status) =>
      status.namespace === parent.namespace &&
      status.name === parent.name &&
      status.sectionName === parent.sectionName &&
      (status.port ?? parent.port) === parent.port,
  )
  if (own.length === 0)
    return {
      isRefused: false,
      remarks: [doubt('routeStatusMissing', 'No controller says whether the route is accepted.')],
    }
  if (own.every(({ accepted }) => accepted === false))
    return { isRefused: true, remarks: [note('routeNotAccepted', 'The controller does not accept the route.')] }
  if (own.some(({ resolved }) => resolved !== false)) return { isRefused: false, remarks: [] }
  const isOnly = route.rules.reduce((sum, { backends }) => sum + backends.length, 0) <= 1
  return isOnly
    ? { isRefused: true, remarks: [note('refsNotResolved', 'The controller cannot resolve the backend.')] }
    : { isRefused: false, remarks: [missing('refsNotResolved', 'The controller cannot resolve some of the backends.')] }
}
