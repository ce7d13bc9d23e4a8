import { type Fields, fieldsOf, isFields, listOf, textOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts'
import type { ClusterView } from '../cluster-view.ts'
import { ROUTE_KINDS, routeOf } from '../entries/gateway-routes.ts'
import type { Exposure } from '../model.ts'
import type { Attempt, Refused } from './attempt.ts'
import { replaced, withSpec } from './draft.ts'

/** Deletes the rule that leads in; the whole object when it has no other. */
export function deleteRoute({ draft, cluster, note }: Attempt, exposure: Exposure): Refused {
  const { entry } = exposure
  if (entry.kind !== 'Ingress' && entry.kind !== 'Gateway' && entry.kind !== 'Route')
    return `${entry.kind} has no routes. Take its port away, or make its service ClusterIP.`
  const ref: ObjectRef | undefined =
    entry.kind === 'Gateway' ? exposure.hops.find(({ kind }) => kind === 'route')?.object : entry.object
  const object = ref && draft.get(ref)
  // Another of the chosen ones stood in the same rule.
  if (!ref || !object) return undefined
  if (entry.kind === 'Route') {
    draft.put(ref, undefined)
  } else if (entry.kind === 'Ingress') {
    draft.put(ref, withoutPath(cluster, object, exposure))
  } else {
    draft.put(ref, withoutRule(object, ref, exposure))
    if (routeOf(object, kindOf(ref)).hostnames.length > 1)
      note(`The rule goes for all host names of ${ref.kind} ${ref.name}, not only for ${entry.host}.`)
  }
  return undefined
}

/** Without the paths of the host that lead to the service; undefined when nothing is left. A rule without paths leads to the default backend. */
function withoutPath(
  cluster: ClusterView,
  object: KubernetesObject,
  { entry, service }: Exposure,
): KubernetesObject | undefined {
  const spec = fieldsOf(object['spec'])
  const isMeant = (backend: unknown) => service === undefined || leadsTo(cluster, fieldsOf(backend), service)
  const isHost = (rule: Fields) => textOf(rule['host'], 253) === entry.host
  const rules = listOf(spec['rules']).flatMap((rule) => {
    const http = fieldsOf(rule['http'])
    const paths = listOf(http['paths'])
    if (!isHost(rule)) return [rule]
    if (paths.length === 0) return entry.path === '' ? [] : [rule]
    const kept = paths.filter((one) => (textOf(one['path']) || '/') !== entry.path || !isMeant(one['backend']))
    return kept.length === 0 ? [] : [{ ...rule, http: { ...http, paths: kept } }]
  })
  const isDefault = entry.host === '' && entry.path === ''
  const fallback = isDefault ? undefined : spec['defaultBackend']
  if (rules.length === 0 && !isFields(fallback)) return undefined
  return {
    ...object,
    spec: replaced(spec, { rules: rules.length === 0 ? undefined : rules, defaultBackend: fallback }),
  }
}

/** A backend names its port by number or by name. */
function leadsTo(
  cluster: ClusterView,
  backend: Fields,
  { namespace, name, port }: NonNullable<Exposure['service']>,
): boolean {
  const service = fieldsOf(backend['service'])
  const { number, name: portName } = fieldsOf(service['port'])
  if (service['name'] !== name) return false
  if (number !== undefined) return number === port
  const known = cluster.services.find(({ ref }) => ref.namespace === namespace && ref.name === name)
  return known === undefined || known.ports.some((one) => one.name === portName && one.port === port)
}

/** Without the matches of the path in rules that lead to the service; undefined when nothing is left. */
function withoutRule(object: KubernetesObject, ref: ObjectRef, exposure: Exposure): KubernetesObject | undefined {
  const rules = listOf(fieldsOf(object['spec'])['rules'])
  const kept = rules.flatMap((rule) => {
    if (!isRuleOf(object, ref, rule, exposure)) return [rule]
    const matches = listOf(rule['matches'])
    const others = matches.filter(
      (match) => !pathsOf(object, ref, { ...rule, matches: [match] }).includes(exposure.entry.path),
    )
    return others.length === 0 ? [] : [{ ...rule, matches: others }]
  })
  return kept.length === 0 ? undefined : withSpec(object, { rules: kept })
}

function isRuleOf(object: KubernetesObject, ref: ObjectRef, rule: Fields, { entry, service }: Exposure): boolean {
  const [read] = routeOf({ ...object, spec: { rules: [rule] } }, kindOf(ref)).rules
  if (!read?.paths.includes(entry.path)) return false
  return (
    service === undefined ||
    read.backends.some(({ namespace, name, port }) => {
      const isSame = namespace === service.namespace && name === service.name
      return isSame && (port === undefined || port === service.port)
    })
  )
}

function pathsOf(object: KubernetesObject, ref: ObjectRef, rule: Fields): readonly string[] {
  return routeOf({ ...object, spec: { rules: [rule] } }, kindOf(ref)).rules[0]?.paths ?? []
}

function kindOf({ kind }: ObjectRef): (typeof ROUTE_KINDS)[number] {
  return ROUTE_KINDS.find((one) => one === kind) ?? 'HTTPRoute'
}
