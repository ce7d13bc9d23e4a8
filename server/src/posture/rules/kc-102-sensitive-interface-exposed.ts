import { fieldsOf, listOf, textOf } from '../../kubernetes/fields.ts'
import { interfaceByImage, interfaceByName } from '../administration-interfaces.ts'
import { isOpen } from '../declared-exposure.ts'
import { mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { servicesOf } from '../selection.ts'
import type { Subject } from '../subject.ts'

/**
 * Source: MITRE ATT&CK for Containers, T1133 External Remote Services: exposed dashboards and APIs give access without or with weak
 * credentials.
 */
export const sensitiveInterfaceExposed: Rule = {
  id: 'KC-102',
  title: 'Sensitive interface exposed',
  severity: 'medium',
  frameworks: [...mitre('T1133')],
  why: 'Such an interface administers the cluster or runs programs for whoever it lets in, and many let in everybody as they are installed.',
  remedy:
    'Make its Service ClusterIP and reach it by kubectl port-forward, or put an Ingress before it that asks for credentials.',
  noPatch: 'How those who need it are to reach it is for you to say.',
  reads: ['Service'],
  workload: (workload, facts) => {
    const byImage = interfaceByImage(workload)
    const known = byImage ?? interfaceByName(workload)
    if (!known) return undefined
    // A name may be anybody's: it counts where the way to it is beyond doubt.
    const open = servicesOf(workload, facts).filter((service) => isOpen(service) && (byImage || hasAddress(service)))
    const [first] = open
    if (!first) return []
    const text = `${known.name} is open by Service ${first.ref.name} of type ${typeOf(first)}.`
    return [{ path: [], text, related: open.slice(0, 10).map(({ ref }) => ref) }]
  },
}

function hasAddress(service: Subject): boolean {
  const published = fieldsOf(fieldsOf(service.object['status'])['loadBalancer'])['ingress']
  return typeOf(service) === 'NodePort' || listOf(published).length > 0
}

function typeOf({ object }: Subject): string {
  return textOf(fieldsOf(object['spec'])['type'], 20)
}
