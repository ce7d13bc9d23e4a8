import { fieldsOf } from '../../kubernetes/fields.ts'
import type { ObjectRef } from '../../kubernetes/object.ts'
import type { Exposure } from '../model.ts'
import { labelsOf } from '../pods.ts'
import { cidrsOf, sourcesOf, sourcesOfAll } from '../sources.ts'
import type { Attempt, Refused } from './attempt.ts'
import { withAnnotations, withSpec } from './draft.ts'

/** Why the ranges cannot be used, or the same ranges as an API server takes them: sorted, none within another. */
export function readRanges(
  ranges: readonly string[],
): { readonly why: string } | { readonly ranges: readonly string[] } {
  if (ranges.length === 0) return { why: 'No range is given: without any, everybody would be let in.' }
  const unreadable = ranges.filter((range) => !range.includes('/') || !sourcesOf(range))
  if (unreadable.length > 0) {
    const named = unreadable.slice(0, 5).map((range) => JSON.stringify(range.slice(0, 64)))
    return { why: `${named.join(', ')}: no range in CIDR notation, such as 203.0.113.0/24 or 2001:db8::/32.` }
  }
  return { ranges: cidrsOf(sourcesOfAll(ranges)) }
}

/** Writes the list of sources that are let in, where whoever answers for the entry reads it. `ranges` are those that `readRanges` gives. */
export function limitSources(attempt: Attempt, { entry }: Exposure, ranges: readonly string[]): Refused {
  switch (entry.kind) {
    case 'LoadBalancer':
      return limitService(attempt, entry.object, ranges)
    case 'Ingress':
      return limitIngress(attempt, entry.object, ranges)
    case 'Route':
      return limitRoute(attempt, entry.object, ranges)
    case 'Gateway':
      return 'A gateway has no list of sources. Limit those of the service that stands for it.'
    default:
      return `${entry.kind} has no list of sources. Limit them in the firewall of the nodes, or by a NetworkPolicy.`
  }
}

function limitService({ draft, note }: Attempt, ref: ObjectRef, ranges: readonly string[]): Refused {
  const object = draft.get(ref)
  if (!object) return 'There is no such service.'
  draft.put(ref, withSpec(object, { loadBalancerSourceRanges: ranges }))
  note('Whether the load balancer heeds spec.loadBalancerSourceRanges is up to its provider.')
  return undefined
}

/** The newer name first; the one that is in use is kept. Sources: the references of annotations of each controller. */
const OF_CONTROLLERS: Readonly<Record<string, readonly string[]>> = {
  'k8s.io/ingress-nginx': [
    'nginx.ingress.kubernetes.io/allowlist-source-range',
    'nginx.ingress.kubernetes.io/whitelist-source-range',
  ],
  'ingress.k8s.aws/alb': ['alb.ingress.kubernetes.io/inbound-cidrs'],
  'eks.amazonaws.com/alb': ['alb.ingress.kubernetes.io/inbound-cidrs'],
}

function limitIngress({ draft, cluster, note }: Attempt, ref: ObjectRef, ranges: readonly string[]): Refused {
  const object = draft.get(ref)
  if (!object) return 'There is no such ingress.'
  const { name, controller } = cluster.classOf(object)
  const annotations = Object.hasOwn(OF_CONTROLLERS, controller) ? (OF_CONTROLLERS[controller] ?? []) : []
  const annotation = inUse(labelsOf(fieldsOf(object.metadata)['annotations']), annotations)
  if (annotation === undefined)
    return `Of the controller of class ${name || '(none)'} it is not known where it reads a list of sources.`
  draft.put(ref, withAnnotations(object, { [annotation]: ranges.join(',') }))
  note(
    'The controller judges by the address that it sees: that of the client only where nothing before it puts in its own.',
  )
  return undefined
}

const OF_ROUTES = ['haproxy.router.openshift.io/ip_allowlist', 'haproxy.router.openshift.io/ip_whitelist']

function limitRoute({ draft, note }: Attempt, ref: ObjectRef, ranges: readonly string[]): Refused {
  const object = draft.get(ref)
  const annotation = inUse(labelsOf(fieldsOf(object?.metadata)['annotations']), OF_ROUTES)
  if (!object || annotation === undefined) return 'There is no such route.'
  draft.put(ref, withAnnotations(object, { [annotation]: ranges.join(' ') }))
  note(
    'The router judges by the address that it sees: that of the client only where nothing before it puts in its own.',
  )
  return undefined
}

/** Of several names the one that is there; else the older one, which older releases read as well. */
function inUse(annotations: Readonly<Record<string, string>>, names: readonly string[]): string | undefined {
  return names.find((name) => annotations[name] !== undefined) ?? names.at(-1)
}
