import { fieldsOf } from '../../kubernetes/fields.ts'
import { mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: CVE-2020-8554: who may write spec.externalIPs of a Service receives the traffic of the cluster for these addresses; Kubernetes,
 * admission plug-in DenyServiceExternalIPs.
 */
export const serviceWithExternalIps: Rule = {
  id: 'KC-100',
  title: 'Service with externalIPs',
  severity: 'high',
  frameworks: [...mitre('T1557')],
  why: 'Nodes lead the traffic for these addresses to the Service, whoever they belong to: so it may take what is meant for others.',
  remedy:
    'Publish the Service by a load balancer or an Ingress, take spec.externalIPs out, and switch on the admission plug-in DenyServiceExternalIPs.',
  noPatch: 'Whoever uses these addresses has to be led another way first.',
  objects: {
    Service: ({ ref, object }) => {
      const addresses = fieldsOf(object['spec'])['externalIPs']
      if (!Array.isArray(addresses) || addresses.length === 0) return []
      const count = addresses.length === 1 ? 'an external address' : `${addresses.length} external addresses`
      return [{ path: ['spec', 'externalIPs'], text: `Service ${ref.name} takes the traffic for ${count}.` }]
    },
  },
}
