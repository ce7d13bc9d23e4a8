import { mitre } from '../frameworks.ts'
import { WRITES } from '../role-rights.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, "Network Policies", "Service" and "Ingress": these objects say who reaches what, and from where. */
export const managesNetworking: Rule = rightRule({
  id: 'KC-080',
  title: 'Manages networking objects',
  severity: 'high',
  frameworks: [...mitre('T1562')],
  why: 'Whoever writes services, endpoints, ingresses or network policies opens programs to the outside, leads traffic elsewhere, or takes the walls between namespaces away.',
  remedy: 'Keep networking objects to the pipeline and to the controllers that own them.',
  can: 'change what is reached from where',
  rights: [
    { groups: [''], resources: ['services', 'endpoints'], verbs: WRITES },
    { groups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: WRITES },
    { groups: ['networking.k8s.io', 'extensions'], resources: ['networkpolicies', 'ingresses'], verbs: WRITES },
  ],
})
